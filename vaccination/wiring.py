"""The one page that says: when this happens there, that follows here."""
from vaccination.facilities.roles import add_role_source


def connect() -> None:
    """Connect news from below to what follows above."""
    add_role_source()
