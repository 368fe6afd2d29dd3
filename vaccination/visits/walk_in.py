"""Somebody comes without an appointment here: person, registration and appointment in one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.areas.models import AdministrativeUnit
from hssk.look.words import vi_date
from hssk.refusals import Refused
from registration.campaigns.models import Campaign, PriorityGroup
from registration.people.create import add_person
from registration.people.known import find_known
from registration.people.models import Person
from registration.registrations.models import Registration, Source
from registration.registrations.submit import submit_registration
from vaccination.doses.history import history_of
from vaccination.planning.change_state import move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import EXPECTED, LIVE, State
from vaccination.planning.walk_in import add_walk_in
from vaccination.sessions.models import Session
from vaccination.sessions.seats import hold_open

# Ids of what a walk-in makes beside the appointment: the same request made again makes the same rows.
PERSON, REGISTRATION = "person", "registration"


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """What is asked of somebody who is not in the records, in under a minute."""

    full_name: str
    birth_date: date
    sex: str
    area: AdministrativeUnit
    birth_year_only: bool = False
    phone: str = ""
    documents: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def add_newcomer(*, id: UUID, session: Session, newcomer: Newcomer, by: User) -> Appointment:
    """Let in somebody by what they say of themselves; if they are known after all, the known person is let in."""
    known = find_known(
        full_name=newcomer.full_name,
        birth_date=newcomer.birth_date,
        area=newcomer.area,
        documents=list(newcomer.documents),
    )
    return let_in(id=id, session=session, person=known or made(newcomer, id, by), by=by)


def made(newcomer: Newcomer, id: UUID, by: User) -> Person:
    """A new person."""
    return add_person(
        id=uuid5(id, PERSON),
        full_name=newcomer.full_name,
        birth_date=newcomer.birth_date,
        birth_year_only=newcomer.birth_year_only,
        sex=newcomer.sex,
        area=newcomer.area,
        documents=list(newcomer.documents),
        phone=newcomer.phone,
        by=by,
    )


@transaction.atomic
def let_in(*, id: UUID, session: Session, person: Person, by: User) -> Appointment:
    """An appointment in this session for a known person; the one they have here already, when they have one.

    An appointment for another day or place is given up for this one. Raises Refused when they are being
    seen elsewhere right now, or the session is over.
    """
    hold_open([session.pk])  # before anything of this person is locked, see planning/change_state.py
    number = len([dose for dose in history_of(person) if dose.disease == session.campaign.disease]) + 1
    live = Appointment.objects.filter(
        person=person, campaign=session.campaign, dose_number=number, state__in=LIVE
    ).select_related("session__facility", "person", "registration")
    if (other := live.first()) and other.session_id == session.pk:
        return other
    if other:
        give_up(other, by)
    registration = registration_of(person, session.campaign) or registered(id, person, session.campaign, by)
    return add_walk_in(id=id, session=session, person=person, registration=registration, dose_number=number, by=by)


def give_up(other: Appointment, by: User) -> None:
    """Leave another day or place for this one; refused when the person is there already."""
    if other.state not in EXPECTED:
        facts = {"facility": other.session.facility.name, "day": vi_date(other.session.on)}
        raise Refused(_("Người này đang được tiếp nhận tại %(facility)s, %(day)s.") % facts, code="seen_elsewhere")
    if other.state == State.PLANNED:
        raise Refused(_("Người này nằm trong kế hoạch chưa công bố."), code="planned_elsewhere")
    move_appointment(appointment=other, to=State.CANCELLED, by=by)


def registration_of(person: Person, campaign: Campaign) -> Registration | None:
    """The wish that the person already has in the campaign."""
    return Registration.objects.live().filter(person=person, campaign=campaign).select_related("group").first()


def registered(id: UUID, person: Person, campaign: Campaign, by: User) -> Registration:
    """A registration made at the door, in the campaign's last group ("others")."""
    group = PriorityGroup.objects.filter(campaign=campaign).order_by("-rank", "-pk").first()
    if group is None:
        raise Refused(_("Chiến dịch chưa có nhóm ưu tiên."), code="no_group")
    registration, _new = submit_registration(
        id=uuid5(id, REGISTRATION),
        campaign=campaign,
        person=person,
        group=group,
        source=Source.WALK_IN,
        by=by,
        now=timezone.now(),
    )
    return registration
