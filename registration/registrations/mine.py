"""Reading registrations, at the scope of the one who asks."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hssk.accounts.models import User
from hssk.areas.models import AdministrativeUnit
from hssk.audit.record import record_reading
from hssk.refusals import Invalid, NotYours
from registration.campaigns.models import Campaign
from registration.people.models import Person
from registration.registrations.models import Registration
from registration.registrations.rules import AlreadyRegistered
from registration.registrations.states import State


def registrations_for(asker: Any) -> QuerySet[Registration]:
    """Registrations that `asker` may see, loaded with all that is shown of them."""
    return Registration.objects.visible_to(asker).select_related("person__area", "group", "campaign", "consent_text")


def one_registration(registration_id: uuid.UUID, *, by: Any) -> Registration:
    """One of them; raises NotYours."""
    if (registration := registrations_for(by).filter(pk=registration_id).first()) is None:
        raise NotYours(_("Không tìm thấy đăng ký này."))
    return registration


def refuse_second(person: Person, campaign: Campaign) -> None:
    """Raise AlreadyRegistered early, before the questions; the constraint holds in any case."""
    if live := Registration.objects.live().filter(person=person, campaign=campaign).first():
        words = _("%(name)s đã đăng ký trong chiến dịch này, mã %(number)s.")
        raise AlreadyRegistered(words % {"name": person.full_name, "number": live.number})


def narrowed(registrations: QuerySet[Registration], by: Mapping[str, str]) -> QuerySet[Registration]:
    """Those with the state, group code, campaign code and area code that are named; raises Invalid for unknown ones."""
    if state := by.get("state"):
        if state not in State.values:
            words = _("Không có trạng thái này.")
            raise Invalid(words, fields={"state": words})
        registrations = registrations.filter(state=state)
    if group := by.get("group"):
        registrations = registrations.filter(group__code=group)
    if campaign := by.get("campaign"):
        registrations = registrations.filter(campaign__code=campaign)
    if area := by.get("area"):
        registrations = registrations.filter(_within(area))
    return registrations


def _within(code: str) -> Q:
    """Persons in the unit of today with this code, or below it."""
    unit = AdministrativeUnit.objects.today().filter(code=code[:5]).first()
    if unit is None:
        words = _("Không có đơn vị hành chính mang mã này.")
        raise Invalid(words, fields={"area": words})
    return Q(person__area__path__startswith=unit.path)


def read_by_staff(registrations: Iterable[Registration], *, reason: str, by: Any) -> None:
    """Note in the records of these persons that a member of staff read them; citizens read their own."""
    if isinstance(by, User) and (persons := {registration.person_id for registration in registrations}):
        record_reading(persons, reason=reason, by=by)
