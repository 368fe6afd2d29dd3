"""Loading the products that may be used."""

import csv
from pathlib import Path

from vaccination.stock.models import Vaccine

VACCINES = Path(__file__).parent / "data" / "vaccines.csv"


def load_vaccines() -> int:
    """Bring the products up to the file; returns how many it names."""
    with VACCINES.open(encoding="utf-8", newline="") as file:
        rows = [Vaccine(**row) for row in csv.DictReader(file)]
    names = [field.name for field in Vaccine._meta.fields if not field.primary_key]
    Vaccine.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=names)
    return len(rows)
