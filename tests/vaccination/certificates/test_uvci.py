"""Numbers of certificates."""

import re

from hypothesis import given
from hypothesis import strategies as st

from vaccination.certificates.uvci import ALPHABET, check_character, is_uvci, new_uvci

# From the EU's own examples.
KNOWN = "URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"


def test_the_check_character_is_the_eus() -> None:
    assert is_uvci(KNOWN)
    assert check_character(KNOWN[:-2]) == "B"


def test_a_new_number_checks_and_fits() -> None:
    number = new_uvci()
    assert is_uvci(number)
    assert re.fullmatch(r"URN:UVCI:01:VN:[A-Z2-7]{26}#[A-Z0-9/:]", number)
    assert number != new_uvci()


@given(st.integers(0, 46), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(place: int, letter: str) -> None:
    wrong = KNOWN[:place] + letter + KNOWN[place + 1 :]
    assert is_uvci(wrong) == (wrong == KNOWN)


@given(st.text(max_size=60))
def test_anything_else_is_no_number(text: str) -> None:
    assert is_uvci(text) in {True, False}
