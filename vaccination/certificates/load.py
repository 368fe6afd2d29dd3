"""Loading the codes that products have in certificates."""

import csv
from pathlib import Path

from vaccination.certificates.models import ProductCode
from vaccination.stock.models import Vaccine

CODES = Path(__file__).parent / "data" / "product_codes.csv"


def load_product_codes() -> int:
    """Bring the codes of known vaccines up to the file; returns how many that are."""
    known = set(Vaccine.objects.values_list("pk", flat=True))
    with CODES.open(encoding="utf-8", newline="") as file:
        named = [row for row in csv.DictReader(file) if row["vaccine"] in known]
    rows = [ProductCode(vaccine_id=row.pop("vaccine"), **row) for row in named]
    names = [field.name for field in ProductCode._meta.fields if not field.primary_key]
    ProductCode.objects.bulk_create(rows, update_conflicts=True, unique_fields=["vaccine"], update_fields=names)
    return len(rows)
