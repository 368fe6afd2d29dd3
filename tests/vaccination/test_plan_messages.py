"""Invitations fit one text message without diacritics, with names and places as they are."""

import pytest
from django.test import override_settings

from notifications.kinds import KINDS
from notifications.texts.length import measure
from notifications.texts.load import load_texts
from notifications.texts.render import render
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.planning.messages import cancellations, invitations
from vaccination.planning.models import Appointment
from vaccination.planning.names import names_in, place_in, short_name

LONG = "Nguyễn Phước Hoàng Tường Vi Khánh Ngân"
PLACES = ["Trạm Y tế xã Mai Châu", "Trung tâm Y tế khu vực Mai Châu", "Bệnh viện Đa khoa tỉnh Hòa Bình"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["Bùi Thị Hòa", "Nguyễn Thị Minh Nguyệt", LONG])
@pytest.mark.django_db
@override_settings(SITE_URL="https://hssk.phutho.gov.vn", SMS_DIACRITICS=False)
def test_an_invitation_of_one_person_is_one_part(name: str, place: str) -> None:
    load_texts()
    story = Story()
    session = story.session(facility=factories.make_facility(place))
    person = factories.make_person(name)
    appointment = Appointment(person=person, session=session, slot=session.slots.first(), presence_code="4821")
    for draft in [*invitations([appointment]), *cancellations([appointment])]:
        text, _version = render(draft.kind, "vi", draft.values)
        assert measure(text)[::2] == ("GSM-7", 1), (len(text), text)
        assert draft.values.keys() == KINDS[draft.kind].variables


def test_names_are_shortened_as_on_forms() -> None:
    assert short_name(LONG) == "Nguyễn P.H.T.V.K. Ngân"
    assert short_name("Hòa") == "Hòa"
    assert names_in(["Bùi Thị Hòa"]) == "Bùi Thị Hòa"
    assert names_in(["Bùi Thị Hòa", "Bùi Văn Nam"]) == "Bùi T. Hòa, Bùi V. Nam"
    assert names_in(["Bùi Thị Hòa"] * 5).endswith("và 2 người")


def test_long_places_are_abbreviated_and_short_ones_are_not() -> None:
    assert [place_in(place) for place in PLACES] == [
        "Trạm Y tế xã Mai Châu", "TTYT KV Mai Châu", "BV ĐK tỉnh Hòa Bình",
    ]  # fmt: skip


@pytest.mark.django_db
def test_people_without_a_phone_get_no_message() -> None:
    story = Story()
    session = story.session()
    person = factories.make_person("Bùi Thị Hòa", phone="")
    assert invitations([Appointment(person=person, session=session, slot=session.slots.first())]) == []
