"""Dose numbers, the eleven fields, and the colour of the card."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from tests.vaccination.certificates.story import facts
from vaccination.certificates.card import colour_of
from vaccination.certificates.facts import eleven_fields, place_in_series
from vaccination.certificates.payload import digest_of, payload_of


@pytest.mark.parametrize(
    ("number", "basic", "written"),
    [
        (1, 2, (1, 2)),
        (2, 2, (2, 2)),
        (3, 2, (3, 3)),
        (4, 2, (4, 4)),
        (1, 1, (1, 1)),
        (2, 1, (2, 1)),
        (3, 1, (3, 1)),
        (3, 3, (3, 3)),
        (4, 3, (4, 4)),
    ],
)
def test_a_booster_is_told_from_the_end_of_a_series(number: int, basic: int, written: tuple[int, int]) -> None:
    assert place_in_series(number, basic) == written


def test_the_eleven_fields_of_the_decision() -> None:
    with translation.override("vi"):
        fields = [(str(label), str(value)) for label, value in eleven_fields(facts())]
    assert fields == [
        ("Họ và tên", "Nguyễn Phước Hoàng Tường Vi"),
        ("Ngày sinh", "08/03/1985"),
        ("Quốc tịch", "Việt Nam"),
        ("Bệnh hoặc tác nhân bệnh dịch", "COVID-19"),
        ("Số mũi tiêm đã nhận", "2"),
        ("Ngày tiêm", "20/11/2026"),
        ("Liều số", "2/2"),
        ("Vắc xin", "mRNA"),
        ("Sản phẩm vắc xin", "Comirnaty (Pfizer-BioNTech)"),
        ("Nhà cung cấp hoặc sản xuất vắc xin", "Pfizer/BioNTech"),
        ("Mã số của chứng nhận", "URN:UVCI:01:VN:ABC234#E"),
    ]


def test_long_names_and_old_people_fit_the_schema() -> None:
    payload = payload_of(facts(full_name="Nguyễn " + "Hoàng " * 30, birth_date=date(1899, 12, 31)))
    assert len(payload["nam"]["gn"]) == len(payload["nam"]["gnt"]) == 80
    assert payload["dob"] == ""


def test_the_number_alone_makes_no_other_certificate() -> None:
    assert digest_of(facts(uvci="a")) == digest_of(facts(uvci="b")) != digest_of(facts(full_name="Hà"))


DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("doses", "basic", "wait", "days_on", "colour"),
    [
        (0, 2, 0, 0, "none"),
        (1, 2, 0, 400, "partial"),
        (2, 2, 0, 0, "full"),
        (2, 2, 14, 13, "partial"),
        (2, 2, 14, 14, "full"),
        (1, 1, 0, 0, "full"),
        (2, 3, 0, 90, "partial"),
        (4, 2, 14, 0, "full"),
    ],
)
def test_yellow_after_one_dose_green_when_full(doses: int, basic: int, wait: int, days_on: int, colour: str) -> None:
    given_on = [DAY - timedelta(days=30 * (doses - number)) for number in range(1, doses + 1)]
    found = colour_of(given_on, basic=basic, green_after_days=wait, on=DAY + timedelta(days=days_on))
    assert found == colour
