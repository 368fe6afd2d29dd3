"""API of this room."""

from django.urls import path

from vaccination.coverage import api

urlpatterns = [
    path("coverage/", api.CoverageFigures.as_view()),
    path("public/coverage/", api.PublicCoverageFigures.as_view()),
]
