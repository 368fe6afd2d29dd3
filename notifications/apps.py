"""Front door: the app itself."""

from django.apps import AppConfig


class Config(AppConfig):
    """The notifications app."""

    name = "notifications"

    def ready(self) -> None:
        from notifications import tasks  # noqa: F401  the web process nudges workers, too
