"""API of this room."""

from django.urls import path

from registration.imports import api

urlpatterns = [
    path("imports/", api.Imports.as_view()),
    path("imports/<uuid:batch_id>/", api.Import.as_view()),
    path("imports/<uuid:batch_id>/rows/", api.Rows.as_view()),
    path("imports/<uuid:batch_id>/commit/", api.Commit.as_view()),
    path("imports/<uuid:batch_id>/cancel/", api.Cancel.as_view()),
    path("imports/<uuid:batch_id>/result/", api.Result.as_view()),
]
