"""Dealing seats, without a database."""

import uuid
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from vaccination.planning.deal import Candidate, Dealt, Place, deal

MONDAY = date(2026, 11, 23)
HERE, THERE = 1, 2


def place(slot_id: int, **fields: Any) -> Place:
    values: dict[str, Any] = {
        "session_id": uuid.UUID(int=1), "on": MONDAY, "shift": "morning", "minute": 450 + slot_id, "vaccine": "PFZ",
        "facility_area": HERE, "communes": (HERE,), "free": 1,
    }  # fmt: skip
    return Place(slot_id, **values | fields)


def person(number: int, **fields: Any) -> Candidate:
    return Candidate(uuid.UUID(int=number), **{"area_id": HERE, "dose_number": 1, "products": ("PFZ",)} | fields)


def slots(dealt: Dealt) -> list[int]:
    return [seat.slot_id for seat in dealt.seats]


def whys(dealt: Dealt) -> list[str]:
    return [str(why) for _who, why in dealt.unserved]


def test_first_come_first_served_and_earliest_first() -> None:
    dealt = deal([person(1), person(2), person(3)], [place(1), place(2, on=MONDAY + timedelta(days=1))])
    assert slots(dealt) == [1, 2]
    assert whys(dealt) == ["full"]


def test_a_family_goes_to_one_slot_where_all_fit() -> None:
    family = [person(number, household="a") for number in (1, 2, 3)]
    assert slots(deal(family, [place(1, free=2), place(2, free=3)])) == [2, 2, 2]


def test_a_family_too_large_for_any_slot_is_served_all_the_same() -> None:
    family = [person(number, household="a") for number in (1, 2, 3)]
    assert slots(deal(family, [place(1, free=2), place(2, free=2)])) == [1, 1, 2]


def test_nobody_is_sent_to_another_commune_or_another_product() -> None:
    elsewhere = place(1, communes=(THERE,))
    assert whys(deal([person(1)], [elsewhere])) == ["no_session"]
    assert whys(deal([person(1, products=("AZ",))], [place(1)])) == ["wrong_product"]


def test_who_must_wait_gets_a_later_day_or_the_reason() -> None:
    late = person(1, earliest=MONDAY + timedelta(days=1))
    assert slots(deal([late], [place(1), place(2, on=MONDAY + timedelta(days=2))])) == [2]
    assert whys(deal([late], [place(1)])) == ["interval"]


def test_a_wished_shift_is_met_before_an_earlier_hour() -> None:
    places = [place(1), place(2, on=MONDAY + timedelta(days=1), shift="afternoon")]
    assert slots(deal([person(1, wished_shift="afternoon")], places)) == [2]


def test_a_wish_that_cannot_be_met_costs_nobody_the_seat() -> None:
    wishing = person(1, wished_on=MONDAY + timedelta(days=9), wished_shift="afternoon")
    assert slots(deal([wishing], [place(1)])) == [1]


places_of = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["PFZ", "AZ"]), st.sampled_from([(HERE,), (THERE,), (HERE, THERE)]),
        st.integers(0, 4),
    ), max_size=12,
)  # fmt: skip
people_of = st.lists(
    st.tuples(
        st.sampled_from([HERE, THERE]), st.sampled_from([("PFZ",), ("AZ",), ("AZ", "PFZ")]),
        st.sampled_from(["", "a", "b"]), st.integers(0, 3), st.sampled_from(["any", "morning", "afternoon"]),
    ), max_size=30,
)  # fmt: skip


@given(places_of, people_of)
def test_every_deal_keeps_the_rules(drawn: list[Any], asked: list[Any]) -> None:
    places = [
        place(
            number, on=MONDAY + timedelta(days=day), vaccine=vaccine, communes=communes, free=free,
            # A session is at one facility on one day with one vaccine.
            session_id=uuid.uuid5(uuid.NAMESPACE_OID, repr((day, vaccine, communes))),
        )
        for number, (day, vaccine, communes, free) in enumerate(drawn)
    ]  # fmt: skip
    people = [
        person(number, area_id=area, products=products, household=home, earliest=MONDAY + timedelta(days=day),
               wished_shift=shift)
        for number, (area, products, home, day, shift) in enumerate(asked)
    ]  # fmt: skip
    dealt = deal(people, places)
    by_slot = {each.slot_id: each for each in places}
    by_id = {each.registration_id: each for each in people}
    assert len(dealt.seats) + len(dealt.unserved) == len(people)
    assert all(slots(dealt).count(each.slot_id) <= each.free for each in places)
    for seat in dealt.seats:
        who, where = by_id[seat.registration_id], by_slot[seat.slot_id]
        assert where.vaccine in who.products
        assert who.area_id in where.communes
        assert where.on >= who.earliest
    assert deal(people, places) == dealt
