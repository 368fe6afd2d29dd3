"""Which commune of today a line means. Codes decide, old or new; names are for reading."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from hssk.accounts.access import paths_for
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key, split_kind_key
from hssk.areas.successors import Resolution, outcomes, resolve_commune_code
from registration.campaigns.models import Campaign
from registration.imports.remarks import Remark, failure, repair
from registration.imports.rows import Residence

FIELD = "commune_code"


def communes_of(area: AdministrativeUnit) -> list[AdministrativeUnit]:
    """Communes of today in an area, also in one that a reform has ended."""
    inside = AdministrativeUnit.objects.communes().within(area)
    if area.valid_to is None:
        return list(inside.today())
    now = {each.unit.pk: each.unit for found in outcomes(inside).values() for each in found}
    return list(now.values())


def communes_for(campaign: Campaign, user: User) -> dict[int, AdministrativeUnit]:
    """Communes of the campaign whose lists `user` may bring in, by id."""
    paths = paths_for(user, May.IMPORT_LISTS)
    communes = communes_of(campaign.area)
    return {unit.pk: unit for unit in communes if any(unit.path.startswith(path) for path in paths)}


def campaigns_for(user: User) -> Q:
    """Campaigns whose area and the user's touch: one holds the other. Ended areas count for whoever is there now."""
    found = Q(pk__in=[])
    for path in paths_for(user, May.IMPORT_LISTS):
        above = ["/".join(path.split("/")[:depth]) + "/" for depth in range(2, path.count("/") + 1)]
        found |= Q(area__path__startswith=path) | Q(area__path__in=above) | Q(area__valid_to__isnull=False)
    return found


class Places:
    """Answers for the lines of one file, remembering each code it has seen."""

    def __init__(self, allowed: Mapping[int, AdministrativeUnit]) -> None:
        self.allowed = allowed
        self.seen: dict[tuple[str, ...], Residence] = {}
        self.by_name: dict[str, list[AdministrativeUnit]] = {}
        for unit in allowed.values():
            for key in {search_key(unit.name), unit.name_key}:
                self.by_name.setdefault(key, []).append(unit)

    def residence(self, cells: Mapping[str, str]) -> Residence:
        """The commune of a line."""
        codes = tuple(cells.get(field, "") for field in ("province_code", "district_code", "commune_code"))
        if not codes[2]:
            return self.named(cells.get("commune_name", ""))
        if codes not in self.seen:
            self.seen[codes] = self.chosen(resolve_commune_code(*codes))
        return self.seen[codes]

    def chosen(self, found: Resolution) -> Residence:
        """The best answer within reach; of a split commune its main part, else the only part within reach."""
        possible = [unit for unit in (found.commune, *found.alternatives) if unit and unit.pk in self.allowed]
        if not possible:
            return Residence(None, (self.outside(found),))
        if found.is_certain:
            return Residence(possible[0].pk)
        if found.commune in possible or len(possible) == 1:
            return Residence(possible[0].pk, (self.took(possible[0], found),))
        names = ", ".join(f"{unit.name} ({unit.code})" for unit in possible)
        words = _("%(note)s. Ghi rõ mã xã hiện nay: %(names)s.") % {"note": found.note.rstrip("."), "names": names}
        return Residence(None, (failure(FIELD, "several_communes", words),))

    def outside(self, found: Resolution) -> Remark:
        """Why no commune fits: nobody knows the code, or it is another's."""
        if found.commune is None:
            return failure(FIELD, "unknown_commune", found.note or _("Không rõ mã xã."))
        words = _("%(name)s không thuộc chiến dịch này hoặc không thuộc địa bàn của Ông/Bà.")
        return failure(FIELD, "commune_outside", words % {"name": found.commune.name})

    def took(self, unit: AdministrativeUnit, found: Resolution) -> Remark:
        """What was chosen, and what it may be instead."""
        words = _("%(note)s. Đã lấy %(name)s (%(code)s).")
        values = {"note": found.note.rstrip("."), "name": unit.name, "code": unit.code}
        return repair(FIELD, "commune_chosen", words % values)

    def named(self, name: str) -> Residence:
        """Without a code, a name that only one commune within reach bears will do."""
        key = search_key(name)
        if not key:
            return Residence(None, (failure(FIELD, "commune_missing", _("Thiếu mã xã/phường.")),))
        units = self.by_name.get(key) or self.by_name.get(split_kind_key(key)[1], [])
        if len(units) == 1:
            words = _("Thiếu mã xã: đã hiểu theo tên là %(name)s (%(code)s).")
            values = {"name": units[0].name, "code": units[0].code}
            return Residence(units[0].pk, (repair(FIELD, "commune_by_name", words % values),))
        words = _("Thiếu mã xã/phường; tên xã không đủ để biết là xã nào.")
        return Residence(None, (failure(FIELD, "commune_missing", words),))
