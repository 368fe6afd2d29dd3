"""Documents, doubts, names, birth dates, the QR of a card: pure rules."""

from datetime import date

import pytest

from hssk.refusals import Invalid
from registration.people.cccd_qr import parse_cccd_qr
from registration.people.facts import age_on, checked_birth, short_name, tidy_name
from registration.people.numbers import number_index, search_indexes
from registration.people.verification import cccd_facts, checked_document, doubts_of, words_for

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "typed", "number"),
    [
        ("cccd", "017185000123", "017185000123"),
        ("cccd", " 017 185 000 123 ", "017185000123"),
        ("cccd", "O17185OOO123", "017185000123"),
        ("cccd", "0l7I85000123", "017185000123"),
        ("cccd", "017185\u200b000123", "017185000123"),
        ("cccd", "０１７１８５０００１２３", "017185000123"),
        ("cmnd", "113.456.789", "113456789"),
        ("military", "12345678", "12345678"),
        ("passport", "c1234567", "C1234567"),
        ("bhyt", "GD4171234567890", "GD4171234567890"),
        ("bhyt", "gd4 17 12345678 9O", "GD4171234567890"),
        ("bhyt", "1234567890", "1234567890"),
        ("birth", "123/2021", "1232021"),
    ],
)
def test_a_number_is_repaired_where_it_is_certain(kind: str, typed: str, number: str) -> None:
    assert checked_document(kind, typed) == number


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("cccd", "01718500012", "Số CCCD gồm 12 chữ số; số này có 11."),
        ("cccd", "113456789", "CMND"),
        ("cccd", "01718500012X", "chỉ gồm chữ số"),
        ("cmnd", "017185000123", "CCCD"),
        ("military", "123", "8 hoặc 12"),
        ("passport", "ABC", "hộ chiếu"),
        ("passport", "ABCDEFG", "hộ chiếu"),
        ("bhyt", "12345", "10 hoặc 15"),
        ("bhyt", "ABCDEFGHIJKLMNO", "GD4171234567890"),
        ("cccd", " - ", "Nhập"),
        ("birth", "1" * 31, "30"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(kind: str, typed: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_document(kind, typed)
    assert words in str(refused.value.fields["number"])


def test_old_and_new_cards_of_health_insurance_are_one_number() -> None:
    assert number_index("bhyt", "GD4171234567890") == number_index("bhyt", "1234567890")
    assert number_index("bhyt", "1234567890") in search_indexes("GD 4171234567890")


def test_the_number_of_a_card_tells_province_sex_and_birth_year() -> None:
    facts = cccd_facts("017303123456")
    assert facts is not None
    assert (facts.province, facts.sex, facts.birth_year) == ("017", "female", 2003)
    assert cccd_facts("113456789") is None


@pytest.mark.parametrize(
    ("born", "sex", "documents", "doubts"),
    [
        (date(1985, 3, 8), "female", [("cccd", "017185000123")], []),
        (date(1986, 3, 8), "female", [("cccd", "017185000123")], ["cccd_birth_mismatch"]),
        (date(1985, 3, 8), "male", [("cccd", "017185000123")], ["cccd_sex_mismatch"]),
        (date(1985, 3, 8), "other", [("cccd", "017185000123")], []),
        (date(1985, 3, 8), "female", [("cccd", "098185000123")], ["cccd_province"]),
        (date(1985, 3, 8), "female", [("cccd", "17185000123")], ["cccd_length"]),
        (date(1985, 3, 8), "female", [], ["no_document"]),
        (date(1985, 3, 8), "female", [("bhyt", "1234567890")], ["no_document"]),
        (date(1985, 3, 8), "female", [("passport", "C1234567")], []),
    ],
)
def test_doubts_are_noted(born: date, sex: str, documents: list[tuple[str, str]], doubts: list[str]) -> None:
    assert doubts_of(birth_date=born, sex=sex, birth_year_only=False, documents=documents) == doubts


def test_every_doubt_has_words() -> None:
    assert "CCCD" in str(words_for("cccd_birth_mismatch"))
    assert words_for("something_else") == "something_else"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Bùi   Thị  Hòa ", "Bùi Thị Hòa"),
        ("Bu\u0300i Thi\u0323 Ho\u0300a", "Bùi Thị Hòa"),
        ("Bùi Thị\u200b Hòa\u00a0", "Bùi Thị Hòa"),
        ("NGUYỄN VĂN A", "NGUYỄN VĂN A"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Y-Blô", "Y-Blô"),
        ("Sơn", "Sơn"),
        ("Nguyễn Phước Hoàng Tường Vi Khánh Ngân", "Nguyễn Phước Hoàng Tường Vi Khánh Ngân"),
    ],
)
def test_a_name_keeps_the_persons_own_case(typed: str, name: str) -> None:
    assert tidy_name(typed) == name


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "Hòa 2", "Hòa <b>", "=HYPERLINK(A)", "-", "A" * 121])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        tidy_name(typed)
    assert "full_name" in refused.value.fields


@pytest.mark.parametrize("born", [date(2026, 11, 24), date(1905, 1, 1)])
def test_an_impossible_birth_date_is_refused(born: date) -> None:
    with pytest.raises(Invalid) as refused:
        checked_birth(born, on=TODAY)
    assert "birth_date" in refused.value.fields


def test_the_oldest_and_the_newborn_are_taken() -> None:
    assert checked_birth(date(1906, 1, 1), on=TODAY)
    assert checked_birth(TODAY, on=TODAY)


def test_age_is_counted_in_whole_years() -> None:
    assert age_on(date(2014, 11, 23), TODAY) == 12
    assert age_on(date(2014, 11, 24), TODAY) == 11
    assert age_on(date(2004, 2, 29), date(2026, 2, 28)) == 21


def test_a_long_name_is_shortened_for_a_message() -> None:
    assert short_name("Bùi Thị Hòa") == "Bùi Thị Hòa"
    assert short_name("Nguyễn Phước Hoàng Tường Vi Khánh Ngân") == "Khánh Ngân"


def test_the_qr_of_a_card_is_read() -> None:
    facts = parse_cccd_qr("017185000123|113456789|Bùi Thị Hòa|08031985|Nữ|Xóm Văn, Mai Châu|01052021\r\n")
    assert facts is not None
    assert (facts.cccd, facts.cmnd, facts.full_name) == ("017185000123", "113456789", "Bùi Thị Hòa")
    assert (facts.birth_date, facts.sex, facts.issued_on) == (date(1985, 3, 8), "female", date(2021, 5, 1))


def test_a_card_without_old_number_and_with_more_behind_is_read() -> None:
    facts = parse_cccd_qr("017185000123||Bùi Thị Hòa|08031985|Nữ|Mai Châu|01052021||mẹ|cha")
    assert facts is not None
    assert facts.cmnd == ""


@pytest.mark.parametrize("text", ["", "abc", "HC1:6BF", "1|2|3|4|5|6", "017185000123|||08031985|Nữ|x|y", "|" * 9])
def test_another_qr_is_none(text: str) -> None:
    assert parse_cccd_qr(text) is None


def test_a_card_with_an_impossible_day_keeps_the_rest() -> None:
    facts = parse_cccd_qr("017185000123||Bùi Thị Hòa|00001985|Nữ|x|y")
    assert facts is not None
    assert facts.birth_date is None
