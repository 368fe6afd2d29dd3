"""Loading vaccines' rules and screening forms from the CSVs: adds and corrects, deletes nothing in use."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from vaccination.schedules.models import DoseRule, ScreeningForm, ScreeningItem
from vaccination.schedules.rules import forget_policy
from vaccination.stock.load import load_vaccines

DATA = Path(__file__).parent / "data"
RULE_KEY = [
    "disease",
    "dose_number",
    "kind",
    "previous_id",
    "previous_kind",
    "vaccine_id",
    "min_age_years",
    "valid_from",
]
RULE_REST = ["min_days", "recommended_days", "max_age_years", "needs_consent", "valid_to", "source"]
RENAMED = {"previous": "previous_id", "vaccine": "vaccine_id"}
NULLABLE = {
    "previous_id", "min_days", "recommended_days", "max_age_years", "valid_to", "defer_days",
}  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """How many rows there are now."""

    vaccines: int
    rules: int
    forms: int
    items: int


def rows_of(name: str) -> list[dict[str, Any]]:
    """Rows of a CSV with empty cells as nulls where the column may be null."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        found = [{RENAMED.get(key, key): value for key, value in row.items()} for row in csv.DictReader(file)]
    for row in found:
        row.update({key: None for key in NULLABLE & row.keys() if row[key] == ""})
    return found


@transaction.atomic
def load_policy() -> Loaded:
    """Bring vaccines, dose rules and screening forms up to the files. A second run changes nothing."""
    vaccines = load_vaccines()
    load_rules()
    load_forms()
    forget_policy()
    return Loaded(
        vaccines=vaccines,
        rules=DoseRule.objects.count(),
        forms=ScreeningForm.objects.count(),
        items=ScreeningItem.objects.count(),
    )


def load_rules() -> None:
    """Dose rules."""
    rows = [DoseRule(**row | {"needs_consent": row["needs_consent"] == "1"}) for row in rows_of("dose_rules.csv")]
    known = {tuple(str(value) for value in row): pk for pk, *row in DoseRule.objects.values_list("pk", *RULE_KEY)}
    for row in rows:
        row.pk = known.get(tuple(str(getattr(row, name)) for name in RULE_KEY))
    DoseRule.objects.bulk_create(row for row in rows if not row.pk)
    DoseRule.objects.bulk_update((row for row in rows if row.pk), RULE_REST)


def load_forms() -> None:
    """Screening forms and their questions."""
    form_rest = ["title_vi", "title_en", "min_age_years", "max_age_years", "valid_from", "valid_to", "source"]
    forms = [ScreeningForm(**row) for row in rows_of("screening_forms.csv")]
    ScreeningForm.objects.bulk_create(forms, update_conflicts=True, unique_fields=["code"], update_fields=form_rest)
    ids = dict(ScreeningForm.objects.values_list("code", "pk"))
    items = [
        ScreeningItem(**row | {"form_id": ids[row.pop("form")], "by_vital_signs": row["by_vital_signs"] == "1"})
        for row in rows_of("screening_items.csv")
    ]
    item_rest = ["position", "text_vi", "text_en", "consequence", "defer_days", "declared_by", "by_vital_signs"]
    ScreeningItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["form", "code"], update_fields=item_rest
    )
