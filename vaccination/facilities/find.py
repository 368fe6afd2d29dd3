"""Finding a facility, or an area, by what programs and forms name it with."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit
from hssk.refusals import Invalid
from vaccination.facilities.models import Facility


def area_by(code: str) -> AdministrativeUnit:
    """The unit of today with this code; raises Invalid, with field `area`."""
    unit = AdministrativeUnit.objects.today().filter(code=code[:5]).first()
    if unit is None:
        words = _("Không có đơn vị hành chính mang mã này.")
        raise Invalid(words, code="unknown_area", fields={"area": words})
    return unit


def facility_by(reference: str) -> Facility:
    """The facility with this id or code; raises Invalid, with field `facility`."""
    try:
        wanted = Q(pk=uuid.UUID(reference))
    except ValueError:
        wanted = Q(code=reference)
    facility = Facility.objects.filter(wanted).select_related("area").first()
    if facility is None:
        words = _("Không có cơ sở này.")
        raise Invalid(words, code="unknown_facility", fields={"facility": words})
    return facility


def facilities_of(area: AdministrativeUnit) -> QuerySet[Facility]:
    """Facilities that stand in an area or serve a commune of it."""
    inside = Q(area__path__startswith=area.path)
    return Facility.objects.filter(inside | Q(catchment__path__startswith=area.path)).distinct()
