"""Which column holds what: the ministry's 27 columns, found by the words of their headers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hssk.areas.names import search_key
from hssk.refusals import Invalid
from registration.imports.read import Sheet

RESIDENCE = "Nơi ở tạm trú (hiện tại) (*) (Tham khảo PL3)"
DOSE_1, DOSE_2 = "Mũi 1", "Mũi 2"
VACCINE, GIVEN = "Tên vắc xin (*) (Tham khảo PL5)", "Ngày tiêm dạng dd/mm/yyyy (*)"
LOT, SITE = "Lô vắc xin (*)", "Địa điểm tiêm (*) (Tham khảo PL4)"
# Field, heading of the group of columns (row 7), heading (row 8, or 7 where there is no group).
LAYOUT: list[tuple[str, str, str]] = [
    ("number", "", "#"),
    ("full_name", "", "Họ và tên (*)"),
    ("birth_date", "", "Ngày sinh dạng dd/mm/yyyy (*)"),
    ("sex", "", "Giới tính (*) (0:nam, 1:nữ)"),
    ("group", "", "Mã nhóm đối tượng ưu tiên (*) (Tham khảo PL2)"),
    ("workplace", "", "Đơn vị công tác"),
    ("phone", "", "Số điện thoại (*) (Tối thiểu 10 số)"),
    ("identity", "", "Số CMT/CCCD (Loại 8/9/12 số)"),
    ("bhyt", "", "Số thẻ bảo hiểm y tế (Mã thẻ 10/15 ký tự)"),
    ("province_name", RESIDENCE, "Tỉnh/Thành phố"),
    ("province_code", RESIDENCE, "Mã Tỉnh (*)"),
    ("district_name", RESIDENCE, "Quận/Huyện"),
    ("district_code", RESIDENCE, "Mã Quận/Huyện (*)"),
    ("commune_name", RESIDENCE, "Xã/Phường"),
    ("commune_code", RESIDENCE, "Mã Xã/Phường (*)"),
    ("hamlet", RESIDENCE, "Địa bàn cơ sở"),
    ("address", RESIDENCE, "Địa chỉ chi tiết"),
    ("dose_1_vaccine", DOSE_1, VACCINE),
    ("dose_1_on", DOSE_1, GIVEN),
    ("dose_1_lot", DOSE_1, LOT),
    ("dose_1_site", DOSE_1, SITE),
    ("dose_2_vaccine", DOSE_2, VACCINE),
    ("dose_2_on", DOSE_2, GIVEN),
    ("dose_2_lot", DOSE_2, LOT),
    ("dose_2_site", DOSE_2, SITE),
    ("note", "", "Ghi chú"),
    ("result", "", "Kết quả import (không điền ô này)"),
]
# Tried in this order, codes before names: "Mã Quận/Huyện" holds the words of "Quận/Huyện" too.
WORDS: list[tuple[str, tuple[str, ...]]] = [
    ("result", ("ket qua import", "ket qua nhap")),
    ("province_code", ("ma tinh",)),
    ("district_code", ("ma quan", "ma huyen")),
    ("commune_code", ("ma xa", "ma phuong")),
    ("group", ("ma nhom", "nhom doi tuong", "nhom uu tien", "doi tuong uu tien")),
    ("bhyt", ("bao hiem y te", "bhyt")),
    ("identity", ("cccd", "cmnd", "cmt", "can cuoc", "chung minh", "so dinh danh")),
    ("phone", ("dien thoai", "sdt", "so dt")),
    ("birth_date", ("ngay sinh", "nam sinh", "ngay thang nam sinh")),
    ("dose_on", ("ngay tiem",)),
    ("dose_lot", ("lo vac xin", "so lo")),
    ("dose_site", ("dia diem tiem", "noi tiem", "co so tiem")),
    ("dose_vaccine", ("ten vac xin", "loai vac xin", "vac xin")),
    ("sex", ("gioi tinh", "gioi", "phai", "nam nu")),
    ("workplace", ("don vi cong tac", "noi lam viec", "co quan")),
    ("full_name", ("ho va ten", "ho ten", "ten doi tuong", "ho va ten dem")),
    ("province_name", ("tinh thanh pho", "tinh tp", "tinh")),
    ("district_name", ("quan huyen", "huyen")),
    ("commune_name", ("xa phuong", "phuong xa", "xa")),
    ("hamlet", ("dia ban co so", "thon", "xom", "to dan pho", "ban")),
    ("address", ("dia chi",)),
    ("note", ("ghi chu",)),
]
# Short words that stand in many others count only alone.
ALONE = frozenset({"gioi", "phai", "tinh", "huyen", "xa", "ban", "nam nu", "co quan", "so lo", "vac xin"})
NEEDED = ("full_name", "birth_date", "sex", "group")
# A heading may be a sentence, a paragraph of instructions is none.
LONGEST_HEADING = 120
LOOKED_AT = 40


@dataclass(frozen=True)
class Columns:
    """Where the table is: the sheet, its first line of data, and the place (from 0) of each field."""

    sheet: Sheet
    header_row: int
    first_row: int
    places: Mapping[str, int]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a line by field; what the line does not reach is empty."""
        return {field: row[place] if place < len(row) else "" for field, place in self.places.items()}


