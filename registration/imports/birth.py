"""Birth dates as lists write them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hssk.areas.names import search_key
from registration.imports.remarks import Remark, failure, repair

OLDEST_YEARS = 120
# Day 0 of Excel's calendar, as it counts after its invented 29/02/1900.
EXCEL_ZERO = date(1899, 12, 30)
FIELD = "birth_date"
CLOCK = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
WORDS_OF_DATES = {"ngay", "thang", "nam", "sinh"}


@dataclass(frozen=True)
class Birth:
    """A day of birth; with `year_only` its day and month mean nothing."""

    on: date
    year_only: bool = False


Answer = tuple[Birth | None, list[Remark]]


def birth_of(text: str, *, today: date, hint_year: int | None = None) -> Answer:
    """The birth date of a cell. `hint_year` is the year in the CCCD, for years of two digits."""
    if not text:
        return None, [failure(FIELD, "birth_missing", _("Thiếu ngày sinh."))]
    text = CLOCK.sub("", text).removesuffix(".0")
    birth, remarks = from_digits(text, today) if text.isdigit() and text.isascii() else from_parts(text)
    if birth is None and not remarks:
        birth, remarks = short_year(text, today, hint_year)
    return possible(birth, remarks, today)


def possible(birth: Birth | None, remarks: list[Remark], today: date) -> Answer:
    """The birth date if somebody alive can have it."""
    if birth is None:
        return None, remarks or [unreadable()]
    if birth.on > today:
        return None, [failure(FIELD, "birth_in_future", _("Ngày sinh ở tương lai."))]
    if birth.on.year < today.year - OLDEST_YEARS:
        return None, [failure(FIELD, "birth_too_long_ago", _("Ngày sinh cách đây hơn 120 năm."))]
    return birth, remarks


def unreadable() -> Remark:
    """The remark on what is no date."""
    return failure(FIELD, "birth_unreadable", _("Ngày sinh chưa đúng. Viết ngày/tháng/năm, ví dụ 05/09/1968."))


def no_such_day() -> Remark:
    """The remark on 30/02 and the like."""
    return failure(FIELD, "birth_no_such_day", _("Ngày sinh không có trong lịch."))


def day(year: int, month: int, of_month: int) -> date | None:
    """The day, or None when the calendar has none."""
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def from_digits(text: str, today: date) -> Answer:
    """1968, 05091968, 5091968 (Excel took the zero), 25085 (Excel's day number)."""
    if len(text) == 4:
        return year_only(int(text)) if 1800 <= int(text) <= today.year + 100 else (None, [unreadable()])
    if len(text) == 5:
        words = _("Ngày sinh là số ngày của Excel, đã đọc thành ngày.")
        return Birth(EXCEL_ZERO + timedelta(days=int(text))), [repair(FIELD, "birth_serial", words)]
    if len(text) == 6:
        return None, []
    if len(text) in {7, 8}:
        return eight_digits(text)
    return None, [unreadable()]


def eight_digits(text: str) -> Answer:
    """Day, month and year without anything between, or the year first."""
    padded = text.zfill(8)
    remarks = [repair(FIELD, "birth_lost_zero", _("Ngày sinh đã thêm số 0 ở đầu."))] if len(text) == 7 else []
    found = day(int(padded[4:]), int(padded[2:4]), int(padded[:2]))
    if found and found.year >= 1800:
        return Birth(found), remarks
    found = day(int(padded[:4]), int(padded[4:6]), int(padded[6:])) if len(text) == 8 else None
    return (Birth(found), [turned()]) if found else (None, [no_such_day()])


def turned() -> Remark:
    """The remark on a date in another order."""
    return repair(FIELD, "birth_order", _("Ngày sinh viết theo thứ tự khác, đã đọc thành ngày/tháng/năm."))


def year_only(year: int) -> Answer:
    """Only the year is known, as of many old people."""
    return (Birth(date(year, 1, 1), year_only=True), []) if year else (None, [unreadable()])


def numbers_in(text: str) -> list[int] | None:
    """The numbers of a date; None when there are other words than those of dates."""
    parts = search_key(text).split()
    numbers = [part for part in parts if part not in WORDS_OF_DATES]
    fitting = all(part.isascii() and part.isdigit() and len(part) <= 4 for part in numbers)
    return [int(part) for part in numbers] if fitting else None


def from_parts(text: str) -> Answer:
    """5/9/1968, 05-09-1968, 1968-09-05, 09/1968, 00/00/1968, ngày 5 tháng 9 năm 1968."""
    numbers = numbers_in(text)
    if not numbers or len(numbers) > 3:
        return None, [unreadable()]
    if len(numbers) < 3:
        return from_few(numbers)
    if numbers[0] > 31:
        numbers.reverse()
    if numbers[2] < 100:
        return None, []
    return from_three(numbers)


def from_few(numbers: Sequence[int]) -> Answer:
    """A month and a year, or a year between other signs: the year is what is known."""
    if numbers[-1] < 1000:
        return None, [unreadable()]
    birth, remarks = year_only(numbers[-1])
    words = _("Thiếu ngày hoặc tháng sinh: chỉ ghi năm sinh.")
    return birth, remarks or [repair(FIELD, "birth_year_only", words)]


def from_three(numbers: Sequence[int]) -> Answer:
    """Day, month, year; zeros for what is not known; month first if it cannot be otherwise."""
    of_month, month, year = numbers
    if year < 1000:
        return None, [unreadable()]
    if of_month == 0 or month == 0:
        return from_few([year])
    if found := day(year, month, of_month):
        return Birth(found), []
    found = day(year, of_month, month) if month > 12 else None
    return (Birth(found), [turned()]) if found else (None, [no_such_day()])


def short_year(text: str, today: date, hint_year: int | None) -> Answer:
    """A year of two digits: the one in the CCCD, else the latest that has passed."""
    numbers = [int(text[:2]), int(text[2:4]), int(text[4:])] if text.isdigit() else numbers_in(text) or []
    if len(numbers) != 3 or numbers[2] > 99:
        return None, [unreadable()]
    passed = [year for year in (2000 + numbers[2], 1900 + numbers[2]) if year <= today.year]
    year = hint_year if hint_year in passed else passed[0]
    birth, remarks = from_three([numbers[0], numbers[1], year])
    words = _("Năm sinh ghi hai chữ số, đã hiểu thành bốn chữ số.")
    return birth, [*remarks, repair(FIELD, "birth_short_year", words)]
