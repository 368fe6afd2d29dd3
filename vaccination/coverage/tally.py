"""Adding counts up: pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vaccination.counts.ages import ADULT_BANDS
from vaccination.counts.metrics import Metric
from vaccination.coverage.models import Basis


@dataclass
class Tally:
    """Counts of one row: registrations, appointments, doses by number, and of these the adults'."""

    registered: int = 0
    scheduled: int = 0
    doses: Counter[int] = field(default_factory=Counter)
    adult_doses: Counter[int] = field(default_factory=Counter)

    def add(self, metric: str, dose_number: int, age_band: str, amount: int) -> None:
        """Take in one count."""
        if metric == Metric.VACCINATED:
            self.doses[dose_number] += amount
            self.adult_doses[dose_number] += amount if age_band in ADULT_BANDS else 0
        elif metric == Metric.SCHEDULED:
            self.scheduled += amount
        elif metric == Metric.REGISTERED:
            self.registered += amount

    def take_in(self, other: "Tally") -> None:
        """Add another row."""
        self.registered += other.registered
        self.scheduled += other.scheduled
        self.doses.update(other.doses)
        self.adult_doses.update(other.adult_doses)

    def reached(self, basis: str, dose_number: int) -> int:
        """How many of these people have had this dose."""
        return (self.adult_doses if basis == Basis.ADULTS else self.doses)[dose_number]


def tallied(counts: Iterable[tuple[Any, ...]]) -> dict[Any, Tally]:
    """Tallies by key, from rows of (key, metric, dose number, age band, amount)."""
    found: dict[Any, Tally] = {}
    for key, *count in counts:
        found.setdefault(key, Tally()).add(*count)
    return found


def total_of(tallies: Mapping[Any, Tally]) -> Tally:
    """All rows together."""
    total = Tally()
    for tally in tallies.values():
        total.take_in(tally)
    return total


def share(part: int, whole: int | None) -> float | None:
    """A share from 0 on (over 1 is possible: people are vaccinated where they do not live); None of nobody."""
    return part / whole if whole else None
