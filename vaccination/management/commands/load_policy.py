"""`manage.py load_policy`: vaccines, dose rules and screening forms from the project's CSVs."""

from typing import Any

from django.core.management.base import BaseCommand

from vaccination.schedules.load import load_policy


class Command(BaseCommand):
    """Run again after changing the files; nothing is doubled."""

    help = "Load vaccines, dose rules and screening forms"

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_policy()
        self.stdout.write(
            f"{loaded.vaccines} vaccines, {loaded.rules} dose rules, "
            f"{loaded.forms} screening forms with {loaded.items} questions"
        )
