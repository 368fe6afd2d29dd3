"""Pages that only say something and need nobody to sign in."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "public"
urlpatterns = [
    path("", TemplateView.as_view(template_name="public/home.html"), name="home"),
    path("reactions/", TemplateView.as_view(template_name="public/reactions.html"), name="reactions"),
]
