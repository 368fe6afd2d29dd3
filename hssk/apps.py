"""Front door: the app itself."""

from django.apps import AppConfig

from hssk.celery import app as celery_app

__all__ = ["Config", "celery_app"]  # shared tasks belong to this Celery application from the start


class Config(AppConfig):
    """The platform: knows nothing about vaccination."""

    name = "hssk"

    def ready(self) -> None:
        from hssk.accounts import schema  # noqa: F401  an extension registers itself
