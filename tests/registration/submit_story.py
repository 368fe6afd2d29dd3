"""Registrations as citizens send them."""

import uuid
from datetime import date
from typing import Any

from registration.campaigns.models import Campaign
from registration.campaigns.policy import consent_on, group_of
from registration.people.create import NewPerson
from registration.registrations.models import Registration
from registration.registrations.register import Wish, register
from registration.sign_in.models import CitizenAccount
from tests.factories import make_commune, today

NO = {str(number): "no" for number in range(1, 13)}


def wish(campaign: Campaign, **changed: Any) -> Wish:
    values: dict[str, Any] = {
        "campaign": campaign,
        "group": group_of(campaign, "9"),
        "source": "web",
        "declaration": NO,
        "consent_text": consent_on(today()),
    }
    return Wish(**values | changed)


def hoa(**changed: Any) -> NewPerson:
    values: dict[str, Any] = {
        "full_name": "Bùi Thị Hòa",
        "birth_date": date(1985, 3, 8),
        "sex": "female",
        "area": make_commune(),
    }
    return NewPerson(**values | changed)


def send(campaign: Campaign, by: CitizenAccount, **changed: Any) -> Registration:
    values: dict[str, Any] = {"id": uuid.uuid4(), "person": hoa(), "relationship": "self", "wish": wish(campaign)}
    registration, _is_new = register(**values | changed, by=by)
    return registration
