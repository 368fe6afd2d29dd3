"""API of this room."""

from django.urls import path

from vaccination.stock import api

urlpatterns = [
    path("vaccines/", api.Vaccines.as_view(), name="vaccines"),
    path("lots/", api.Lots.as_view(), name="lots"),
    path("deliveries/", api.Deliveries.as_view(), name="deliveries"),
]
