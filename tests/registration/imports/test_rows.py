"""From cells to values: what is certain is repaired and said, what is not fails or is left out and said."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registration.imports.birth import birth_of
from registration.imports.documents import identity_of, insurance_of
from registration.imports.rows import Parsed, Residence, Rules, parse_row, says_something
from registration.imports.text import harmless, tidied
from tests.registration.imports.samples import FIELDS

TODAY = date(2026, 11, 22)
RULES = Rules(TODAY, {"9": 90, "16": 160}, lambda cells: Residence(5200), 12)
GOOD = {
    "full_name": "Hà Thị Nguyệt",
    "birth_date": "08/03/1985",
    "sex": "1",
    "group": "9",
    "phone": "0912345678",
    "identity": "017185000123",
    "commune_code": "05200",
}


def parsed(**cells: str) -> Parsed:
    return parse_row(GOOD | cells, RULES)


def codes(answer: Any) -> set[str]:
    return {remark.code for remark in answer}


def values(**cells: str) -> dict[str, Any]:
    read = parsed(**cells)
    assert read.values is not None, read.remarks
    return read.values


def test_a_good_line_has_no_remarks() -> None:
    read = parsed()
    assert read.remarks == []
    assert read.values == {
        "full_name": "Hà Thị Nguyệt",
        "birth_date": "1985-03-08",
        "birth_year_only": False,
        "sex": "female",
        "group_id": 90,
        "phone": "+84912345678",
        "area_id": 5200,
        "documents": [["cccd", "017185000123"]],
        "hamlet": "",
        "address": "",
        "workplace": "",
    }


BIRTHS = [
    ("08/03/1985", date(1985, 3, 8), set()),
    ("8-3-1985", date(1985, 3, 8), set()),
    ("08.03.1985", date(1985, 3, 8), set()),
    ("1985-03-08", date(1985, 3, 8), set()),
    ("08/03/1985 00:00:00", date(1985, 3, 8), set()),
    ("08031985", date(1985, 3, 8), set()),
    ("8031985", date(1985, 3, 8), {"birth_lost_zero"}),
    ("19850308", date(1985, 3, 8), {"birth_order"}),
    ("3/25/1985", date(1985, 3, 25), {"birth_order"}),
    ("8-3-85", date(1985, 3, 8), {"birth_short_year"}),
    ("080385", date(1985, 3, 8), {"birth_short_year"}),
    ("31114", date(1985, 3, 8), {"birth_serial"}),
    ("31114.0", date(1985, 3, 8), {"birth_serial"}),
    ("ngày 8 tháng 3 năm 1985", date(1985, 3, 8), set()),
]


@pytest.mark.parametrize(("text", "day", "said"), BIRTHS)
def test_birth_dates_as_lists_write_them(text: str, day: date, said: set[str]) -> None:
    birth, remarks = birth_of(text, today=TODAY)
    assert birth is not None
    assert (birth.on, birth.year_only) == (day, False)
    assert codes(remarks) == said


@pytest.mark.parametrize("text", ["1950", "1950.0", "00/00/1950", "//1950", "5/1950", "năm 1950"])
def test_only_the_year_is_a_birth_date_too(text: str) -> None:
    birth, _remarks = birth_of(text, today=TODAY)
    assert birth is not None
    assert (birth.on, birth.year_only) == (date(1950, 1, 1), True)


WRONG_BIRTHS = [
    ("", "birth_missing"),
    ("30/02/1985", "birth_no_such_day"),
    ("01/01/2030", "birth_in_future"),
    ("01/01/1890", "birth_too_long_ago"),
    ("1890", "birth_too_long_ago"),
    ("không nhớ", "birth_unreadable"),
    ("12", "birth_unreadable"),
    ("1/2/3/1985", "birth_unreadable"),
    ("########", "birth_unreadable"),
]


@pytest.mark.parametrize(("text", "code"), WRONG_BIRTHS)
def test_impossible_birth_dates_fail_and_say_why(text: str, code: str) -> None:
    birth, remarks = birth_of(text, today=TODAY)
    assert birth is None
    assert codes(remarks) == {code}


def test_the_card_says_which_century_a_short_year_is_of() -> None:
    assert values(birth_date="8/3/14", identity="017314000123")["birth_date"] == "2014-03-08"
    assert values(birth_date="8/3/14", identity="017114000123")["birth_date"] == "1914-03-08"


IDENTITIES = [
    ("017185000123", ("cccd", "017185000123"), set()),
    ("017 185 000 123", ("cccd", "017185000123"), set()),
    ("'017185000123", ("cccd", "017185000123"), set()),
    ("CCCD: 017185000123", ("cccd", "017185000123"), set()),
    ("17185000123", ("cccd", "017185000123"), {"identity_lost_zero"}),
    ("1185000123", ("cccd", "001185000123"), {"identity_lost_zero"}),
    ("1.7185000123E+10", ("cccd", "017185000123"), {"identity_lost_zero"}),
    ("1,7185E+10", None, {"number_shortened"}),
    ("17085000123", None, {"identity_length"}),
    ("113185012", ("cmnd", "113185012"), set()),
    ("12345678", ("military", "12345678"), {"identity_military"}),
    ("C1234567", ("passport", "C1234567"), set()),
    ("1234567", None, {"identity_length"}),
    ("không có", None, {"identity_unreadable"}),
    ("", None, set()),
]


@pytest.mark.parametrize(("text", "document", "said"), IDENTITIES)
def test_identity_numbers_lose_zeros_and_never_stop_a_line(text: str, document: object, said: set[str]) -> None:
    found, remarks = identity_of(tidied(text), birth=date(1985, 3, 8), sex="female")
    assert (found and (str(found[0]), found[1])) == document
    assert codes(remarks) == said
    assert parsed(identity=text).values is not None


def test_zeros_come_back_only_when_birth_year_and_sex_agree() -> None:
    assert values(identity="17185000123")["documents"] == [["cccd", "017185000123"]]
    assert values(identity="17185000123", sex="0")["documents"] == []
    assert values(identity="17185000123", birth_date="08/03/1986")["documents"] == []


INSURANCE = [
    ("GD4171234567890", "GD4171234567890", set()),
    ("gd 4 17 1234567890", "GD4171234567890", set()),
    ("1712345678", "1712345678", set()),
    ("123456789", "0123456789", {"bhyt_lost_zero"}),
    ("GD417", None, {"bhyt_length"}),
]


@pytest.mark.parametrize(("text", "number", "said"), INSURANCE)
def test_health_insurance_cards_old_and_new(text: str, number: str | None, said: set[str]) -> None:
    found, remarks = insurance_of(text)
    assert (found and found[1]) == number
    assert codes(remarks) == said


PHONES = [
    ("0912 345 678", "+84912345678", set()),
    ("912345678", "+84912345678", {"phone_lost_zero"}),
    ("84912345678", "+84912345678", set()),
    ("+84 912 345 678", "+84912345678", set()),
    ("01691234567", "+84391234567", {"old_prefix"}),
    ("0912345678 / 0987654321", "+84912345678", {"several_phones"}),
    ("", "", {"phone_missing"}),
    ("không có", "", {"phone_missing"}),
]


@pytest.mark.parametrize(("text", "phone", "said"), PHONES)
def test_phones_as_lists_write_them(text: str, phone: str, said: set[str]) -> None:
    assert values(phone=text)["phone"] == phone
    assert codes(parsed(phone=text).remarks) == said


FAILING = [
    ("full_name", "", "name_missing"),
    ("full_name", "Hà Thị 2", "wrong_name"),
    ("sex", "x", "wrong_sex"),
    ("group", "", "group_missing"),
    ("group", "99", "unknown_group"),
    ("phone", "12345", "wrong_phone"),
    ("birth_date", "08/03/2020", "too_young"),
]


@pytest.mark.parametrize(("field", "text", "code"), FAILING)
def test_what_cannot_be_taken_fails_and_says_why(field: str, text: str, code: str) -> None:
    read = parsed(**{field: text})
    assert read.values is None
    assert code in codes(read.remarks)


SEXES = [("0", "male"), ("1", "female"), ("Nam", "male"), ("NỮ", "female"), ("nu", "female")]


@pytest.mark.parametrize(("text", "sex"), SEXES)
def test_sex_is_0_for_men_and_1_for_women(text: str, sex: str) -> None:
    assert values(sex=text)["sex"] == sex


def test_a_missing_sex_is_read_from_a_card_that_agrees() -> None:
    assert values(sex="")["sex"] == "female"
    assert codes(parsed(sex="").remarks) == {"sex_from_card"}
    assert "sex_missing" in codes(parsed(sex="", identity="").remarks)


@pytest.mark.parametrize("text", ["9", "09", "9.0", "Nhóm 9", "nhom 9"])
def test_groups_are_known_by_their_code(text: str) -> None:
    assert values(group=text)["group_id"] == 90


def test_names_are_not_shouted() -> None:
    assert values(full_name="HÀ THỊ NGUYỆT")["full_name"] == "Hà Thị Nguyệt"
    assert values(full_name="Hà Thị NGUYỆT")["full_name"] == "Hà Thị NGUYỆT"


def test_hidden_characters_and_decomposed_letters_are_mended() -> None:
    decomposed = "\ufeffHa\u0300\u00a0Thi\u0323\u200b  Nguye\u0323\u0302t "
    assert values(full_name=decomposed)["full_name"] == "Hà Thị Nguyệt"


def test_earlier_doses_are_not_dropped_in_silence() -> None:
    assert codes(parsed(dose_1_vaccine="AstraZeneca").remarks) == {"earlier_doses"}
    assert parsed(dose_1_vaccine="AstraZeneca").values is not None


def test_a_long_text_is_cut_and_said() -> None:
    assert len(values(hamlet="x" * 100)["hamlet"]) == 80
    assert "cut" in codes(parsed(hamlet="x" * 100).remarks)


def test_totals_and_headings_between_are_about_nobody() -> None:
    assert not says_something({"full_name": "Tổng cộng: 35 người"})
    assert not says_something({"full_name": " \u00a0", "phone": "\u200b"})
    assert says_something({"full_name": "Hà Thị Nguyệt", "phone": "0912345678"})


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-5", "@x", "\t=1"])
def test_what_begins_like_a_formula_is_written_as_text(text: str) -> None:
    assert harmless(text) == "'" + text
    assert tidied(harmless(text)) == tidied(text)


def test_remarks_hold_nothing_personal() -> None:
    cells = {"phone": "0987 654 32", "identity": "17085000123", "full_name": "Hà Thị 2", "birth_date": "31/02/1985"}
    words = " ".join(remark.words for remark in parsed(**cells).remarks)
    assert not any(secret in words for secret in ("0987 654 32", "17085000123", "Hà Thị", "31/02/1985"))


ODD = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789/-. E+", max_size=16),
    st.integers(-(10**15), 10**15).map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(["²", "٣", "１９８５", "1E+999", "0" * 300, "\ud800", "\0", "nan", "00/00/0000"]),
)


@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, ODD)))
def test_no_cells_however_odd_stop_the_reading(cells: dict[str, str]) -> None:
    read = parse_row(cells, RULES)
    assert read.values is not None or any(remark.weight == "failure" for remark in read.remarks)


@given(ODD)
def test_a_birth_date_that_is_taken_is_possible(text: str) -> None:
    birth, remarks = birth_of(tidied(text), today=TODAY)
    assert (birth is None) == any(remark.weight == "failure" for remark in remarks)
    assert birth is None or date(TODAY.year - 120, 1, 1) <= birth.on <= TODAY


@given(ODD)
def test_an_identity_number_that_is_taken_has_its_form(text: str) -> None:
    found, _remarks = identity_of(tidied(text), birth=date(1985, 3, 8), sex="female")
    assert found is None or found[1].isalnum()
