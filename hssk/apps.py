"""Front door: the app itself."""
from django.apps import AppConfig


class Config(AppConfig):
    """The platform: knows nothing about vaccination."""

    name = "hssk"
