"""How many people live where: the newest figure of each commune on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from hssk.accounts.access import within_areas
from vaccination.coverage.models import Basis, Population


@dataclass(frozen=True)
class People:
    """Residents of a commune, or of several; None where nobody has said how many."""

    everyone: int | None = None
    adults: int | None = None

    def of(self, basis: str) -> int | None:
        """By whom a share is taken of."""
        return self.adults if basis == Basis.ADULTS else self.everyone


@dataclass(frozen=True)
class Populations:
    """Figures by area id, and where they come from."""

    by_area: Mapping[int, People]
    sources: tuple[str, ...]

    def total(self) -> People:
        """Everybody in these areas."""
        return People(*(summed(getattr(one, name) for one in self.by_area.values()) for name in ("everyone", "adults")))


def summed(figures: Iterable[int | None]) -> int | None:
    """The sum of those that are known; None when none is."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def populations_in(paths: Iterable[str], *, on: date) -> Populations:
    """Figures of the communes in `paths`, as known on that day."""
    rows = Population.objects.filter(within_areas("area", paths), as_of__lte=on)
    found: dict[int, dict[str, int]] = {}
    sources = set()
    for row in rows.order_by("area_id", "basis", "-as_of").distinct("area_id", "basis"):
        found.setdefault(row.area_id, {})[row.basis] = row.people
        sources.add(row.source)
    by_area = {area: People(each.get(Basis.EVERYONE), each.get(Basis.ADULTS)) for area, each in found.items()}
    return Populations(by_area, tuple(sorted(sources)))
