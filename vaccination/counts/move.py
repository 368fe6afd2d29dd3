"""Counting: a change writes small rows, and nobody waits for anybody."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Protocol

from django.db import connection

from vaccination.counts.ages import age_band
from vaccination.counts.metrics import OF_A_DOSE, Metric
from vaccination.counts.models import KEY_FIELDS, CountDelta

BATCH = 2000
# Plain SQL: every registration and every dose comes through here, and the ORM would cost five times as much.
COLUMNS = [*KEY_FIELDS, "amount"]
INSERT = f"""INSERT INTO {CountDelta._meta.db_table} ({", ".join(f'"{name}"' for name in COLUMNS)}) VALUES """  # noqa: S608
ROW = f"({', '.join(['%s'] * len(COLUMNS))})"


class Counted(Protocol):
    """What counting has to know of a person."""

    area_id: int
    birth_date: date
    sex: str


def delta(
    metric: str,
    *,
    campaign_id: uuid.UUID,
    on: date,
    person: Counted,
    group_id: int | None = None,
    facility_id: uuid.UUID | None = None,
    vaccine_id: str = "",
    dose_number: int = 0,
    amount: int = 1,
) -> CountDelta:
    """An unsaved change of one count by `amount` persons or doses (negative: taken back).

    `on` is the local day of the event: of submission for "registered", of the session for "scheduled",
    of the injection for "vaccinated". The last two also want `facility_id`, `vaccine_id`, `dose_number`.
    Raises ValueError when the key has other parts than its metric counts by: proof would find it later.
    """
    of_a_dose = Metric(metric) in OF_A_DOSE
    if [bool(part) for part in (facility_id, vaccine_id, dose_number)] != [of_a_dose] * 3:
        message = f"{metric} is {'' if of_a_dose else 'not '}counted by facility, vaccine and dose number"
        raise ValueError(message)
    return CountDelta(
        metric=Metric(metric).value,
        campaign_id=campaign_id,
        on=on,
        area_id=person.area_id,
        facility_id=facility_id,
        group_id=group_id,
        age_band=age_band(person.birth_date, on),
        sex=person.sex,
        vaccine_id=vaccine_id,
        dose_number=dose_number,
        amount=amount,
    )


def move_counts(changes: Iterable[CountDelta]) -> None:
    """Write the changes in the caller's transaction, which is the one that causes them.

    Raises RuntimeError outside a transaction: a count that stays when its cause rolls back is a lie.
    """
    if not connection.in_atomic_block:
        message = "Counts move in the transaction of what they count."
        raise RuntimeError(message)
    for rows in batched(changes, BATCH):
        values = [getattr(row, name) for row in rows for name in COLUMNS]
        with connection.cursor() as cursor:
            cursor.execute(INSERT + ", ".join([ROW] * len(rows)), values)


def batched(changes: Iterable[CountDelta], size: int) -> Iterator[list[CountDelta]]:
    """Lists of up to `size`."""
    waiting = iter(changes)
    while rows := list(islice(waiting, size)):
        yield rows
