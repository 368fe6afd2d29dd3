"""Front door: the app itself."""

from django.apps import AppConfig


class Config(AppConfig):
    """Everything from vaccine to record."""

    name = "vaccination"

    def ready(self) -> None:
        from vaccination import messages, wiring  # noqa: F401  a kind registers itself

        wiring.connect()
