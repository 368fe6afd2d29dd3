"""API of this room."""

from django.urls import path

from registration.registrations.api import OneRegistration, Registrations, Withdrawal

urlpatterns = [
    path("registrations/", Registrations.as_view(), name="api-registrations"),
    path("registrations/<uuid:pk>/", OneRegistration.as_view(), name="api-registration"),
    path("registrations/<uuid:pk>/withdraw/", Withdrawal.as_view(), name="api-withdraw"),
]
