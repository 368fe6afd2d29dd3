"""What about a record somebody should look at. A doubt never refuses: registers differ from life. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from hssk.refusals import Words
from registration.people.numbers import checked_document, normalised_number

__all__ = ["CccdFacts", "cccd_facts", "checked_document", "doubts_of", "words_for"]

DOUBTS = {
    "cccd_birth_mismatch": _("Năm sinh khác với năm trong số CCCD."),
    "cccd_sex_mismatch": _("Giới tính khác với số CCCD."),
    "cccd_province": _("Ba số đầu của CCCD không phải mã tỉnh hay mã nước nào."),
    "cccd_length": _("Số CCCD không đủ 12 chữ số."),
    "no_document": _("Chưa có giấy tờ tùy thân."),
    "possible_duplicate": _("Có thể đã có hồ sơ khác của người này."),
}


@dataclass(frozen=True)
class CccdFacts:
    """What the number on a citizen's card says (Decree 137/2015/NĐ-CP)."""

    province: str
    sex: str
    birth_year: int


def cccd_facts(number: str) -> CccdFacts | None:
    """The facts in a number of twelve digits, else None."""
    if len(number) != 12 or not number.isdigit():
        return None
    century = int(number[3])
    sex = "male" if century % 2 == 0 else "female"
    return CccdFacts(number[:3], sex, 1900 + 100 * (century // 2) + int(number[4:6]))


def doubts_of(*, birth_date: date, sex: str, birth_year_only: bool, documents: Iterable[tuple[str, str]]) -> list[str]:
    """Codes of what to verify, each once and in a fixed order; `words_for` says them.

    `documents` are (kind, number). With the year only, the year is still compared: it is what the card says.
    """
    documents = list(documents)
    found = {
        doubt for kind, number in documents if kind == "cccd" for doubt in _card_doubts(number, birth_date.year, sex)
    }
    if not any(kind != "bhyt" for kind, _number in documents):
        found.add("no_document")
    return [code for code in DOUBTS if code in found]


def _card_doubts(number: str, birth_year: int, sex: str) -> Iterable[str]:
    facts = cccd_facts(normalised_number(number))
    if facts is None:
        return ["cccd_length"]
    unlike = {
        "cccd_birth_mismatch": facts.birth_year != birth_year,
        "cccd_sex_mismatch": sex in {"male", "female"} and facts.sex != sex,
        # 001 to 096 are provinces of before 2025, 101 and up are countries.
        "cccd_province": facts.province == "000" or "097" <= facts.province <= "100",
    }
    return [code for code, is_so in unlike.items() if is_so]


def words_for(code: str) -> Words:
    """A doubt in words."""
    return DOUBTS.get(code, code)