def field_of(heading: str) -> str | None:
    """The field that a heading means."""
    key = search_key(heading)
    if heading.strip() == "#" or key in {"stt", "tt", "so thu tu", "so tt"}:
        return "number"
    if not key or len(heading) > LONGEST_HEADING:
        return None
    for field, phrases in WORDS:
        for phrase in phrases:
            if key == phrase or (phrase not in ALONE and f" {phrase} " in f" {key} "):
                return field
    return None


def places_in(upper: Sequence[str], lower: Sequence[str]) -> dict[str, int]:
    """Fields of a heading of two lines: the lower one where it says anything, else the upper."""
    places: dict[str, int] = {}
    for place in range(max(len(upper), len(lower))):
        field = field_of(at(lower, place)) or field_of(at(upper, place))
        if field and field.startswith("dose_"):
            field = in_turn(field, places)
        if field and field not in places:
            places[field] = place
    return places


def at(row: Sequence[str], place: int) -> str:
    """A cell, empty beyond the end."""
    return row[place] if place < len(row) else ""


def in_turn(field: str, places: Mapping[str, int]) -> str:
    """The columns of the first dose come before those of the second."""
    part = field.removeprefix("dose_")
    return f"dose_2_{part}" if f"dose_1_{part}" in places else f"dose_1_{part}"


def find_columns(sheets: Sequence[Sheet]) -> Columns:
    """The heading that names most fields, wherever it is; raises Invalid when none names the needed ones."""
    best: Columns | None = None
    for sheet in sheets:
        for place, (number, row) in enumerate(sheet.rows[:LOOKED_AT]):
            found = headed(sheet, place, number, row)
            if best is None or len(found.places) > len(best.places):
                best = found
    if best is None or len(best.places) < 3:
        raise no_heading()
    check_needed(best)
    return best


def headed(sheet: Sheet, place: int, number: int, row: list[str]) -> Columns:
    """What a heading beginning at this line would name: this line alone, or with the next."""
    alone = places_in([], row)
    following = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else (number, [])
    both = places_in(row, following[1])
    if len(places_in([], following[1])) >= 2 and len(both) > len(alone):
        return Columns(sheet, following[0], following[0] + 1, both)
    return Columns(sheet, number, number + 1, alone)


def no_heading() -> Invalid:
    """The refusal of a file without a known heading."""
    words = _("Không tìm thấy dòng tiêu đề (Họ và tên, Ngày sinh, …). Hãy dùng tệp mẫu của Bộ Y tế, 27 cột.")
    return Invalid(words, code="no_heading", fields={"file": words})


def check_needed(columns: Columns) -> None:
    """Raise Invalid naming the missing columns, rather than fail every line."""
    headings = {field: heading for field, _group, heading in LAYOUT}
    missing = [headings[field] for field in NEEDED if field not in columns.places]
    if not {"commune_code", "commune_name"} & columns.places.keys():
        missing.append(headings["commune_code"])
    if missing:
        words = _("Tệp thiếu cột: %(columns)s.") % {"columns": "; ".join(missing)}
        raise Invalid(words, code="missing_columns", fields={"file": words})
