"""Geometry of the charts, worked out here so that templates only draw (and escape)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hssk.look.words import decimal, number, percent, short_date

PLOT_HEIGHT = 168
TOP = 20
TICKS_ON_DAYS = 5


@dataclass(frozen=True)
class Bar:
    """One bar: `width` is its length in per cent of the drawing."""

    label: str
    value: str
    width: str
    met: bool
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """A drawing of bars, and where its target line stands."""

    bars: Sequence[Bar]
    target: str = ""
    target_at: str = ""


def cell(row: Any, name: str, default: Any = "") -> Any:
    """A value of a row given as a mapping or as an object."""
    return row.get(name, default) if isinstance(row, Mapping) else getattr(row, name, default)


def at(value: Decimal, top: Decimal) -> str:
    """Where `value` stands between 0 and `top`, in per cent with a point (SVG knows no comma)."""
    share = min(max(value / top, Decimal(0)), Decimal(1)) if top else Decimal(0)
    return f"{share * 100:.2f}"


def bars(rows: Iterable[Any], *, target: Any = None, share: bool = True) -> Bars:
    """Bars from rows of `label`, `value` (and `href`, `note`, `target`); shares are 0 to 1."""
    say = percent if share else number
    known = [(row, decimal(cell(row, "value", None))) for row in rows]
    line = decimal(target) if target is not None else None
    top = max([value for _row, value in known if value is not None] + ([line] if line else []), default=Decimal(0))
    top = max(top, Decimal(1)) if share else top
    drawn = [
        Bar(
            label=str(cell(row, "label")),
            value=say(value),
            width=at(value or Decimal(0), top),
            met=line is None or (value is not None and value >= line),
            href=str(cell(row, "href") or ""),
            note=str(cell(row, "note") or ""),
        )
        for row, value in known
    ]
    return Bars(drawn, say(line) if line is not None else "", at(line, top) if line is not None else "")


@dataclass(frozen=True)
class Point:
    """One day of one line."""

    x: str
    y: str
    day: str
    value: str


@dataclass(frozen=True)
class Line:
    """One line: `path` lies in a square of 100 by 100."""

    label: str
    path: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Lines:
    """A drawing of lines over days, with marks on both axes."""

    lines: Sequence[Line]
    heights: Sequence[tuple[str, str]]
    days: Sequence[tuple[str, str]]
    table: Sequence[tuple[str, Sequence[str]]]


def round_up(value: Decimal) -> Decimal:
    """The next 1, 2, 4, 6 or 8 times a power of ten: a top that divides by two in whole numbers."""
    if value <= 2:
        return Decimal(2)
    power = Decimal(10) ** (len(str(int(value))) - 1)
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


def y_of(value: Decimal, top: Decimal) -> str:
    """Height of a value in pixels from the top of the drawing."""
    return f"{TOP + PLOT_HEIGHT * (1 - float(value / top)):.1f}"


def day_word(day: Any) -> str:
    """A day in full, or the word given instead."""
    return short_date(day) or str(day)


def marks_on_days(days: Sequence[Any]) -> list[tuple[str, str]]:
    """At most five marks, first and last always: (x, word)."""
    last = len(days) - 1
    steps = min(TICKS_ON_DAYS - 1, last) or 1
    places = sorted({round(last * step / steps) for step in range(steps + 1)})
    return [(f"{100 * place / last if last else 0:.2f}", day_word(days[place])[:5]) for place in places]


def line_of(label: str, days: Sequence[Any], values: Sequence[Decimal], top: Decimal) -> Line:
    """One line through its values."""
    last = max(len(days) - 1, 1)
    xs = [100 * place / last for place in range(len(days))]
    path = " ".join(f"{x:.2f},{100 * (1 - float(value / top)):.2f}" for x, value in zip(xs, values, strict=True))
    points = [
        Point(f"{x:.2f}", y_of(value, top), day_word(day), number(value))
        for x, day, value in zip(xs, days, values, strict=True)
    ]
    return Line(label, path, points)


def lines(days: Sequence[Any], series: Sequence[Any]) -> Lines:
    """Lines from `series` of `label` and `values`, one value for each of `days`."""
    named = [(str(cell(one, "label")), [decimal(v) or Decimal(0) for v in cell(one, "values", ())]) for one in series]
    if not days:
        return Lines((), (), (), ())
    top = round_up(max((value for _label, values in named for value in values), default=Decimal(0)))
    heights = [(y_of(value, top), number(value)) for value in (top, top / 2, Decimal(0))]
    table = [(day_word(day), [number(values[place]) for _label, values in named]) for place, day in enumerate(days)]
    drawn = [line_of(label, days, values, top) for label, values in named]
    return Lines(drawn, heights, marks_on_days(days), table)
