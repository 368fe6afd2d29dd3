"""Identity and insurance numbers as lists write them. Never a reason to refuse a row. Pure."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registration.imports.remarks import Remark, note, repair
from registration.people.models import DocumentKind
from registration.people.verification import cccd_facts

SCIENTIFIC = re.compile(r"^(\d)[.,]?(\d*)E\+?(\d{1,2})$")
LABEL = re.compile(r"^(CCCD|CMND|CMT|CC)(?=\d)")
PASSPORT = re.compile(r"^[A-Z]{1,2}\d{6,8}$")
OLD_INSURANCE = re.compile(r"^[A-Z]{2}[1-5]\d{12}$")


def whole_number(text: str) -> tuple[str, bool]:
    """`text` as capitals and digits; whether Excel's exponent took digits away for good."""
    compact = re.sub(r"[\s.\-/:']", "", LABEL.sub("", text.upper().replace(" ", "")))
    scientific = SCIENTIFIC.match(text.upper().replace(" ", ""))
    if scientific is None:
        return LABEL.sub("", compact), False
    digits = scientific[1] + scientific[2].rstrip("0")
    if len(digits) <= int(scientific[3]) - 2:
        return "", True  # 1.23E+11 was typed out of a display: the other digits are gone
    try:
        return str(int(Decimal(text.upper().replace(" ", "").replace(",", ".")))), False
    except InvalidOperation:
        return "", True


Answer = tuple[tuple[str, str] | None, list[Remark]]


def shortened(field: str) -> Answer:
    """The answer for a number that lost its last digits."""
    words = _("Số bị Excel rút gọn (dạng 1,23E+11), đã mất chữ số cuối: không ghi số này, cần bổ sung.")
    return None, [repair(field, "number_shortened", words)]


def identity_of(text: str, *, birth: date | None, sex: str | None) -> Answer:
    """(kind, number) of an identity document; leading zeros lost in Excel come back when that is certain."""
    number, lost = whole_number(text)
    if lost:
        return shortened("identity")
    if not number:
        return None, []
    if number.isascii() and number.isdigit():
        return of_digits(number, birth, sex)
    if PASSPORT.match(number):
        return (DocumentKind.PASSPORT, number), []
    words = _("Số giấy tờ có chữ lạ: không ghi số này, cần bổ sung.")
    return None, [repair("identity", "identity_unreadable", words)]


def of_digits(number: str, birth: date | None, sex: str | None) -> Answer:
    """By its length: 12 CCCD, 9 CMND, 8 army or police, 10 and 11 a CCCD without its zeros."""
    kinds = {12: DocumentKind.CCCD, 9: DocumentKind.CMND, 8: DocumentKind.MILITARY}
    if len(number) in {10, 11} and agrees(number.zfill(12), birth, sex):
        words = _("Số CCCD đã thêm số 0 ở đầu; khớp với năm sinh và giới tính.")
        return (DocumentKind.CCCD, number.zfill(12)), [repair("identity", "identity_lost_zero", words)]
    if kind := kinds.get(len(number)):
        words = _("Số giấy tờ có 8 chữ số: hiểu là CMT quân đội, công an.")
        return (kind, number), [note("identity", "identity_military", words)] if len(number) == 8 else []
    words = ngettext(
        "Số giấy tờ có %(count)d chữ số, không phải 8, 9 hoặc 12: không ghi số này, cần bổ sung.",
        "Số giấy tờ có %(count)d chữ số, không phải 8, 9 hoặc 12: không ghi số này, cần bổ sung.",
        len(number),
    ) % {"count": len(number)}
    return None, [repair("identity", "identity_length", words)]


def agrees(number: str, birth: date | None, sex: str | None) -> bool:
    """Whether a CCCD says the same birth year and sex."""
    card = cccd_facts(number)
    return card is not None and birth is not None and (card.birth_year, card.sex) == (birth.year, sex)


def insurance_of(text: str) -> Answer:
    """(kind, number) of a health insurance card: 10 digits, or 15 characters before 2021."""
    number, lost = whole_number(text)
    if lost:
        return shortened("bhyt")
    if not number:
        return None, []
    if re.fullmatch(r"\d{10}", number, re.ASCII) or OLD_INSURANCE.match(number):
        return (DocumentKind.BHYT, number), []
    if re.fullmatch(r"\d{9}", number, re.ASCII):
        words = _("Số thẻ BHYT đã thêm số 0 ở đầu.")
        return (DocumentKind.BHYT, "0" + number), [repair("bhyt", "bhyt_lost_zero", words)]
    words = _("Số thẻ BHYT gồm 10 hoặc 15 ký tự: không ghi số này, cần bổ sung.")
    return None, [repair("bhyt", "bhyt_length", words)]
