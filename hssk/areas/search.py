"""Finds communes of today by what people type, including names that no longer exist."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key, split_kind_key, tidy
from hssk.areas.successors import became, lineage_paths, outcomes

EXACT, BEGINS, INSIDE = 0, 1, 2


@dataclass(frozen=True)
class Found:
    """A commune of today; when an old name led there, which one, and in words what became of it."""

    commune: AdministrativeUnit
    former: AdministrativeUnit | None = None
    note: str = ""


def search_communes(text: str, *, province: AdministrativeUnit | None = None, limit: int = 10) -> list[Found]:
    """Communes of today whose name, or a former name, begins with `text` or has a word that does.

    Accents do not matter, nor whether the kind is typed. What follows a comma narrows by district or
    province, old or new: "Đồng Tân, Mai Châu".
    """
    name, *around = [key for part in text.split(",") if (key := _key(part))] or [""]
    if not name:
        return []
    places = lineage_paths(province) if province else []
    matching = _ranked(name).filter(_all_around(around), _any_within(places)).select_related("parent")
    current = matching.filter(_lasting())[:limit]
    # An old name may lead to a commune that is found already, so more of them are looked at.
    former = matching.exclude(_lasting())[: 3 * limit]
    found: dict[int, Found] = {}
    for each in _followed(_closest_first([*current, *former], typed=tidy(text.split(",")[0]))):
        if province is None or each.commune.is_within(province):
            found.setdefault(each.commune.pk, each)
    return list(found.values())[:limit]


def _key(part: str) -> str:
    """The search key; in 2021 some wrote "Phường 08" for what we store as "Phường 8"."""
    return re.sub(r"\b0+(?=\d)", "", search_key(part))


def _closest_first(hits: list[Any], typed: str) -> list[Any]:
    """By rank; then names with the very accents that were typed, and those of today before former ones."""
    return sorted(hits, key=lambda unit: (unit.rank, typed.lower() not in unit.name.lower(), unit.valid_to is not None))


def _followed(hits: list[AdministrativeUnit]) -> Iterator[Found]:
    became_of = outcomes(hits)
    for unit in hits:
        now = [outcome.unit for outcome in became_of[unit.pk]]
        if now == [unit]:
            yield Found(unit)
        else:
            note = became(unit, now)
            yield from (Found(commune, unit, note) for commune in now)


def _lasting() -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=timezone.localdate())


def _begins(key: str, field: str = "name_key") -> Q:
    return Q(**{f"{field}__startswith": key}) | Q(**{f"{field}__contains": f" {key}"})


def _ranked(name: str) -> QuerySet[AdministrativeUnit]:
    """Communes that match, the closest first. The typed kind may be part of the name ("Xã Xà Phìn")."""
    kind, bare = split_kind_key(name)
    keys = Q(name_key=name) | Q(name_key=bare, kind=kind)
    starts = Q(name_key__startswith=name) | Q(name_key__startswith=bare, kind=kind)
    rank = Case(
        When(keys, then=Value(EXACT)),
        When(starts, then=Value(BEGINS)),
        default=Value(INSIDE),
        output_field=IntegerField(),
    )
    matching = AdministrativeUnit.objects.communes().filter(_begins(name) | (_begins(bare) & Q(kind=kind)))
    return matching.annotate(rank=rank).order_by("rank", "name_key", "path")


def _all_around(keys: list[str]) -> Q:
    """Each key names a district or province above."""
    narrowed = Q()
    for key in keys:
        bare = split_kind_key(key)[1]
        narrowed &= _begins(bare, "parent__name_key") | _begins(bare, "parent__parent__name_key")
    return narrowed


def _any_within(paths: list[str]) -> Q:
    within = Q()
    for path in paths:
        within |= Q(path__startswith=path)
    return within
