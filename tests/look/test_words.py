"""Dates, numbers and masked identifiers as people read them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from hssk.look import words

MONDAY = dt.date(2026, 11, 23)


def test_a_day_is_written_with_its_weekday() -> None:
    assert words.vi_date(MONDAY) == "thứ Hai, 23/11/2026"
    assert words.short_date(MONDAY) == "23/11/2026"
    assert words.vi_date(None) == words.short_date("") == words.clock(None) == ""


def test_moments_are_read_on_the_local_clock() -> None:
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)
    assert words.clock(late) == "06:30"
    assert words.vi_date(late) == "thứ Hai, 23/11/2026"
    assert words.clock(dt.time(7, 30)) == "07:30"


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (1234567, 0, "1.234.567", "1,234,567"),
        (0, 0, "0", "0"),
        (-1500, 0, "-1.500", "-1,500"),
        (Decimal("1234.56"), 1, "1.234,6", "1,234.6"),
        (None, 0, "–", "–"),
        ("abc", 0, "–", "–"),
        (float("nan"), 0, "–", "–"),
    ],
)
def test_numbers_follow_the_language(value: object, places: int, vietnamese: str, english: str) -> None:
    assert words.number(value, places) == vietnamese
    with override("en"):
        assert words.number(value, places) == english


def test_a_share_is_a_percentage_and_no_share_is_a_dash() -> None:
    assert words.percent(0.724) == "72,4%"
    assert words.percent(1, 0) == "100%"
    assert words.percent(None) == "–"


@pytest.mark.parametrize("phone", ["+84912345678", "0912345678", "84 912 345 678"])
def test_phones_are_shown_as_dialled_and_masked(phone: str) -> None:
    assert words.phone_display(phone) == "0912 345 678"
    assert words.masked_phone(phone) == "0912***678"


def test_what_is_no_mobile_number_is_shown_as_given() -> None:
    assert words.phone_display("1900 9095") == "1900 9095"
    assert words.phone_display(None) == ""


def test_an_identity_number_is_masked_in_the_middle() -> None:
    assert words.masked_id("017190123456") == "0171******56"
    assert words.masked_id("1234") == "****"
    assert words.masked_id("") == ""
