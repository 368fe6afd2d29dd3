"""Front door: page addresses of the platform's rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("hssk.public_urls")),
    path("staff/", include("hssk.accounts.urls")),
    path("areas/", include("hssk.areas.urls")),
]
