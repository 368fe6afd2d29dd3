"""Loading the texts that ship with the system."""

import csv
from pathlib import Path

from notifications.texts.models import MessageText
from notifications.texts.render import forget_texts

TEXTS = Path(__file__).parent / "data" / "texts.csv"


def load_texts() -> int:
    """Add shipped versions that the database does not have. Returns how many were new."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        rows = [MessageText(**row) for row in csv.DictReader(file)]
    before = MessageText.objects.count()
    MessageText.objects.bulk_create(rows, ignore_conflicts=True)
    forget_texts()
    return MessageText.objects.count() - before
