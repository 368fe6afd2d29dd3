"""Pages of this room."""

from django.urls import path

from registration.imports import pages

app_name = "imports"
urlpatterns = [
    path("", pages.list_page, name="list"),
    path("upload/", pages.upload, name="upload"),
    path("template/<uuid:campaign_id>/", pages.template, name="template"),
    path("<uuid:batch_id>/", pages.preview, name="preview"),
    path("<uuid:batch_id>/commit/", pages.commit, name="commit"),
    path("<uuid:batch_id>/cancel/", pages.cancel, name="cancel"),
    path("<uuid:batch_id>/result/", pages.result, name="result"),
]
