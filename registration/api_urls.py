"""Front door: API addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("registration.sign_in.api_urls")),
    path("", include("registration.campaigns.api_urls")),
    path("", include("registration.people.api_urls")),
    path("", include("registration.registrations.api_urls")),
    path("", include("registration.imports.api_urls")),
]
