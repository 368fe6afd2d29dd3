"""The story of a commune as rows, written table by table."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from hssk.accounts.models import User
from hssk.areas.names import search_key
from hssk.crypto import seal
from registration.campaigns.models import Campaign, ConsentText
from registration.people.models import Guardianship, Household, IdentityDocument, Person
from registration.people.numbers import number_index
from registration.registrations.models import ALPHABET, Registration
from registration.sign_in.models import CitizenAccount
from vaccination.demo.people import Invented, new_id
from vaccination.demo.places import Commune
from vaccination.demo.tables import copy
from vaccination.schedules.models import ScreeningForm

BY_WEB = 0.45
OF_PERSON = [
    "id", "household_id", "full_name", "name_key", "birth_date", "birth_year_only", "sex", "nationality", "area_id",
    "hamlet", "address", "occupation", "workplace", "phone", "language", "doubts", "created_at",
]  # fmt: skip
OF_DOCUMENT = ["id", "person_id", "kind", "number", "number_index", "created_at"]
OF_GUARDIANSHIP = ["account_id", "person_id", "relationship", "since"]
OF_REGISTRATION = [
    "id", "number", "campaign_id", "person_id", "group_id", "state", "source", "wished_shift", "declaration",
    "consent_text_id", "consented_at", "submitted_by_kind", "submitted_by_id", "submitted_at",
]  # fmt: skip


@dataclass(frozen=True)
class World:
    """What all communes share."""

    campaign: Campaign
    # From code to id.
    groups: dict[str, int]
    questions: tuple[str, ...]
    consent: ConsentText
    # The screening form for somebody of this age.
    form_for: Callable[[int], ScreeningForm]
    # Who brought in the lists.
    officer: User
    began: datetime


def write_people(world: World, commune: Commune, people: Sequence[Invented], rng: Random) -> None:
    """Households, persons and their documents."""
    copy(
        Household, ["id", "created_at"], [(house, world.began) for house in dict.fromkeys(p.household for p in people)]
    )
    copy(Person, OF_PERSON, (person_row(person, commune, world.began) for person in people))
    copy(
        IdentityDocument,
        OF_DOCUMENT,
        (
            (new_id(rng), person.id, "cccd", seal(person.cccd), number_index("cccd", person.cccd), world.began)
            for person in people
            if person.cccd
        ),
    )


def person_row(person: Invented, commune: Commune, at: datetime) -> tuple[Any, ...]:
    return (
        person.id,
        person.household,
        person.full_name,
        search_key(person.full_name),
        person.birth_date,
        person.birth_year_only,
        person.sex,
        "VN",
        commune.area.pk,
        person.hamlet,
        person.address,
        person.occupation,
        "",
        person.phone,
        "vi",
        person.doubts,
        at,
    )


def write_accounts(world: World, people: Sequence[Invented], rng: Random) -> dict[UUID, UUID]:
    """Accounts of households that registered by themselves; household to account."""
    phones = {person.household: person.phone for person in reversed(people) if person.phone}
    accounts = {house: new_id(rng) for house in phones if rng.random() < BY_WEB}
    rows = [(account, phones[house], "vi", world.began) for house, account in accounts.items()]
    copy(CitizenAccount, ["id", "phone", "language", "created_at"], rows)
    cared_for = (person for person in people if person.household in accounts)
    copy(
        Guardianship,
        OF_GUARDIANSHIP,
        ((accounts[person.household], person.id, person.relationship, world.began) for person in cared_for),
    )
    return accounts


def write_registrations(world: World, people: Iterable[Invented], accounts: dict[UUID, UUID], rng: Random) -> None:
    """Registrations: by the family itself where it has an account, else from the commune's list."""
    copy(
        Registration,
        OF_REGISTRATION,
        (
            registration_row(world, person, accounts.get(person.household), rng)
            for person in people
            if person.registration
        ),
    )


def registration_row(world: World, person: Invented, account: UUID | None, rng: Random) -> tuple[Any, ...]:
    return (
        person.registration,
        "".join(rng.choices(ALPHABET, k=8)),
        world.campaign.pk,
        person.id,
        world.groups[person.group],
        person.state,
        "web" if account else "list",
        rng.choice(("any", "any", "morning", "afternoon")),
        declaration(world.questions, "9" if person.group == "9" else "") if account else None,
        world.consent.pk if account else None,
        person.submitted_at if account else None,
        "citizen" if account else "staff",
        account or world.officer.pk,
        person.submitted_at,
    )


@cache
def declaration(questions: tuple[str, ...], yes: str) -> bytes:
    """Sealed answers; equal ones are sealed once, as these are invented."""
    return seal(json.dumps({code: "yes" if code == yes else "no" for code in questions}))
