"""Front door: page addresses of the rooms; none yet, the development gateway's are in hssk/urls.py."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
