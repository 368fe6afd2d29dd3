"""Figures for everybody: by commune, without cells so small that they point at persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registration.campaigns.models import Campaign
from vaccination.coverage.figures import Coverage, Row, coverage_of
from vaccination.coverage.question import Question
from vaccination.coverage.tally import share

SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class PublicRow:
    """A commune; None is a figure that is not shown."""

    key: str
    label: str
    dose_1: int | None
    dose_2: int | None
    people: int | None

    @property
    def share(self) -> float | None:
        """Share of the population with a first dose."""
        return None if self.dose_1 is None else share(self.dose_1, self.people)


@dataclass(frozen=True)
class PublicCoverage:
    """A campaign as everybody sees it."""

    whole: Coverage
    rows: list[PublicRow]

    @property
    def hidden(self) -> bool:
        """Whether some cell is not shown."""
        return any(None in (row.dose_1, row.dose_2) for row in self.rows)


def public_coverage(campaign: Campaign, *, now: datetime) -> PublicCoverage:
    """The campaign's coverage by commune."""
    whole = coverage_of(Question(campaign, (campaign.area.path,)), now=now)
    return PublicCoverage(whole, public_rows(whole.rows))


def public_rows(rows: Sequence[Row]) -> list[PublicRow]:
    """Rows with their small cells hidden."""
    first, second = (shown([row.so_far.doses[number] for row in rows]) for number in (1, 2))
    return [
        PublicRow(row.key, row.label, one, two, row.people.everyone)
        for row, one, two in zip(rows, first, second, strict=True)
    ]


def shown(column: Sequence[int]) -> list[int | None]:
    """A column without its cells of 1 to 4; a single hidden cell takes the next smallest with it.

    Otherwise the column's total less the cells shown would tell the hidden one.
    """
    hidden = {place for place, count in enumerate(column) if 0 < count < SMALLEST_SHOWN}
    others = [place for place, count in enumerate(column) if count >= SMALLEST_SHOWN]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda place: column[place]))
    return [None if place in hidden else count for place, count in enumerate(column)]
