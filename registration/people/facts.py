"""Names and birth dates as they may stand in a record. Pure."""

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from hssk.refusals import Invalid

LONGEST_NAME = 120
OLDEST_YEARS = 120
# Direction marks, zero-width and soft hyphens that come along when pasting.
HIDDEN = {"Cf", "Cc", "Co", "Cn"}
# What may stand between letters of a name.
MARKS = " .'’-"


def tidy_name(raw: str) -> str:
    """A name with one space between words, in NFC and the person's own case.

    Raises Invalid, with field `full_name`, for what is no name: empty, digits, other signs. One word is a name.
    """
    visible = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", raw)
        if char.isspace() or unicodedata.category(char) not in HIDDEN
    )
    name = " ".join(visible.split())
    if not name:
        raise _wrong_name(_("Nhập họ và tên."))
    if any(char.isdigit() for char in name):
        raise _wrong_name(_("Họ và tên không có chữ số."))
    if len(name) > LONGEST_NAME:
        raise _wrong_name(_("Họ và tên dài nhất 120 ký tự; tên này có %(count)s.") % {"count": len(name)})
    # Letters of any script with their marks, so that foreign names pass.
    if not all(char in MARKS or unicodedata.category(char)[0] in "LM" for char in name) or not name[0].isalpha():
        raise _wrong_name(_("Họ và tên chỉ gồm chữ cái và khoảng trắng."))
    return name


def _wrong_name(words: str) -> Invalid:
    return Invalid(words, code="wrong_name", fields={"full_name": words})


def checked_birth(born: date, *, on: date) -> date:
    """The birth date; raises Invalid, with field `birth_date`, when nobody alive on `on` was born then."""
    if born > on:
        words = _("Ngày sinh ở tương lai. Hãy xem lại năm sinh.")
    elif born.year < on.year - OLDEST_YEARS:
        words = _("Năm sinh %(year)s quá xa. Hãy xem lại năm sinh.") % {"year": born.year}
    else:
        return born
    raise Invalid(words, code="wrong_birth_date", fields={"birth_date": words})


def age_on(born: date, on: date) -> int:
    """Whole years of age. Born on 29 February means older on 1 March of common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def short_name(full_name: str, longest: int = 24) -> str:
    """A name that fits a text message: whole, or its last two words, by which people are called."""
    if len(full_name) <= longest:
        return full_name
    return " ".join(full_name.split()[-2:])[:longest]
