"""The date field takes what people write and says what is wrong with the rest."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hssk.forms import VietnameseDateField

BIRTHDAY = dt.date(1968, 9, 5)


@pytest.mark.parametrize(
    "text", ["05/09/1968", "5/9/1968", "05091968", "1968-09-05", " 5.9.1968 ", "5-9-1968", "05 09 1968"]
)
def test_a_day_may_be_written_in_many_ways(text: str) -> None:
    assert VietnameseDateField().clean(text) == BIRTHDAY


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("31/02/2020", "Ngày 31/02/2020 không có trong lịch."),
        ("29022023", "Ngày 29/02/2023 không có trong lịch."),
        ("05/13/1968", "Tháng từ 1 đến 12; ở đây là 13."),
        ("5/9/68", "Viết ngày theo dạng ngày/tháng/năm, ví dụ 05/09/1968."),
        ("hôm qua", "Viết ngày theo dạng ngày/tháng/năm, ví dụ 05/09/1968."),
        ("01/01/0000", "Ngày 01/01/0000 không có trong lịch."),
    ],
)
def test_an_impossible_day_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(message)):
        VietnameseDateField().clean(text)


def test_bounds_are_named() -> None:
    field = VietnameseDateField(earliest=dt.date(1900, 1, 1), latest=lambda: dt.date(2026, 11, 23))
    assert field.clean("23/11/2026") == dt.date(2026, 11, 23)
    with pytest.raises(ValidationError, match="đến 23/11/2026"):
        field.clean("24/11/2026")
    with pytest.raises(ValidationError, match="từ 01/01/1900"):
        field.clean("31/12/1899")


def test_an_optional_day_may_be_left_empty() -> None:
    assert VietnameseDateField(required=False).clean("  ") is None
    with pytest.raises(ValidationError):
        VietnameseDateField().clean("")


def test_the_same_day_written_differently_has_not_changed() -> None:
    field = VietnameseDateField()
    assert not field.has_changed(BIRTHDAY, "5/9/1968")
    assert field.has_changed(BIRTHDAY, "31/02/2020")


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_is_read_back_as_shown(day: dt.date) -> None:
    field = VietnameseDateField()
    assert field.clean(field.widget.format_value(day)) == day
