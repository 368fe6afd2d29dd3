"""Rows of a list as people look at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit
from hssk.look.words import masked_id, phone_display, short_date
from registration.imports.models import ImportBatch, ImportRow
from registration.people.models import Sex


@dataclass(frozen=True)
class RowShown:
    """One row: as it will be written, or as it was typed when it fails."""

    number: int
    state: str
    full_name: str
    birth: str
    sex: str
    phone: str
    identity: str
    commune: str
    remarks: list[dict[str, Any]]


def rows_shown(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[RowShown]:
    """The rows of one page; communes are named by one statement."""
    rows = list(rows)
    areas = {row.values["area_id"] for row in rows if row.values}
    names = {unit.pk: unit.name for unit in AdministrativeUnit.objects.filter(pk__in=areas)}
    return [shown(row, typed(batch, row), names) for row in rows]


def typed(batch: ImportBatch, row: ImportRow) -> dict[str, str]:
    """The cells of a row by field."""
    places: Mapping[str, int] = batch.reading.get("columns", {})
    return {field: row.cells[place] if place < len(row.cells) else "" for field, place in places.items()}


def shown(row: ImportRow, cells: Mapping[str, str], names: Mapping[int, str]) -> RowShown:
    """One row in words."""
    values: dict[str, Any] = row.values or {}
    identity = next((number for kind, number in values.get("documents", []) if kind != "bhyt"), "")
    return RowShown(
        number=row.number,
        state=row.state,
        full_name=values.get("full_name") or cells.get("full_name", ""),
        birth=birth_words(values) or cells.get("birth_date", ""),
        sex=str(Sex(values["sex"]).label) if values else cells.get("sex", ""),
        phone=phone_display(values.get("phone") or cells.get("phone", "")),
        identity=masked_id(identity or cells.get("identity", "")),
        commune=names.get(values.get("area_id", 0)) or cells.get("commune_name") or cells.get("commune_code", ""),
        remarks=row.remarks,
    )


def birth_words(values: Mapping[str, Any]) -> str:
    """The birth date, or the year alone."""
    if not values:
        return ""
    born = date.fromisoformat(values["birth_date"])
    return _("năm %(year)s") % {"year": born.year} if values["birth_year_only"] else short_date(born)
