"""API of this room."""

from django.urls import path

from vaccination.facilities import api

urlpatterns = [path("facilities/", api.Facilities.as_view(), name="api-facilities")]
