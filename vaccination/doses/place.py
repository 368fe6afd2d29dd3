"""Where a dose without appointment was given, who injected, and whose history may be read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for
from hssk.accounts.models import User
from hssk.accounts.roles import PERMISSIONS, May
from hssk.refusals import Invalid, NotYours
from registration.campaigns.models import Campaign
from registration.campaigns.policy import campaign_by
from registration.people.models import Person
from vaccination.doses.models import Dose
from vaccination.facilities.find import facility_by
from vaccination.facilities.models import Employment, Facility
from vaccination.sessions.models import Session
from vaccination.stock.lots import lot_by_id
from vaccination.stock.models import Lot


@dataclass(frozen=True, slots=True)
class Place:
    """A facility, the campaign that the dose counts for, and the session if there was one."""

    facility: Facility
    campaign: Campaign
    session: Session | None = None


def place_of(*, session_id: UUID | None, facility: str, campaign: str, on: date, by: User) -> Place:
    """The place where `by` may vaccinate.

    Raises NotYours where they do not work, PermissionDenied where they work but may not vaccinate,
    Invalid when neither session nor facility is named or no campaign runs there on that day.
    """
    if session_id:
        rows = Session.objects.filter(facility__in=facilities_for(by, May.WORK_SESSION))
        session = rows.select_related("facility", "campaign").filter(pk=session_id).first()
        if session is None:
            raise NotYours(_("Không tìm thấy buổi tiêm."))
        return checked(Place(session.facility, session.campaign, session), by)
    if not facility:
        words = _("Cho biết buổi tiêm hoặc cơ sở.")
        raise Invalid(words, fields={"session": words})
    found = facility_by(facility)
    if found.pk not in facilities_for(by, May.WORK_SESSION):
        raise NotYours(_("Không tìm thấy cơ sở."))
    return checked(Place(found, campaign_by(campaign) if campaign else running_at(found, on)), by)


def checked(place: Place, by: User) -> Place:
    """The place, if `by` may vaccinate there."""
    if place.facility.pk not in facilities_for(by, May.VACCINATE):
        raise PermissionDenied
    return place


def running_at(facility: Facility, on: date) -> Campaign:
    """The campaign that runs where the facility is; the one that began last, should there be several."""
    running = Campaign.objects.filter(starts_on__lte=on, ends_on__gte=on).select_related("area")
    for campaign in running.order_by("-starts_on", "code"):
        if facility.area.is_within(campaign.area):
            return campaign
    words = _("Không có chiến dịch nào tại cơ sở này vào ngày đó.")
    raise Invalid(words, fields={"campaign": words})


def lot_at(session: Session | None, lot_id: UUID | None) -> Lot:
    """The lot named, else the session's; raises Invalid when there is neither."""
    chosen = lot_id or (session and session.lot_id)
    if not chosen:
        words = _("Chọn lô vắc xin.")
        raise Invalid(words, fields={"lot": words})
    return lot_by_id(chosen)


def staff_of(facility: Facility, user_id: UUID | None, *, by: User) -> User:
    """Who injected: `by` unless another of the facility's vaccinators is named; raises Invalid for others."""
    if user_id is None or user_id == by.pk:
        return by
    for one in vaccinators_at(facility):
        if one.pk == user_id:
            return one
    words = _("Người này không tiêm tại cơ sở.")
    raise Invalid(words, fields={"vaccinator": words})


def vaccinators_at(facility: Facility) -> list[User]:
    """Staff who may inject at a facility."""
    roles = [role for role, may in PERMISSIONS.items() if May.VACCINATE in may]
    working = Employment.objects.filter(facility=facility, ended_at__isnull=True, role__in=roles)
    return list(User.objects.filter(pk__in=working.values("user"), is_active=True).order_by("full_name"))


def visible_person(person_id: UUID, asker: Any) -> Person:
    """A person whose doses `asker` may read: looked after, of the area, or vaccinated in the facility."""
    found = Person.objects.visible_to(asker).filter(pk=person_id).first()
    if found is None and (dose := Dose.objects.visible_to(asker).filter(person=person_id).first()):
        found = dose.person
    if found is None:
        raise NotYours(_("Không tìm thấy người này."))
    return found
