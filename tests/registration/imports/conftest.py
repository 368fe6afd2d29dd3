"""A campaign in Phú Thọ, an official of the province and one of Xã Mai Châu."""

import pytest

from hssk.accounts.models import User
from hssk.accounts.roles import Role
from registration.campaigns.models import Campaign
from tests import factories


@pytest.fixture
def campaign(db: None) -> Campaign:
    factories.make_commune()
    campaign = factories.make_campaign()
    factories.make_group(campaign, "9", 9)
    factories.make_group(campaign, "16", 16)
    return campaign


@pytest.fixture
def official(campaign: Campaign) -> User:
    return factories.make_staff()


@pytest.fixture
def commune_officer(campaign: Campaign) -> User:
    return factories.make_staff(Role.COMMUNE_OFFICER, factories.make_commune())
