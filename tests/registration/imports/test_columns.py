"""Columns are found by the words of their headings, wherever real files put them."""

import pytest

from hssk.refusals import Invalid
from registration.imports.columns import Columns, field_of, find_columns
from registration.imports.read import Sheet
from tests.registration.imports.samples import FIELDS, table


def find(*rows: list[str]) -> Columns:
    return find_columns([Sheet("s", list(enumerate(rows, start=1)))])


def test_all_27_columns_of_the_ministry_are_known() -> None:
    rows = [(number, [str(cell) for cell in row]) for number, row in enumerate(table([]), start=1) if row]
    columns = find_columns([Sheet("s", rows)])
    assert list(columns.places) == FIELDS
    assert list(columns.places.values()) == list(range(27))


def test_one_line_of_headings_in_another_order_will_do() -> None:
    heading = ["TT", "CCCD", "HỌ TÊN", "Năm sinh", "Giới tính", "SĐT", "Mã nhóm", "Mã xã"]
    columns = find([], ["DANH SÁCH XÃ"], heading, ["1", "017185000123", "Hà Thị Nguyệt", "1985"])
    assert (columns.header_row, columns.first_row) == (3, 4)
    assert columns.places["full_name"] == 2
    assert columns.cells(["1", "017185000123"])["identity"] == "017185000123"
    assert columns.cells(["1"])["full_name"] == ""


HEADINGS = [
    ("Số CMT/CCCD (Loại 8/9/12 số)", "identity"),
    ("so dien thoai", "phone"),
    ("Mã Quận/Huyện (*)", "district_code"),
    ("Quận/Huyện", "district_name"),
    ("Ngày tháng năm sinh", "birth_date"),
    ("Giới tính (*) (0:nam, 1:nữ)", "sex"),
    ("Số thẻ BHYT", "bhyt"),
    ("Thôn/Xóm", "hamlet"),
    ("Hoà Bình", None),
    ("Xin điền đủ họ và tên, ngày sinh, số điện thoại, và không xóa cột nào của tệp. " * 3, None),
]


@pytest.mark.parametrize(("heading", "field"), HEADINGS)
def test_headings_are_known_by_their_words(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


def test_doses_are_told_apart_by_their_order() -> None:
    heading = ["Họ và tên", "Ngày sinh", "Giới tính", "Mã nhóm", "Mã xã", "Ngày tiêm", "Lô vắc xin", "Ngày tiêm"]
    assert find(heading).places["dose_2_on"] == 7


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        find(["1", "Hà Thị Nguyệt", "1985"])
    assert refused.value.code == "no_heading"


def test_missing_columns_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        find(["Họ và tên", "Ngày sinh", "Số điện thoại", "Mã xã"])
    assert refused.value.code == "missing_columns"
    assert "Giới tính" in str(refused.value.message)
    assert "Mã nhóm" in str(refused.value.message)
    assert "Ngày sinh" not in str(refused.value.message)
