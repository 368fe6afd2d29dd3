"""Opening a session: a place, a day, a shift, a vaccine and seats."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.look.words import short_date
from hssk.refusals import Invalid, NotYours, Refused, Words, refusing
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Facility
from vaccination.facilities.scope import require_manageable
from vaccination.sessions.arrival import SLOT_MINUTES, arrival_times, shared_out
from vaccination.sessions.models import ArrivalSlot, Session, SessionShift
from vaccination.stock.models import Lot, Vaccine

MOST_SEATS = 2000


class SessionRefused(Refused):
    """The session cannot be held so; `fields` says what to change."""

    code = "session_refused"
    status = 400


def open_session(
    *,
    id: UUID,
    campaign: Campaign,
    facility: Facility,
    on: date,
    shift: str,
    vaccine: Vaccine,
    lot: Lot | None,
    seats: int,
    slot_minutes: int,
    by: Actor,
) -> tuple[Session, bool]:
    """Open a session and split its seats among arrival slots; True when it is new.

    Sending the same id again returns the first session. Raises NotYours for a facility that `by` does not
    manage, SessionRefused (400) for what cannot be, Refused (409) when the facility already has this
    vaccine in this shift.
    """
    require_manageable(facility_id=facility.pk, what=May.MANAGE_SESSIONS, by=by)
    if known := Session.objects.filter(pk=id).first():
        return same(known, facility), False
    refuse_place(campaign, facility, on)
    refuse_vaccine(campaign, vaccine, lot, on)
    refuse_seats(seats, slot_minutes)
    values = {"campaign": campaign, "facility": facility, "on": on, "shift": SessionShift(shift)}
    with transaction.atomic(), refusing(Session):
        session, new = Session.objects.get_or_create(pk=id, defaults=values | {"vaccine": vaccine, "lot": lot})
        if not new:
            return same(session, facility), False
        ArrivalSlot.objects.bulk_create(slots_of(session, seats, slot_minutes))
        audit.record("session.opened", subject_kind="session", subject_id=session.pk, detail={"seats": seats}, by=by)
    return session, True


def same(known: Session, facility: Facility) -> Session:
    """The session that this id already made; another facility's is none of the asker's business."""
    if known.facility_id != facility.pk:
        raise NotYours(_("Không tìm thấy buổi tiêm."))
    return known


def slots_of(session: Session, seats: int, minutes: int) -> list[ArrivalSlot]:
    """Unsaved slots; those that would get no seat are left out."""
    starts = arrival_times(session.on, session.shift, minutes)
    shares = shared_out(seats, len(starts))
    return [
        ArrivalSlot(session=session, starts_at=at, seats=here) for at, here in zip(starts, shares, strict=True) if here
    ]


def refuse(field: str, words: Words) -> None:
    """Say no beside the field that must change."""
    raise SessionRefused(words, fields={field: words})


def refuse_place(campaign: Campaign, facility: Facility, on: date) -> None:
    """The day lies within the campaign, the facility within its area, and it works on that day."""
    if not campaign.starts_on <= on <= campaign.ends_on:
        days = {"from": short_date(campaign.starts_on), "to": short_date(campaign.ends_on)}
        refuse("on", _("Chiến dịch kéo dài từ %(from)s đến %(to)s.") % days)
    if not facility.area.is_within(campaign.area):
        refuse("facility", _("Cơ sở này không thuộc địa bàn của chiến dịch."))
    if (facility.opens_on and on < facility.opens_on) or (facility.closes_on and on > facility.closes_on):
        refuse("on", _("Cơ sở này không hoạt động vào ngày đó."))


def refuse_vaccine(campaign: Campaign, vaccine: Vaccine, lot: Lot | None, on: date) -> None:
    """The vaccine is for the campaign's disease, and the lot is of it and usable on the day."""
    if vaccine.disease != campaign.disease:
        refuse("vaccine", _("Vắc xin này không dùng cho chiến dịch phòng %(disease)s.") % {"disease": campaign.disease})
    if lot is None:
        return
    if lot.vaccine_id != vaccine.pk:
        refuse("lot", _("Lô %(lot)s không phải của vắc xin %(vaccine)s.") % {"lot": lot.number, "vaccine": vaccine})
    if lot.expires_on < on:
        expiry = {"lot": lot.number, "day": short_date(lot.expires_on)}
        refuse("lot", _("Lô %(lot)s hết hạn ngày %(day)s, trước buổi tiêm.") % expiry)
    if lot.blocked_at:
        refuse("lot", _("Lô %(lot)s đang bị ngừng sử dụng.") % {"lot": lot.number})


def refuse_seats(seats: int, minutes: int) -> None:
    """At least one seat, not absurdly many, in slots of half an hour or an hour."""
    if not 1 <= seats <= MOST_SEATS:
        words = _("Số chỗ từ 1 đến %(most)s.") % {"most": MOST_SEATS}
        raise Invalid(words, fields={"seats": words})
    if minutes not in SLOT_MINUTES:
        wrong = _("Khung giờ dài 30 hoặc 60 phút.")
        raise Invalid(wrong, fields={"slot_minutes": wrong})
