"""`manage.py demo [--once] [--people N] [--seed S]`: an invented campaign to try the system on."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vaccination.demo.make import exists, make_demo
from vaccination.demo.places import NotLoaded


class Command(BaseCommand):
    """Thin: the work is in vaccination/demo/make.py."""

    help = "Make the demo campaign, or add invented people to it. Everything in it is invented and says so."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do nothing when the demo campaign is there")
        parser.add_argument("--people", type=int, default=3000, help="how many people to make (3000)")
        parser.add_argument("--seed", type=int, default=7, help="the same seed makes the same people (7)")

    def handle(self, **options: Any) -> None:
        if not (settings.DEBUG or settings.DEMO):
            message = "Invented people belong in no real database: set HSSK_DEMO=1 (or DEBUG=1) first."
            raise CommandError(message)
        if options["people"] < 1:
            message = "--people wants a number from 1 up."
            raise CommandError(message)
        if options["once"] and exists():
            self.stdout.write("The demo campaign is there already.")
            return
        try:
            made = make_demo(people=options["people"], seed=options["seed"], now=timezone.now())
        except NotLoaded as missing:
            message = "Reference data is missing: run manage.py load_reference first."
            raise CommandError(message) from missing
        self.stdout.write(
            f"{made.campaign.code}: {made.people} people, {made.doses} doses, {made.facilities} facilities, "
            f"{made.invited} invited by published plans"
        )
