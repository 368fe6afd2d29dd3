"""Standing people and things: a citizen, a stranger, an open campaign with its questions."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from hssk.accounts.tokens import issue_token
from registration.campaigns.load import add_groups, load_questions_and_consent
from registration.campaigns.models import Campaign
from registration.sign_in.models import CitizenAccount
from tests.factories import make_account, make_campaign, make_commune


@pytest.fixture
def campaign(db: None) -> Campaign:
    """An open campaign of today's Phú Thọ with the shipped groups, questions and consent texts."""
    load_questions_and_consent()
    campaign = make_campaign()
    add_groups(campaign)
    make_commune()
    return campaign


@pytest.fixture
def citizen(db: None) -> CitizenAccount:
    return make_account(phone="+84912345678")


@pytest.fixture
def stranger(db: None) -> CitizenAccount:
    return make_account(phone="+84987654321")


@pytest.fixture
def api() -> Callable[[Any], APIClient]:
    """A client of the API, signed in as somebody."""

    def client_of(principal: Any) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(principal)}")
        return client

    return client_of


def new_person(**changed: Any) -> dict[str, Any]:
    """A person as an application sends her."""
    return {
        "full_name": "Bùi Thị Hòa",
        "birth_date": "1985-03-08",
        "sex": "female",
        "documents": [{"kind": "cccd", "number": "017185000123"}],
        "commune": "05200",
        "hamlet": "Xóm Văn",
        "relationship": "self",
    } | changed


def body_of(campaign: Campaign, /, **changed: Any) -> dict[str, Any]:
    """A registration as an application sends it."""
    return {
        "campaign": campaign.code,
        "person": new_person(),
        "group": "9",
        "wished_shift": "morning",
        "declaration": {str(number): "no" for number in range(1, 13)},
        "consent": {"version": "2026-01", "agreed": True},
    } | changed
