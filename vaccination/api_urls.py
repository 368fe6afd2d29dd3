"""Front door: API addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("", include("vaccination.facilities.api_urls")),
    path("", include("vaccination.stock.api_urls")),
    path("", include("vaccination.sessions.api_urls")),
    path("", include("vaccination.doses.api_urls")),
    path("", include("vaccination.planning.api_urls")),
    path("", include("vaccination.visits.api_urls")),
    path("", include("vaccination.certificates.api_urls")),
    path("", include("vaccination.coverage.api_urls")),
]
