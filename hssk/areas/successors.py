"""What became of a unit, and which commune of today a code on an old list means."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit, Level, Succession


@dataclass(frozen=True)
class Outcome:
    """A unit of today that an older one led to; partial if only a part of the old one went there."""

    unit: AdministrativeUnit
    is_partial: bool = False
    is_default: bool = True

    def after(self, step: Succession) -> "Outcome":
        """One reform further on."""
        return Outcome(step.successor, self.is_partial or step.is_partial, self.is_default and step.is_default)


@dataclass(frozen=True)
class Resolution:
    """The commune of today that a list means. With a note when somebody should look at it.

    `commune` is the best answer or None; `alternatives` are the others it may be.
    """

    commune: AdministrativeUnit | None
    alternatives: tuple[AdministrativeUnit, ...] = ()
    note: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to look."""
        return self.commune is not None and not self.note


def successors_of(unit: AdministrativeUnit) -> list[Succession]:
    """What `unit` became at its end, the main part first; empty while it lasts."""
    return list(unit.succeeded_by.select_related("successor").order_by("-is_default", "successor__name_key"))


def today_for(unit: AdministrativeUnit) -> list[AdministrativeUnit]:
    """The units of today that `unit` became, the main part first; itself while it lasts."""
    return [outcome.unit for outcome in outcomes([unit])[unit.pk]]


def outcomes(units: Iterable[AdministrativeUnit], *, on: date | None = None) -> dict[int, list[Outcome]]:
    """For each unit's id what it is on a day (today), the main part first. One query per reform passed."""
    day = on or timezone.localdate()
    trails = [(unit.pk, Outcome(unit)) for unit in units]
    reached: dict[int, dict[int, Outcome]] = {origin: {} for origin, _outcome in trails}
    while trails:
        ended = [trail for trail in trails if not _lasts(trail[1].unit, day)]
        for origin, outcome in trails:
            if _lasts(outcome.unit, day):
                _add(reached[origin], outcome)
        trails = _one_reform_on(ended)
    return {origin: sorted(found.values(), key=_main_part_first) for origin, found in reached.items()}


def _lasts(unit: AdministrativeUnit, day: date) -> bool:
    return unit.valid_to is None or unit.valid_to > day


def _add(found: dict[int, Outcome], outcome: Outcome) -> None:
    """Two ways may lead to one unit: then it got as much as the better of them says."""
    other = found.get(outcome.unit.pk, outcome)
    found[outcome.unit.pk] = replace(
        outcome,
        is_partial=outcome.is_partial and other.is_partial,
        is_default=outcome.is_default or other.is_default,
    )


def _main_part_first(outcome: Outcome) -> tuple[bool, str]:
    return (not outcome.is_default, outcome.unit.path)


def _one_reform_on(ended: list[tuple[int, Outcome]]) -> list[tuple[int, Outcome]]:
    if not ended:
        return []
    steps: dict[int, list[Succession]] = {}
    ids = {outcome.unit.pk for _origin, outcome in ended}
    for step in Succession.objects.filter(predecessor__in=ids).select_related("successor__parent"):
        steps.setdefault(step.predecessor_id, []).append(step)
    return [(origin, outcome.after(step)) for origin, outcome in ended for step in steps.get(outcome.unit.pk, [])]


def lineage_paths(province: AdministrativeUnit) -> list[str]:
    """Paths of `province` and of every older one that went into it."""
    paths, generation = [province.path], [province.pk]
    while generation:
        earlier = list(
            Succession.objects.filter(successor__in=generation).values_list("predecessor_id", "predecessor__path")
        )
        paths += [path for _pk, path in earlier]
        generation = [pk for pk, _path in earlier]
    return paths


