"""A world to be fuzzed: one of everything, and stock and policy for what is done with it."""

import pytest
from django.core.cache import cache

from tests import factories as make
from tests.house.world import World, build
from vaccination.facilities.models import Facility
from vaccination.schedules.load import load_policy


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("registration.sign_in.codes.refuse_too_many", lambda *_: None)
    cache.clear()
    load_policy()
    made = build()
    make.make_consent_text()
    make.make_question()
    made.ids["group"] = make.make_group(make.Campaign.objects.get()).code
    lot = make.make_lot()
    made.ids["lot"] = lot.pk
    make.stock_up(Facility.objects.get(pk=made.ids["facility"]), lot)
    return made
