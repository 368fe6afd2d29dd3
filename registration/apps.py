"""Front door: the app itself."""

from django.apps import AppConfig


class Config(AppConfig):
    """People and what they ask for."""

    name = "registration"

    def ready(self) -> None:
        from hssk.accounts.tokens import PRINCIPALS
        from registration import messages  # noqa: F401  a kind registers itself
        from registration.sign_in.browser import citizen_by_id

        PRINCIPALS["citizen"] = citizen_by_id
