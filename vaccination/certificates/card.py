"""The colour of a person's card: yellow after one dose, green when full. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta


def colour_of(given_on: Sequence[date], *, basic: int, green_after_days: int, on: date) -> str:
    """ "none", "partial" (yellow) or "full" (green), as the states of chips are named.

    `given_on` are the days of the doses in the order of time; `basic` is how many the basic series has.
    """
    if not given_on:
        return "none"
    if len(given_on) < basic:
        return "partial"
    return "full" if given_on[basic - 1] + timedelta(days=green_after_days) <= on else "partial"
