"""Front door: API addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("hssk.accounts.api_urls")),
    path("", include("hssk.areas.api_urls")),
]
