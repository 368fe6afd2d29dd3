"""API of this room."""

from django.urls import path

from hssk.areas.api import AreaList

urlpatterns = [path("areas/", AreaList.as_view(), name="api-areas")]
