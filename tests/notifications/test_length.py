"""How long a text is on the air."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.texts.length import BASIC, measure, without_diacritics

INVITATION = (
    "Moi Ong/Ba NGUYEN VAN A den tiem vac xin COVID-19 mui 1 luc 07:30 ngay 15/08/2021 tai Tram Y te xa Mai Chau. "
    "Mang theo CCCD. Ma hen: AB12CD"
)


def test_an_invitation_without_diacritics_is_one_part() -> None:
    assert measure(INVITATION) == ("GSM-7", 139, 1)


def test_one_accented_letter_makes_it_three_parts() -> None:
    assert measure(INVITATION.replace("Moi", "Mời")) == ("UCS-2", 139, 3)


@pytest.mark.parametrize(("units", "parts"), [(160, 1), (161, 2), (306, 2), (307, 3)])
def test_gsm_parts_hold_153_when_there_are_several(units: int, parts: int) -> None:
    assert measure("a" * units).parts == parts


@pytest.mark.parametrize(("units", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_ucs2_parts_hold_67_when_there_are_several(units: int, parts: int) -> None:
    assert measure("ộ" * units).parts == parts


def test_extension_letters_take_two_septets() -> None:
    assert measure("€[]").units == 6


def test_letters_beyond_the_basic_plane_take_two_units() -> None:
    assert measure("𝒜").units == 2


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyÀÁẢÃẠẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰĐ 0123456789,.:/-–…“”"))
def test_vietnamese_without_diacritics_always_fits_gsm7(text: str) -> None:
    assert set(without_diacritics(text)) <= BASIC
