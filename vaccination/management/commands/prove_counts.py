"""`manage.py prove_counts [--rebuild]`"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vaccination.counts.prove import differences, rebuild
from vaccination.coverage.recounts import RECOUNTS


class Command(BaseCommand):
    """Recount what the counters count; exit code 1 when they differ."""

    help = "Recount registrations, appointments and doses and compare with the counters."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="correct what differs, without stopping anybody")

    def handle(self, *_args: Any, **options: Any) -> None:
        wrong = differences(RECOUNTS)
        for row in wrong:
            key = " ".join(f"{name}={value}" for name, value in row.items())
            self.stdout.write(key)
        if options["rebuild"]:
            self.stdout.write(f"{rebuild(RECOUNTS)} counts corrected")
        elif wrong:
            message = f"{len(wrong)} counts differ from their rows"
            raise CommandError(message)
        else:
            self.stdout.write("0 differences")
