"""The same file comes back with its result column filled, and nothing in it can run."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from hssk.accounts.models import User
from hssk.audit.models import AuditEntry
from registration.campaigns.models import Campaign
from registration.imports import result as room
from registration.imports.commit import commit_list
from registration.imports.models import ImportBatch
from registration.imports.result import result_file
from registration.registrations.models import Registration
from tests.registration.imports.samples import bytes_of, line, rows_of, text, uploaded, xls, xlsx

RESULT = 27


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def committed(campaign: Campaign, user: User, content: bytes, file_name: str = "xa.xlsx") -> ImportBatch:
    batch = uploaded(campaign, user, content=content, file_name=file_name)
    return commit_list(batch_id=batch.pk, by=user)


def test_each_row_says_what_became_of_it(campaign: Campaign, official: User) -> None:
    one = line()
    batch = committed(campaign, official, xlsx(one, line(group="77"), dict(one)))
    sheet = sheet_of(result_file(batch, by=official).content)
    number = Registration.objects.get().number
    assert sheet.cell(9, RESULT).value == f"Đã nhập: mã đăng ký {number}"
    assert sheet.cell(10, RESULT).value.startswith("Lỗi: Mã nhóm ưu tiên không có trong chiến dịch")
    assert sheet.cell(11, RESULT).value == "Đã có: Trùng với dòng 9 của danh sách"


def test_before_the_commit_it_says_what_would_become_of_it(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(), line(phone="912345678"))
    sheet = sheet_of(result_file(batch, by=official).content)
    assert sheet.cell(9, RESULT).value == "Chưa nhập (mới)"
    assert sheet.cell(10, RESULT).value.startswith("Chưa nhập (đã sửa khi đọc): Số điện thoại đã thêm số 0")


def test_the_sheet_keeps_its_looks(campaign: Campaign, official: User) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(line(full_name="Hà Thị Nguyệt"))))
    workbook.active.column_dimensions["B"].width = 33
    workbook.active["B9"].comment = Comment("hỏi lại", "xã")
    workbook.create_sheet("PL5")["A1"] = "Mã vắc xin"
    file = result_file(committed(campaign, official, bytes_of(workbook)), by=official)
    kept = openpyxl.load_workbook(io.BytesIO(file.content))
    assert kept.worksheets[0].column_dimensions["B"].width == 33
    assert kept.worksheets[0]["B9"].value == "Hà Thị Nguyệt"
    assert kept.worksheets[0]["B9"].comment.text == "hỏi lại"
    assert kept["PL5"]["A1"].value == "Mã vắc xin"


def test_no_formula_leaves_as_a_formula(campaign: Campaign, official: User) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(line(workplace='=HYPERLINK("http://x","y")', address="@SUM(1)"))))
    workbook.create_sheet("PL2")["A1"] = "=1+1"
    file = result_file(committed(campaign, official, bytes_of(workbook)), by=official)
    kept = openpyxl.load_workbook(io.BytesIO(file.content))
    types = {cell.data_type for sheet in kept.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert kept.worksheets[0]["Q9"].value == "@SUM(1)"


def test_a_row_whose_text_begins_like_a_formula_is_still_written(campaign: Campaign, official: User) -> None:
    batch = committed(
        campaign, official, text(line(workplace="=cmd|'/c calc'!A1", phone="+84912345678")).encode(), "a.csv"
    )
    assert [row.state for row in rows_of(batch)] == ["committed"]
    file = result_file(batch, by=official)
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[8][5] == "'=cmd|'/c calc'!A1"
    assert rows[8][6] == "'+84912345678"


def test_csv_comes_back_as_csv_that_excel_reads(campaign: Campaign, official: User) -> None:
    content = text(line(full_name="Hà Thị Nguyệt"), delimiter=";").encode("utf-16")
    file = result_file(committed(campaign, official, content, "xã.csv"), by=official)
    assert (file.name, file.content[:3]) == ("xã-ket-qua.csv", b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[8][1] == "Hà Thị Nguyệt"
    assert rows[8][26].startswith("Đã nhập: mã đăng ký")
    assert rows[7][26] == "Kết quả import (không điền ô này)"


def test_xls_comes_back_as_xlsx_with_the_same_cells(campaign: Campaign, official: User) -> None:
    file = result_file(committed(campaign, official, xls(line(full_name="Hà Thị Nguyệt")), "xa.xls"), by=official)
    assert file.name == "xa-ket-qua.xlsx"
    sheet = sheet_of(file.content)
    assert sheet["B9"].value == "Hà Thị Nguyệt"
    assert sheet["O9"].value == "05200"
    assert sheet.cell(9, RESULT).value.startswith("Đã nhập")


@pytest.mark.parametrize("limit", ["size", "broken"])
def test_a_workbook_that_cannot_be_kept_is_written_anew(
    campaign: Campaign, official: User, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    def fail(*_given: Any, **_more: Any) -> None:
        raise KeyError

    batch = committed(campaign, official, xlsx(line(full_name="Hà Thị Nguyệt")))
    if limit == "size":
        monkeypatch.setattr(room, "MOST_KEPT_BYTES", 1)
    else:
        monkeypatch.setattr(room.openpyxl, "load_workbook", fail)
    content = result_file(batch, by=official).content
    monkeypatch.undo()
    assert sheet_of(content)["B9"].value == "Hà Thị Nguyệt"
    assert sheet_of(content).cell(9, RESULT).value.startswith("Đã nhập")


@pytest.mark.parametrize("make", [xlsx, lambda *lines: text(*lines).encode()])
def test_the_result_uploaded_again_adds_nothing(campaign: Campaign, official: User, make: Any) -> None:
    first = committed(campaign, official, make(line(phone="+84912345678"), line(identity="17185000123")))
    second = committed(campaign, official, result_file(first, by=official).content)
    assert [row.state for row in rows_of(second)] == ["known", "known"]
    assert Registration.objects.count() == 2


def test_a_download_is_audited(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    result_file(batch, by=official)
    assert AuditEntry.objects.get(verb="list.downloaded").subject_id == batch.pk


def test_the_result_stands_behind_the_last_column_when_the_file_has_none(campaign: Campaign, official: User) -> None:
    heading = "Họ và tên,Ngày sinh,Giới tính,Mã nhóm,Mã xã"
    content = f"{heading}\nHà Thị Nguyệt,1950,1,9,05200\n".encode()
    file = result_file(committed(campaign, official, content, "a.csv"), by=official)
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][26] == "Kết quả import (không điền ô này)"
    assert rows[1][26].startswith("Đã nhập")


def test_a_stray_cell_in_the_corner_of_a_hidden_sheet_costs_nothing(campaign: Campaign, official: User) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(line())))
    for number in range(9):  # more sheets than are read
        workbook.create_sheet(f"Trang {number}")
    corner = workbook.worksheets[-1].cell(1_048_576, 16_384)
    corner.value = '=HYPERLINK("https://xau.example/")'
    batch = uploaded(campaign, official, content=bytes_of(workbook))
    file = openpyxl.load_workbook(io.BytesIO(result_file(batch, by=official).content))
    assert file.worksheets[-1].cell(1_048_576, 16_384).data_type == "s"
