"""Pages of this room."""

from django.urls import path

from vaccination.sessions import pages

app_name = "sessions"
urlpatterns = [
    path("", pages.list_page, name="list"),
    path("new/", pages.new, name="new"),
    path("<uuid:session_id>/", pages.detail, name="detail"),
    path("<uuid:session_id>/cancel/", pages.cancel, name="cancel"),
]
