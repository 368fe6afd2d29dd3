"""Loads the area CSVs into the tables: adds what is missing, corrects what differs, deletes nothing."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from hssk.areas.models import AdministrativeUnit, Level, Succession
from hssk.areas.names import search_key, split_kind

DATA = Path(__file__).parent / "data"
BATCH = 2000  # rows per statement: a few seconds for all, well under PostgreSQL's limit of parameters
UNIT_FIELDS = ["code", "kind", "level", "name", "name_key", "valid_from", "valid_to", "latitude", "longitude"]
SUCCESSION_FIELDS = ["is_partial", "is_default", "effective_on"]
Fields = dict[str, object]


@dataclass(frozen=True)
class Loaded:
    """How many rows were added and corrected, and how many are there now."""

    units: int
    units_added: int
    units_corrected: int
    successions: int
    successions_added: int
    successions_corrected: int


@transaction.atomic
def load_units(data: Path = DATA) -> Loaded:
    """Bring the tables up to the files. A second run changes nothing.

    Rows that the files no longer have stay, since persons and facilities may refer to them.
    """
    units_added, units_corrected = _load_units(data / "units.csv")
    successions_added, successions_corrected = _load_successions(data / "successions.csv")
    if units_added or successions_added:
        _tell_the_planner()
    return Loaded(
        AdministrativeUnit.objects.count(),
        units_added,
        units_corrected,
        Succession.objects.count(),
        successions_added,
        successions_corrected,
    )


def _tell_the_planner() -> None:
    """Statistics at once: until autovacuum came by, joins were planned for empty tables and took minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE hssk_administrativeunit, hssk_succession")


def _load_units(file: Path) -> tuple[int, int]:
    known = {unit.path: unit for unit in AdministrativeUnit.objects.all()}
    added = corrected = 0
    by_level: dict[int, dict[str, Fields]] = {level: {} for level in Level.values}
    for path, fields in _read_units(file):
        by_level[int(str(fields["level"]))][path] = fields
    for wanted in by_level.values():  # parents first: a child needs its parent's id
        fresh = [
            AdministrativeUnit(path=path, parent=known.get(parent_path(path)), **fields)
            for path, fields in wanted.items()
            if path not in known
        ]
        AdministrativeUnit.objects.bulk_create(fresh, batch_size=BATCH)
        changed = [known[path] for path, fields in wanted.items() if path in known and _set(known[path], fields)]
        AdministrativeUnit.objects.bulk_update(changed, UNIT_FIELDS, batch_size=BATCH)
        known |= {unit.path: unit for unit in fresh}
        added, corrected = added + len(fresh), corrected + len(changed)
    return added, corrected


def _load_successions(file: Path) -> tuple[int, int]:
    units = dict(AdministrativeUnit.objects.values_list("path", "pk"))
    ends = dict(AdministrativeUnit.objects.values_list("pk", "valid_to"))
    known = {(row.predecessor_id, row.successor_id): row for row in Succession.objects.all()}
    fresh, changed = [], []
    for line in _lines(file):
        pair = (units[line["predecessor"]], units[line["successor"]])
        fields: Fields = {
            "is_partial": line["share"] != "whole",
            "is_default": line["share"] != "part",
            "effective_on": ends[pair[0]],
        }
        if pair not in known:
            fresh.append(Succession(predecessor_id=pair[0], successor_id=pair[1], **fields))
        elif _set(known[pair], fields):
            changed.append(known[pair])
    # Corrections first: a new default would meet the old one in one_default_successor_per_area.
    Succession.objects.bulk_update(changed, SUCCESSION_FIELDS, batch_size=BATCH)
    Succession.objects.bulk_create(fresh, batch_size=BATCH)
    return len(fresh), len(changed)


def _read_units(file: Path) -> Iterator[tuple[str, Fields]]:
    for line in _lines(file):
        yield (
            line["path"],
            {
                "code": line["path"].split("/")[-2].split("-")[0],
                "kind": line["kind"],
                "level": int(line["level"]),
                "name": line["name"],
                "name_key": search_key(split_kind(line["name"])[1]),
                "valid_from": date.fromisoformat(line["valid_from"]),
                "valid_to": date.fromisoformat(line["valid_to"]) if line["valid_to"] else None,
                "latitude": float(line["latitude"]) if line["latitude"] else None,
                "longitude": float(line["longitude"]) if line["longitude"] else None,
            },
        )


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def parent_path(path: str) -> str:
    """The path of the unit above; for a province only its era, which no unit has."""
    return path[: path.rindex("/", 0, -1) + 1]


def _set(row: AdministrativeUnit | Succession, fields: Fields) -> bool:
    """Set what differs and say whether anything did."""
    differing = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
