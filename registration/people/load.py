"""Loading the ethnic groups of the state's list."""

import csv
from pathlib import Path

from registration.people.models import EthnicGroup

GROUPS = Path(__file__).parent / "data" / "ethnic_groups.csv"


def load_ethnic_groups() -> int:
    """Add groups that the database does not have. Returns how many were new."""
    with GROUPS.open(encoding="utf-8", newline="") as file:
        groups = [EthnicGroup(**row) for row in csv.DictReader(file)]
    before = EthnicGroup.objects.count()
    EthnicGroup.objects.bulk_create(groups, ignore_conflicts=True)
    return EthnicGroup.objects.count() - before