def resolve_commune_code(
    province_code: str | int | None, district_code: str | int | None, commune_code: str | int | None
) -> Resolution:
    """The commune of today that the codes of a list mean, whichever era the list is from.

    Codes may have lost their leading zeros in Excel. A district code says that the list is older than
    2025-07-01; without one a code of today goes before the same code of then.
    """
    province, district, code = _padded(province_code, 2), _padded(district_code, 3), _padded(commune_code, 5)
    bearers = list(AdministrativeUnit.objects.communes().filter(code=code)) if code else []
    meant = [unit for unit in bearers if _fits(unit, province, district)]
    if not bearers:
        return _somewhere_in_district(province, district, code)
    if not meant:
        note = _("Mã xã %(code)s không thuộc huyện, tỉnh đã ghi.") % {"code": code}
        return Resolution(None, _distinct(bearers), note)
    answer = _preferring_today(meant) if not district else _one_or_split(meant)
    return answer if answer.commune or answer.alternatives else _somewhere_in_district(province, district, code)


def _padded(code: str | int | None, width: int) -> str:
    text = str(code or "").strip().removesuffix(".0")  # Excel turns codes into 5200.0
    return text.zfill(width) if text else ""


def _codes(unit: AdministrativeUnit) -> list[str]:
    """Codes from the province down, out of the path."""
    return [step.split("-")[0] for step in unit.path.split("/")[1:-1]]


def _fits(unit: AdministrativeUnit, province: str, district: str) -> bool:
    codes = _codes(unit)
    return province in ("", codes[0]) and (not district or (len(codes) == Level.COMMUNE and codes[1] == district))


def _distinct(units: Iterable[AdministrativeUnit]) -> tuple[AdministrativeUnit, ...]:
    found = {o.unit.pk: o.unit for each in outcomes(list(units)).values() for o in each}
    return tuple(found.values())


def _preferring_today(meant: list[AdministrativeUnit]) -> Resolution:
    today = timezone.localdate()
    current = next((unit for unit in meant if _lasts(unit, today)), None)
    if current is None:
        return _one_or_split(meant)
    others = tuple(unit for unit in _distinct(meant) if unit != current)
    if not others:
        return Resolution(current)
    note = _("Mã %(code)s nay là %(name)s, trước 01/07/2025 là nơi khác.")
    return Resolution(current, others, note % {"code": current.code, "name": current.name})


def _one_or_split(meant: list[AdministrativeUnit]) -> Resolution:
    """The one commune they became; of several the main part, if one unit was split."""
    found = outcomes(meant)
    reached = _distinct(meant)
    if len(reached) <= 1:
        return Resolution(reached[0] if reached else None)
    main = {outcome.unit for each in found.values() for outcome in each if outcome.is_default}
    commune = main.pop() if len(main) == 1 else None
    alternatives = tuple(unit for unit in reached if unit != commune)
    return Resolution(commune, alternatives, became(meant[-1], reached))


def _somewhere_in_district(province: str, district: str, code: str) -> Resolution:
    """For a commune nobody knows: what its old district became."""
    districts = [
        unit
        for unit in AdministrativeUnit.objects.filter(level=Level.DISTRICT, code=district)
        if _fits(unit, province, district="")
    ]
    within = Q(pk__in=[])
    for unit in districts:
        within |= Q(path__startswith=unit.path)
    reached = _distinct(AdministrativeUnit.objects.filter(within))
    if len(reached) == 1:  # an island district that had no communes
        return Resolution(reached[0])
    note = _("Không rõ mã xã %(code)s.") % {"code": code or "—"}
    return Resolution(None, reached, note)


def became(former: AdministrativeUnit, now: Iterable[AdministrativeUnit]) -> str:
    """In words: "Xã Đồng Tân (Huyện Mai Châu cũ) nay thuộc Xã Mai Châu hoặc Xã Pà Cò"."""
    return _("%(former)s (%(parent)s cũ) nay thuộc %(now)s") % {
        "former": former.name,
        "parent": former.parent.name if former.parent else "",
        "now": _(" hoặc ").join(unit.name for unit in now),
    }
