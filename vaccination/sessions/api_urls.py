"""API of this room."""

from django.urls import path

from vaccination.sessions import api

urlpatterns = [path("sessions/", api.Sessions.as_view(), name="api-sessions")]
