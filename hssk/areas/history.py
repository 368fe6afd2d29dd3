"""Folds snapshots into rows with a beginning and an end, and links into successions between rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hssk.areas.names import KIND_WORDS, search_key
from hssk.areas.packages import Key, Place, Snapshot
from hssk.areas.reform import Link


@dataclass
class Span:
    """A unit during one stretch of its life: one row of units.csv."""

    place: Place
    parent: "Span | None"
    era: int
    valid_from: date
    valid_to: date | None = None

    @property
    def name(self) -> str:
        """The name with its kind."""
        return f"{KIND_WORDS[self.place.kind]} {self.place.name}"

    @property
    def path(self) -> str:
        """Unique over all time: a unit that begins later than its parent says when."""
        code = self.place.key[1]
        if self.parent is None:
            return f"{self.valid_from:%Y%m%d}/{code}/"
        since = "" if self.valid_from == self.parent.valid_from else f"-{self.valid_from:%Y%m%d}"
        return f"{self.parent.path}{code}{since}/"


class History:
    """All spans, and for each snapshot which span a unit was in."""

    def __init__(self, snapshots: list[Snapshot]) -> None:
        self.at: list[dict[Key, Span]] = []
        previous: dict[Key, Span] = {}
        for snapshot in snapshots:
            previous = _follow(previous, snapshot)
            self.at.append(previous)

    def spans(self) -> list[Span]:
        """Every row, in the order of paths, parents before their children."""
        return sorted({id(span): span for at in self.at for span in at.values()}.values(), key=lambda s: s.path)

    def successions(self, step: int, links: Iterable[Link]) -> Iterator[tuple[Span, Span, Link]]:
        """The links from snapshot `step` to the next, between rows; none where a row simply went on."""
        for link in links:
            before, after = self.at[step][link.before], self.at[step + 1][link.after]
            if before is not after:
                yield before, after, link


def _follow(previous: dict[Key, Span], later: Snapshot) -> dict[Key, Span]:
    """The spans at `later`: those that go on, and new ones; the others end that day."""
    current: dict[Key, Span] = {}
    for key in sorted(later.places):  # level by level, so that parents are there
        place = later.places[key]
        parent = current[place.parent] if place.parent else None
        old = previous.get(key)
        if old and old.era == later.era and old.parent is parent and _is_same(old.place, place):
            # The later source spells better; the row is the same.
            old.place = place
            current[key] = old
        else:
            current[key] = Span(place, parent, later.era, later.day)
    going_on = {id(span) for span in current.values()}
    for span in previous.values():
        if id(span) not in going_on:
            span.valid_to = later.day
    return current


def _is_same(one: Place, other: Place) -> bool:
    return one.kind == other.kind and search_key(one.name) == search_key(other.name)
