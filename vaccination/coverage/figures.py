"""The figures of a campaign in an area: totals, targets, rows, days. The number of statements never grows."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from hssk.areas.models import AdministrativeUnit
from hssk.look.words import short_date
from registration.campaigns.models import PriorityGroup
from vaccination.counts.figures import Slice, sums
from vaccination.coverage.models import Target
from vaccination.coverage.populations import People, Populations, populations_in
from vaccination.coverage.question import GroupBy, Question
from vaccination.coverage.tally import Tally, share, tallied, total_of

NOBODY_KNOWS = People()
KEY_OF = {GroupBy.COMMUNE: "area_id", GroupBy.GROUP: "group_id", GroupBy.DAY: "on"}


@dataclass(frozen=True)
class Row:
    """One commune, group or day: counts of the days asked for, and those up to the last of them."""

    key: str
    label: str
    tally: Tally
    so_far: Tally
    people: People = NOBODY_KNOWS
    # What the row's share is taken of: residents of a commune, those registered of a group.
    registered: int | None = None

    @property
    def coverage(self) -> float | None:
        """Share of adults with a first dose; of a group, share of those registered."""
        if self.registered is not None:
            return share(self.so_far.doses[1], self.registered)
        return share(self.so_far.adult_doses[1], self.people.adults)

    @property
    def of_everyone(self) -> float | None:
        """Share of the whole population with a first dose."""
        return share(self.so_far.doses[1], self.people.everyone)


@dataclass(frozen=True)
class Progress:
    """A target and how far it is reached; `wanted` and `missing` are persons, None without a population."""

    target: Target
    reached: int
    people: int | None

    @property
    def share(self) -> float | None:
        return share(self.reached, self.people)

    @property
    def target_share(self) -> Decimal:
        return self.target.share_percent / 100

    @property
    def wanted(self) -> int | None:
        if self.people is None:
            return None
        return int((self.people * self.target_share).to_integral_value("ROUND_CEILING"))

    @property
    def missing(self) -> int | None:
        return None if self.wanted is None else max(self.wanted - self.reached, 0)


@dataclass(frozen=True)
class Coverage:
    """The answer to a question."""

    question: Question
    as_of: datetime
    total: Tally
    so_far: Tally
    people: People
    sources: tuple[str, ...]
    targets: list[Progress]
    rows: list[Row]
    # Every day up to the last one asked for, ascending.
    days: dict[date, Tally]

    @property
    def over_everybody(self) -> bool:
        """Whether some share is over 100%, which wants a word of explanation."""
        shares = [self.of_all, *(row.coverage for row in self.rows)]
        return any(each is not None and each > 1 for each in shares)

    @property
    def of_all(self) -> float | None:
        return share(self.so_far.adult_doses[1], self.people.adults)


def coverage_of(question: Question, *, now: datetime) -> Coverage:
    """Counts within the days asked for; shares and targets count from the campaign's beginning to the last day."""
    until = Slice(question.campaign.pk, question.paths, None, question.to_day)
    days = tallied(counts_by("on", until))
    so_far = days if question.group_by == GroupBy.DAY else tallied(counts_by(KEY_OF[GroupBy(question.group_by)], until))
    within = so_far
    if question.from_day:
        within = tallied(counts_by(KEY_OF[GroupBy(question.group_by)], replace(until, from_day=question.from_day)))
    populations = populations_in(question.paths, on=question.to_day or localdate(now))
    reached, people = total_of(so_far), populations.total()
    return Coverage(
        question=question,
        as_of=now,
        total=total_of(within),
        so_far=reached,
        people=people,
        sources=populations.sources,
        targets=progress(question, reached, people),
        rows=ROWS[GroupBy(question.group_by)](question, within, so_far, populations),
        days=dict(sorted(days.items())),
    )


def counts_by(key: str, of: Slice) -> list[tuple[Any, ...]]:
    """Counts as `tallied` wants them."""
    return sums(of, by=[key, "metric", "dose_number", "age_band"])


def progress(question: Question, reached: Tally, people: People) -> list[Progress]:
    """How far each target of the campaign is reached by these people."""
    return [
        Progress(target, reached.reached(target.basis, target.dose_number), people.of(target.basis))
        for target in Target.objects.filter(campaign=question.campaign)
    ]


Tallies = dict[Any, Tally]


def commune_rows(question: Question, within: Tallies, so_far: Tallies, populations: Populations) -> list[Row]:
    """Every commune that has people or counts, by code."""
    areas = AdministrativeUnit.objects.filter(pk__in={*so_far, *populations.by_area}).order_by("code", "valid_from")
    return [
        Row(
            key=area.code,
            label=area.name,
            tally=within.get(area.pk, Tally()),
            so_far=so_far.get(area.pk, Tally()),
            people=populations.by_area.get(area.pk, NOBODY_KNOWS),
        )
        for area in areas
    ]


def group_rows(question: Question, within: Tallies, so_far: Tallies, _populations: Populations) -> list[Row]:
    """Every priority group of the campaign in its order, and those vaccinated without one."""
    groups = PriorityGroup.objects.filter(campaign=question.campaign)
    named: list[tuple[int | None, str, str]] = [(group.pk, group.code, str(group)) for group in groups]
    if None in so_far:
        named.append((None, "", "–"))
    return [
        Row(code, label, within.get(key, Tally()), (done := so_far.get(key, Tally())), registered=done.registered)
        for key, code, label in named
    ]


def day_rows(_question: Question, within: Tallies, _so_far: Tallies, _populations: Populations) -> list[Row]:
    """Every day on which something was counted."""
    return [Row(day.isoformat(), short_date(day), tally, Tally()) for day, tally in sorted(within.items())]


ROWS = {GroupBy.COMMUNE: commune_rows, GroupBy.GROUP: group_rows, GroupBy.DAY: day_rows}
