"""API of this room."""

from django.urls import path

from vaccination.doses import api

urlpatterns = [
    path("doses/", api.Doses.as_view(), name="doses"),
    path("people/<uuid:id>/doses/", api.PersonDoses.as_view(), name="person_doses"),
]
