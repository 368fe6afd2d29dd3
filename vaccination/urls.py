"""Front door: page addresses of the rooms."""

from django.urls import include, path

urlpatterns = [
    path("office/sessions/", include("vaccination.sessions.urls")),
    path("", include("vaccination.planning.urls")),
    path("clinic/", include("vaccination.visits.urls")),
    path("", include("vaccination.certificates.urls")),
    path("", include("vaccination.coverage.urls")),
]
