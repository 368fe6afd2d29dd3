"""How the dashboard lays out its figures: tiles, the sentence of the day, the chart, the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.look import charts
from hssk.look.words import number, percent, short_date
from vaccination.coverage.figures import Coverage, Progress, Row
from vaccination.coverage.models import Basis
from vaccination.coverage.question import GroupBy, Question
from vaccination.coverage.tally import Tally

DAYS_SHOWN = 30


@dataclass(frozen=True)
class Line:
    """A row of the table, its bar, and where its name leads."""

    row: Row
    bar: charts.Bar
    href: str

    @property
    def dose_1(self) -> int:
        return self.row.tally.doses[1]

    @property
    def dose_2(self) -> int:
        return self.row.tally.doses[2]


@dataclass(frozen=True)
class Tile:
    """A figure at the top."""

    label: str
    value: str
    share: float | None = None
    target: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Board:
    """Everything drawn."""

    tiles: list[Tile]
    sentence: str
    days: list[date]
    series: list[dict[str, Any]]
    grouped: str
    by_commune: bool
    share_of: str
    lines: list[Line]
    target_line: str
    target_at: str


def board_of(coverage: Coverage) -> Board:
    """The dashboard of these figures."""
    question = coverage.question
    group_by = GroupBy(question.group_by)
    target = current_target(coverage) if group_by == GroupBy.COMMUNE else None
    rows = in_order(coverage.rows, group_by)
    drawn = charts.bars([{"value": row.coverage} for row in rows], target=target and target.target_share)
    last = question.to_day or timezone.localdate(coverage.as_of)
    days = days_drawn(question, timezone.localdate(coverage.as_of))
    shares = {GroupBy.COMMUNE: _("Ít nhất 1 mũi, từ 18 tuổi"), GroupBy.GROUP: _("Mũi 1 trên số đăng ký")}
    return Board(
        tiles=tiles(coverage, last),
        sentence=sentence(coverage, last),
        days=days,
        series=series(coverage, days),
        grouped=str(group_by.label),
        by_commune=group_by == GroupBy.COMMUNE,
        share_of=shares.get(group_by, ""),
        lines=[Line(row, bar, href_of(row, coverage)) for row, bar in zip(rows, drawn.bars, strict=True)],
        target_line=drawn.target,
        target_at=drawn.target_at,
    )


def current_target(coverage: Coverage) -> Progress | None:
    """The target for adults that is due next; the last one when all are past."""
    adults = [each for each in coverage.targets if each.target.basis == Basis.ADULTS]
    ahead = [each for each in adults if each.target.due_on >= timezone.localdate(coverage.as_of)]
    return next(iter(ahead or adults[-1:]), None)


def in_order(rows: list[Row], group_by: GroupBy) -> list[Row]:
    """Communes from the best covered down, days from the newest back, groups in their own order."""
    if group_by == GroupBy.COMMUNE:
        return sorted(rows, key=lambda row: (row.coverage is None, -(row.coverage or 0), row.label))
    return rows[::-1] if group_by == GroupBy.DAY else rows


def href_of(row: Row, coverage: Coverage) -> str:
    """A commune leads to its own days; other rows lead nowhere yet."""
    question = coverage.question
    if question.group_by != GroupBy.COMMUNE:
        return ""
    asked = {"campaign": question.campaign.pk, "area": row.key, "group_by": GroupBy.DAY.value}
    days = {"from": question.from_day, "to": question.to_day}
    return "?" + urlencode(asked | {name: day.isoformat() for name, day in days.items() if day})


def tiles(coverage: Coverage, day: date) -> list[Tile]:
    """Targets first, then how many are on their way."""
    today = coverage.days.get(day, Tally()).doses.total()
    return [
        *(target_tile(each) for each in coverage.targets),
        Tile(_("Đã đăng ký"), number(coverage.total.registered)),
        Tile(_("Lượt hẹn tiêm"), number(coverage.total.scheduled)),
        Tile(_("Mũi tiêm trong ngày"), number(today), note=short_date(day)),
    ]


def target_tile(progress: Progress) -> Tile:
    """A target, how far it is reached, and what is missing by when."""
    if progress.missing is None:
        note = _("Chưa có số dân.")
    elif progress.missing == 0:
        note = _("Đã đạt.")
    else:
        words = _("Còn thiếu %(missing)s người, hạn %(day)s.")
        note = words % {"missing": number(progress.missing), "day": short_date(progress.target.due_on)}
    target = progress.target
    return Tile(target.name, percent(progress.share), progress.share, progress.target_share, note)


def sentence(coverage: Coverage, day: date) -> str:
    """The sentence that reports of a day begin with."""
    today, so_far = coverage.days.get(day, Tally()).doses, coverage.so_far.doses
    words = _(
        "Trong ngày %(day)s tiêm được %(today)s mũi (mũi 1: %(today_1)s; mũi 2: %(today_2)s). Lũy kế đến hết ngày: "
        "%(total)s mũi, trong đó mũi 1: %(total_1)s; mũi 2: %(total_2)s."
    )
    counts = {
        "today": today.total(),
        "today_1": today[1],
        "today_2": today[2],
        "total": so_far.total(),
        "total_1": so_far[1],
        "total_2": so_far[2],
    }
    return words % {"day": short_date(day), **{name: number(count) for name, count in counts.items()}}


def days_drawn(question: Question, today: date) -> list[date]:
    """Days of the chart: those asked for, else the latest; never beyond the campaign, whatever is asked."""
    begins, ends = question.campaign.starts_on, max(question.campaign.ends_on, today)
    last = min(question.to_day or today, ends)
    if last < begins:
        return []
    return days_up_to(last, max(question.from_day or last - timedelta(DAYS_SHOWN - 1), begins))


def days_up_to(last: date, first: date) -> list[date]:
    """Every day from first to last."""
    return [first + timedelta(step) for step in range((last - first).days + 1)]


def series(coverage: Coverage, days: Iterable[date]) -> list[dict[str, Any]]:
    """Doses given on each day, a line for each of the first two doses."""
    doses = [coverage.days.get(day, Tally()).doses for day in days]
    return [
        {"label": _("Mũi %(number)s") % {"number": dose}, "values": [each[dose] for each in doses]} for dose in (1, 2)
    ]
