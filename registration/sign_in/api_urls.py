"""API of this room."""

from django.urls import path

from registration.sign_in.api import OneTimeCodeProof, OneTimeCodes

urlpatterns = [
    path("auth/otp/", OneTimeCodes.as_view(), name="api-otp"),
    path("auth/otp/verify/", OneTimeCodeProof.as_view(), name="api-otp-verify"),
]
