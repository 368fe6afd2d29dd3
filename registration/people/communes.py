"""The commune of today that a code means."""

from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit
from hssk.areas.successors import Resolution, resolve_commune_code
from hssk.refusals import Invalid
from registration.campaigns.policy import kept


def commune_by_code(code: str) -> AdministrativeUnit:
    """The commune with this code today, or what an older code certainly became.

    Raises Invalid, with field `commune`, when there is none or several may be meant (they are named).
    """
    found = kept(("commune", code), lambda: _today(code))
    if found is None:
        meant = resolve_commune_code(None, None, code)
        if not meant.is_certain or meant.commune is None:
            words = _unclear(code, meant)
            raise Invalid(words, code="unknown_commune", fields={"commune": words})
        found = meant.commune
    return found


def _today(code: str) -> AdministrativeUnit | None:
    return AdministrativeUnit.objects.today().communes().filter(code=code).select_related("parent").first()


def _unclear(code: str, meant: Resolution) -> str:
    names = ", ".join(f"{unit.code} {unit.name}" for unit in meant.alternatives[:8])
    if names:
        return _("Mã xã %(code)s có thể là: %(names)s. Hãy chọn một mã.") % {"code": code[:10], "names": names}
    return _("Không có xã, phường mang mã %(code)s.") % {"code": code[:10]}
