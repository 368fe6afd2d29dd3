"""Reading counts: totals and the deltas not yet folded, in one statement, so exact at every moment."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from hssk.areas.models import AdministrativeUnit
from vaccination.counts.models import KEY_FIELDS, CountDelta, CountTotal


@dataclass(frozen=True)
class Slice:
    """Which counts: of a campaign, in areas (paths; "" is everywhere), from one day to another, both included."""

    campaign_id: uuid.UUID
    paths: tuple[str, ...] = ("",)
    from_day: date | None = None
    to_day: date | None = None

    def where(self) -> tuple[str, dict[str, Any]]:
        """The condition and its parameters."""
        conditions = ["campaign_id = %(campaign)s"]
        if "" not in self.paths:
            areas = f"SELECT id FROM {AdministrativeUnit._meta.db_table} WHERE path LIKE ANY(%(paths)s)"  # noqa: S608
            conditions.append(f"area_id IN ({areas})")
        if self.from_day:
            conditions.append('"on" >= %(from_day)s')
        if self.to_day:
            conditions.append('"on" <= %(to_day)s')
        prefixes = [f"{path}%" for path in self.paths]
        values = {"campaign": self.campaign_id, "paths": prefixes, "from_day": self.from_day, "to_day": self.to_day}
        return " AND ".join(conditions), values


def sums(of: Slice, *, by: Sequence[str]) -> list[tuple[Any, ...]]:
    """The counts of `of` summed by the named parts of the key: (part, part, ..., amount), without zeros."""
    if not set(by) <= set(KEY_FIELDS):
        message = f"Counts have no such parts: {set(by) - set(KEY_FIELDS)}"
        raise ValueError(message)
    parts = ", ".join(f'"{name}"' for name in by)
    where, values = of.where()
    each = [f"SELECT {parts}, amount FROM {model._meta.db_table} WHERE {where}" for model in (CountTotal, CountDelta)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {parts}, SUM(amount)::bigint FROM ({' UNION ALL '.join(each)}) counts "  # noqa: S608
            f"GROUP BY {parts} HAVING SUM(amount) <> 0 ORDER BY {parts}",
            values,
        )
        return list(cursor.fetchall())
