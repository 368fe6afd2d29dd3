"""Pages of this room."""

from django.urls import path

from registration.people import pages

app_name = "people"
urlpatterns = [
    path("", pages.mine, name="mine"),
    path("<uuid:person_id>/access-log/", pages.access_log, name="access_log"),
]
