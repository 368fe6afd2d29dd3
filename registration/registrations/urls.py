"""Pages of this room."""

from django.urls import URLPattern

app_name = "registrations"
urlpatterns: list[URLPattern] = []
