"""API of this room."""

from django.urls import path

from hssk.accounts.api import StaffSignIn

urlpatterns = [path("auth/staff/", StaffSignIn.as_view(), name="api_auth_staff")]
