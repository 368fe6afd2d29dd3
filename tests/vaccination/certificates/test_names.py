"""Names of Viet Nam as a passport has them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaccination.certificates.names import in_two, transliterated


@pytest.mark.parametrize(
    ("written", "passport"),
    [
        ("Nguyễn", "NGUYEN"),
        ("Phước Hoàng Tường Vi", "PHUOC<HOANG<TUONG<VI"),
        ("Đặng", "DANG"),
        ("đỗ", "DO"),
        ("Thị Ánh-Đào", "THI<ANH<DAO"),
        ("H'Hen", "HHEN"),
        ("H’Mông", "HMONG"),
        ("Ƀih", "BIH"),
        ("Ðà", "DA"),
        ("Müller", "MUELLER"),
        ("Mu\u0308ller", "MUELLER"),
        ("Strauß", "STRAUSS"),
        ("Ñúñez", "NUNEZ"),
        ("Ông  Bà ", "ONG<BA"),
        ("Henry 2nd", "HENRY<ND"),
        ("张伟", "X"),
        ("", ""),
    ],
)
def test_a_name_is_written_as_in_a_passport(written: str, passport: str) -> None:
    assert transliterated(written) == passport


def test_every_vietnamese_letter_has_its_own_plain_one() -> None:
    plain = {"a": "aàáảãạăằắẳẵặâầấẩẫậ", "e": "eèéẻẽẹêềếểễệ", "i": "iìíỉĩị", "o": "oòóỏõọôồốổỗộơờớởỡợ"}
    plain |= {"u": "uùúủũụưừứửữự", "y": "yỳýỷỹỵ", "d": "dđ"}
    for letter, all_of_it in plain.items():
        for one in all_of_it:
            assert transliterated(one) == transliterated(one.upper()) == letter.upper()


def test_the_first_word_is_the_family_name() -> None:
    assert in_two("  Nguyễn   Văn  An ") == ("Nguyễn", "Văn An")
    assert in_two("Hòa") == ("Hòa", "")


@given(st.text(max_size=300))
def test_whatever_is_written_fits_the_schema(name: str) -> None:
    assert re.fullmatch(r"[A-Z<]{0,80}", transliterated(name))
