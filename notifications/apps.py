"""Front door: the app itself."""

from django.apps import AppConfig


class Config(AppConfig):
    """The notifications app."""

    name = "notifications"
