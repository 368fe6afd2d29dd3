"""Pages of this room."""

from django.urls import path

from vaccination.coverage import pages

app_name = "coverage"
urlpatterns = [
    path("office/coverage/", pages.dashboard, name="dashboard"),
    path("office/coverage/download/", pages.download, name="download"),
    path("coverage/", pages.public_page, name="public"),
]
