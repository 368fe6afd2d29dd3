"""Proof that counts equal the rows they count, and their repair."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from vaccination.counts.models import KEY_FIELDS, CountDelta, CountTotal
from vaccination.counts.move import move_counts

KEY = ", ".join(f'"{name}"' for name in KEY_FIELDS)
# Any number, as long as every repair uses the same.
REPAIR_LOCK = 7_240_115


def differences(recounts: Sequence[str]) -> list[dict[str, Any]]:
    """Keys whose count is not that of the rows: the key's parts, `counted` and `present`.

    `recounts` are SELECTs of the key's parts, in their order, and of the number of rows. Everything is
    read in one statement, so that work going on meanwhile is seen by both sides or by neither.
    """
    sides = [f"SELECT {KEY}, amount, 0 FROM {model._meta.db_table}" for model in (CountTotal, CountDelta)]  # noqa: S608
    sides += [f"SELECT {KEY}, 0, amount FROM ({recount}) rows ({KEY}, amount)" for recount in recounts]  # noqa: S608
    statement = (
        f"SELECT {KEY}, SUM(counted)::int, SUM(present)::int "  # noqa: S608
        f"FROM ({' UNION ALL '.join(sides)}) sides ({KEY}, counted, present) "
        f"GROUP BY {KEY} HAVING SUM(counted) <> SUM(present) ORDER BY {KEY}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [*KEY_FIELDS, "counted", "present"]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def rebuild(recounts: Sequence[str]) -> int:
    """Make counts equal the rows, online: what is missing or too much is added as deltas. How many keys."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            # A second repair waits, then finds nothing left to do.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPAIR_LOCK])
        wrong = differences(recounts)
        move_counts(CountDelta(amount=row.pop("present") - row.pop("counted"), **row) for row in wrong)
    return len(wrong)
