"""Standing people, and one of everything: so that every address is tried by somebody who must not get in."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import Role
from hssk.accounts.tokens import issue_token
from hssk.audit.record import Actor
from registration.campaigns.models import Campaign
from registration.imports.models import ImportBatch
from registration.people.models import Person
from registration.sign_in.models import CitizenAccount
from tests import factories as make
from vaccination.certificates.issue import certify
from vaccination.certificates.load import load_product_codes
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment, Plan
from vaccination.sessions.models import Session

WHO = {
    "stranger": "nobody signed in",
    "guardian": "the citizen who looks after the person",
    "citizen": "another citizen",
    "vaccinator": "works at the facility",
    "screener": "works at the facility",
    "vaccinator elsewhere": "works in another province",
    "commune officer": "of the person's commune",
    "provincial officer": "of the person's province",
    "officer elsewhere": "of another province",
    "national viewer": "sees figures of the whole country",
    "auditor": "sees the audit trail",
    "administrator": "grants roles",
}


@dataclass
class World:
    """One of everything, by the names that addresses use; and a browser for each person."""

    ids: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)


def build() -> World:
    """The world: a person of Mai Châu with an appointment today, and people of all kinds around."""
    world = World()
    elsewhere = make.make_commune("Xã Sa Pa", "03006", make.make_province("15", "Tỉnh Lào Cai"))
    campaign = make.make_campaign()
    facility = make.make_facility()
    people(world, facility, elsewhere)
    person = make.make_person()
    make.make_account(person, phone="+84912000001")
    registration = make.make_registration(person, campaign, state="scheduled")
    session = make.make_session(campaign, facility)
    session.slots.update(taken=1)
    appointment = Appointment.objects.create(
        registration=registration,
        person=person,
        campaign=campaign,
        session=session,
        slot=session.slots.first(),
        dose_number=1,
        state="announced",
    )
    officer = User.objects.get(username="provincial officer")
    plan = Plan.objects.create(
        campaign=campaign,
        area=campaign.area,
        from_day=timezone.localdate(),
        to_day=timezone.localdate() + timedelta(days=3),
        made_by=officer,
        input_digest="0" * 64,
    )
    world.ids = {
        "person": person.pk,
        "registration": registration.pk,
        "campaign": campaign.pk,
        "campaign code": campaign.code,
        "session": session.pk,
        "appointment": appointment.pk,
        "plan": plan.pk,
        "batch": batch_of(campaign, person, officer).pk,
        "certificate": certificate_of(person, session, officer),
        "facility": facility.pk,
    }
    return world


def batch_of(campaign: Campaign, person: Person, officer: User) -> ImportBatch:
    """A list of the person's commune, under review."""
    return ImportBatch.objects.create(
        campaign=campaign, area=person.area, file_name="ds.xlsx", file_sha256="0" * 64, uploaded_by=officer
    )


def certificate_of(person: Person, session: Session, nurse: User) -> uuid.UUID:
    """The certificate of a dose that the person had last week."""
    last_week = timezone.now() - timedelta(days=7)
    Dose.objects.create(
        person=person,
        campaign=session.campaign,
        disease=session.vaccine.disease,
        number=1,
        kind="basic",
        vaccine=session.vaccine,
        lot=make.make_lot(session.vaccine),
        facility=session.facility,
        given_at=last_week,
        recorded_at=last_week,
        vaccinator=nurse,
        recorded_by=nurse,
    )
    load_product_codes()
    return certify(person=person, by=nurse).certified[0].certificate.pk


def people(world: World, facility: Any, elsewhere: Any) -> None:
    """A browser for each kind of person."""
    far = make.make_facility("Trạm Y tế xã Sa Pa", area=elsewhere)
    here = facility.area
    actors: dict[str, Actor | None] = {
        "stranger": None,
        "guardian": CitizenAccount.objects.create(phone="+84912000001"),
        "citizen": CitizenAccount.objects.create(phone="+84912000002"),
        "vaccinator": make.make_clinician(facility, username="vaccinator"),
        "screener": make.make_clinician(facility, Role.SCREENER, username="screener"),
        "vaccinator elsewhere": make.make_clinician(far, username="vaccinator elsewhere"),
        "commune officer": make.make_staff(Role.COMMUNE_OFFICER, here, username="commune officer"),
        "provincial officer": make.make_staff(username="provincial officer"),
        "officer elsewhere": make.make_staff(area=elsewhere.parent, username="officer elsewhere"),
        "national viewer": national(Role.NATIONAL_VIEWER),
        "auditor": national(Role.AUDITOR),
        "administrator": national(Role.ADMINISTRATOR),
    }
    for name, actor in actors.items():
        world.clients[name], world.headers[name] = browser_of(actor)


def national(role: Role) -> User:
    """A member of staff whose role has no area."""
    user = User.objects.create_user(str(uuid.uuid4()), make.PASSWORD, full_name="Cán bộ trung ương")
    RoleGrant.objects.create(user=user, role=role)
    return user


def browser_of(actor: Actor | None) -> tuple[Client, dict[str, str]]:
    """A signed-in browser, and the header that a program of the same person sends."""
    client = Client(raise_request_exception=False)
    if actor is None:
        return client, {}
    if isinstance(actor, User):
        client.force_login(actor)
    else:
        session = client.session
        session["citizen"] = str(actor.actor_id)
        session.save()
    return client, {"Authorization": f"Bearer {issue_token(actor)}"}
