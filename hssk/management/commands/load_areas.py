"""Load administrative units, old and new, and what became of them."""

from typing import Any

from django.core.management.base import BaseCommand

from hssk.areas.load import load_units


class Command(BaseCommand):
    """Thin: the work is in hssk/areas/load.py."""

    help = "Load hssk/areas/data/*.csv; may be run again at any time."

    def handle(self, **_options: Any) -> None:
        """Load and say how many."""
        done = load_units()
        self.stdout.write(
            f"units: {done.units} ({done.units_added} added, {done.units_corrected} corrected); "
            f"successions: {done.successions} "
            f"({done.successions_added} added, {done.successions_corrected} corrected)"
        )
