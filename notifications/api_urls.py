"""Front door: API addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("notifications.outbox.api_urls")),
]
