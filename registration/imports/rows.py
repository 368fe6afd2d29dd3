"""From the cells of one line to the values of a registration, with remarks on the way. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hssk.areas.names import search_key
from hssk.refusals import Invalid
from registration.imports.birth import Birth, birth_of
from registration.imports.documents import identity_of, insurance_of, whole_number
from registration.imports.remarks import Remark, fails, failure, note, repair
from registration.imports.text import tidied
from registration.people.facts import age_on, tidy_name
from registration.people.models import Sex
from registration.people.verification import cccd_facts
from registration.sign_in.phones import normalised_phone

SEXES = {
    **dict.fromkeys(("0", "nam", "male", "m", "trai", "ong"), Sex.MALE),
    **dict.fromkeys(("1", "nu", "female", "f", "gai", "ba"), Sex.FEMALE),
    **dict.fromkeys(("khac", "other"), Sex.OTHER),
}
LENGTHS = {"hamlet": 80, "address": 255, "workplace": 255}
# A line that fills only one of these is a heading between, or a total.
TELLING = ("full_name", "birth_date", "sex", "identity", "phone", "commune_code")


@dataclass(frozen=True)
class Residence:
    """Where a line says that somebody lives: a commune of today, or None with the reason."""

    area_id: int | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Rules:
    """What lines are read against."""

    today: date
    # Priority groups of the campaign: code to id.
    groups: Mapping[str, int]
    # From cells to a commune; see places.py.
    residence: Callable[[Mapping[str, str]], Residence]
    # Nobody younger is vaccinated in the campaign.
    min_age_years: int = 0


@dataclass(frozen=True)
class Parsed:
    """A line that was read. `values` is None when it fails."""

    values: dict[str, Any] | None
    remarks: list[Remark]


def says_something(cells: Mapping[str, str]) -> bool:
    """Whether a line is about a person, rather than blank, a heading between, or a total."""
    return sum(bool(tidied(cells.get(field, ""))) for field in TELLING) >= 2


def parse_row(cells: Mapping[str, str], rules: Rules) -> Parsed:
    """Values and remarks; never raises, whatever the cells hold."""
    cells = {field: tidied(text) for field, text in cells.items()}
    remarks: list[Remark] = []

    def keep(answer: tuple[Any, list[Remark]]) -> Any:
        remarks.extend(answer[1])
        return answer[0]

    name = keep(name_of(cells.get("full_name", "")))
    born: Birth | None = keep(
        birth_of(cells.get("birth_date", ""), today=rules.today, hint_year=card_year(cells.get("identity", "")))
    )
    remarks.extend(too_young(born, rules))
    sex = keep(sex_of(cells.get("sex", ""), cells.get("identity", ""), born))
    group = keep(group_of(cells.get("group", ""), rules.groups))
    phone = keep(phone_of(cells.get("phone", "")))
    residence = rules.residence(cells)
    remarks.extend(residence.remarks)
    documents = [
        keep(identity_of(cells.get("identity", ""), birth=born.on if born else None, sex=sex)),
        keep(insurance_of(cells.get("bhyt", ""))),
    ]
    texts = {field: keep(fitting(field, cells.get(field, ""))) for field in LENGTHS}
    remarks.extend(earlier_doses(cells))
    if fails(remarks) or born is None:
        return Parsed(None, remarks)
    values = {
        "full_name": name,
        "birth_date": born.on.isoformat(),
        "birth_year_only": born.year_only,
        "sex": str(sex),
        "group_id": group,
        "phone": phone,
        "area_id": residence.area_id,
        "documents": [[str(kind), number] for kind, number in filter(None, documents)],
        **texts,
    }
    return Parsed(values, remarks)


def card_year(identity: str) -> int | None:
    """The birth year in a CCCD, with the zeros that Excel took."""
    number, _lost = whole_number(identity)
    card = cccd_facts(number.zfill(12)) if len(number) >= 10 and number.isascii() else None
    return card.birth_year if card else None


def name_of(text: str) -> tuple[str, list[Remark]]:
    """A name in a case that is not shouted."""
    if not text:
        return "", [failure("full_name", "name_missing", _("Thiếu họ và tên."))]
    try:
        name = tidy_name(text)
    except Invalid as refused:
        return "", [failure("full_name", "wrong_name", refused.message)]
    return (name.title() if name in {name.upper(), name.lower()} else name), []


def too_young(born: Birth | None, rules: Rules) -> list[Remark]:
    """Why somebody is too young for every vaccine of the campaign."""
    if born is None or age_on(born.on, rules.today) >= rules.min_age_years:
        return []
    words = _("Chiến dịch này tiêm cho người từ %(years)s tuổi trở lên.") % {"years": rules.min_age_years}
    return [failure("birth_date", "too_young", words)]


def sex_of(text: str, identity: str, born: Birth | None) -> tuple[str | None, list[Remark]]:
    """0 is male and 1 female; an empty cell is filled from a CCCD that agrees with the birth year."""
    if sex := SEXES.get(search_key(text).removesuffix(" 0")):
        return sex, []
    if text:
        words = _("Giới tính chưa đúng: 0 là nam, 1 là nữ.")
        return None, [failure("sex", "wrong_sex", words)]
    number, _lost = whole_number(identity)
    card = cccd_facts(number) if number.isascii() else None
    if card and born and card.birth_year == born.on.year:
        return card.sex, [repair("sex", "sex_from_card", _("Thiếu giới tính: lấy theo số CCCD."))]
    return None, [failure("sex", "sex_missing", _("Thiếu giới tính (0 là nam, 1 là nữ)."))]


def group_of(text: str, groups: Mapping[str, int]) -> tuple[int | None, list[Remark]]:
    """The priority group of a code: "9", "09", "Nhóm 9"."""
    code = search_key(text.removesuffix(".0")).removeprefix("nhom").strip().lstrip("0")
    if code in groups:
        return groups[code], []
    if text.strip() in groups:
        return groups[text.strip()], []
    if not text:
        return None, [failure("group", "group_missing", _("Thiếu mã nhóm ưu tiên."))]
    words = _("Mã nhóm ưu tiên không có trong chiến dịch (xem PL2 của tệp mẫu).")
    return None, [failure("group", "unknown_group", words)]


def phone_of(text: str) -> tuple[str, list[Remark]]:
    """The first number of a cell in E.164. None is allowed, a wrong one is not: it would never ring."""
    if not any(letter.isdigit() for letter in text):
        return "", [note("phone", "phone_missing", _("Không có số điện thoại: sẽ không nhận được tin nhắn."))]
    first, *others = [part for part in split_numbers(text) if part]
    try:
        phone = normalised_phone(first)
    except Invalid as refused:
        return "", [failure("phone", "wrong_phone", refused.message)]
    remarks = phone_repairs(first, phone)
    if others:
        words = _("Ô có nhiều số điện thoại: lấy số đầu tiên.")
        remarks.append(repair("phone", "several_phones", words))
    return phone, remarks


def split_numbers(text: str) -> list[str]:
    """Numbers of a cell that holds several: 0912 345 678 / 0987 654 321."""
    for sign in "/;,|":
        if sum(len([d for d in part if d.isdigit()]) >= 9 for part in text.split(sign)) > 1:
            return [part.strip() for part in text.split(sign)]
    return [text]


def phone_repairs(written: str, phone: str) -> list[Remark]:
    """What was certain to be meant: the lost zero, and prefixes of before 2018."""
    digits = "".join(letter for letter in written if letter.isdigit())
    if digits[-9:] != phone[-9:]:
        words = _("Số điện thoại 11 số cũ đã đổi sang đầu số mới.")
        return [repair("phone", "old_prefix", words)]
    if len(digits) == 9 and not written.startswith("+"):
        return [repair("phone", "phone_lost_zero", _("Số điện thoại đã thêm số 0 ở đầu."))]
    return []


def fitting(field: str, text: str) -> tuple[str, list[Remark]]:
    """A text as long as the record can hold."""
    longest = LENGTHS[field]
    if len(text) <= longest:
        return text, []
    words = _("Dài hơn %(longest)s ký tự: đã cắt bớt.") % {"longest": longest}
    return text[:longest].strip(), [repair(field, "cut", words)]


def earlier_doses(cells: Mapping[str, str]) -> list[Remark]:
    """Says that doses given before are on the line: they are kept in the file, and not recorded here."""
    if not any(text for field, text in cells.items() if field.startswith("dose_")):
        return []
    words = _("Có mũi tiêm trước: nhập ở mục lịch sử tiêm (chưa hỗ trợ), ở đây chỉ ghi đăng ký.")
    return [note("dose_1_on", "earlier_doses", words)]
