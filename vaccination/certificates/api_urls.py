"""API of this room."""

from django.urls import path

from vaccination.certificates import api

urlpatterns = [
    path("people/<uuid:id>/certificate/", api.PersonCertificates.as_view(), name="person_certificates"),
    path("certificates/verify/", api.CheckQr.as_view(), name="certificate_verify"),
    path("certificates/keys/", api.Keys.as_view(), name="certificate_keys"),
]
