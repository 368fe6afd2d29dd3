"""A database for the benches: reference data, a small demo campaign, and whom the requests are about."""

import contextlib
import io
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from hssk.accounts.models import AccessToken, User
from hssk.accounts.tokens import hashed, issue_token
from hssk.audit.record import SYSTEM
from registration.campaigns.models import Campaign
from registration.campaigns.policy import consent_on, questions_on
from registration.people.facts import age_on
from registration.sign_in.models import CitizenAccount
from tests.bench.load import Call
from vaccination.demo.fill import taken_phones
from vaccination.demo.make import make_demo, world_of
from vaccination.demo.people import Invented, Numbers, new_id, people_of
from vaccination.demo.places import MAI_CHAU, Commune, make_communes
from vaccination.demo.write import write_people
from vaccination.sessions.models import Session
from vaccination.stock.book import book
from vaccination.stock.models import MovementKind


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A database of the bench's own beside the configured one, dropped on leaving."""
    configured = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        call_command("load_reference", stdout=io.StringIO())
        make_demo(people=500, seed=7, now=timezone.now())
        yield
    finally:
        connection.creation.destroy_test_db(configured, verbosity=0)


def invented(count: int) -> tuple[Commune, list[Invented]]:
    """Adults of Mai Châu whom nobody knows yet."""
    commune = next(each for each in make_communes() if each.area.code == MAI_CHAU)
    rng, today = Random("bench"), timezone.localdate()
    people = people_of(MAI_CHAU, 3 * count, Numbers(taken_phones()), rng, today)
    adults = [person for person in people if age_on(person.birth_date, today) >= 18]
    return commune, adults[:count]


def registrations(count: int) -> Iterator[Call]:
    """New people registering themselves, each from a phone of their own."""
    _commune, people = invented(count)
    accounts = [CitizenAccount(phone=f"+8499{place:07d}") for place in range(count)]
    keys = [uuid.uuid4().hex for _account in accounts]
    CitizenAccount.objects.bulk_create(accounts)
    AccessToken.objects.bulk_create(
        AccessToken(
            key_hash=hashed(key),
            subject_kind="citizen",
            subject_id=account.pk,
            expires_at=timezone.now() + timedelta(hours=2),
        )
        for key, account in zip(keys, accounts, strict=True)
    )
    campaign = Campaign.objects.get(is_demo=True)
    for key, person in zip(keys, people, strict=True):
        yield Call("/api/v1/registrations/", registration_body(campaign, person), {"Authorization": f"Bearer {key}"})


def registration_body(campaign: Campaign, person: Invented) -> bytes:
    """What an application sends."""
    today = timezone.localdate()
    consent = consent_on(today)
    body = {
        "id": str(uuid.uuid4()),
        "campaign": campaign.code,
        "group": "15",
        "person": {
            "full_name": person.full_name,
            "birth_date": person.birth_date.isoformat(),
            "sex": person.sex,
            "documents": [{"kind": "cccd", "number": person.cccd}],
            "commune": MAI_CHAU,
            "hamlet": person.hamlet,
            "relationship": "self",
        },
        "declaration": {question.code: "no" for question in questions_on(today)},
        "consent": {"version": consent.version if consent else "", "agreed": True},
    }
    return json.dumps(body).encode()


def doses(count: int) -> Iterator[Call]:
    """Known people of the commune who come without an appointment to today's session."""
    commune, people = invented(count)
    officer = User.objects.get(username="demo.tinh")
    session = Session.objects.filter(facility=commune.station, on=timezone.localdate()).select_related("lot").first()
    assert session is not None
    assert session.lot is not None
    with transaction.atomic():
        world = world_of(session.campaign, officer, timezone.localdate())
        write_people(world, commune, people, Random("bench doses"))
        kind = MovementKind.RECEIVED
        book(facility=commune.station, lot=session.lot, kind=kind, doses=count, cause_id=uuid.uuid4(), by=SYSTEM)
    token = issue_token(User.objects.get(username="demo.tiem"))
    for person in people:
        body = {"session": str(session.pk), "lot": str(session.lot_id), "person": {"id": str(person.id)}}
        body["id"] = str(new_id(Random(person.id.int)))
        yield Call("/api/v1/doses/", json.dumps(body).encode(), {"Authorization": f"Bearer {token}"})
