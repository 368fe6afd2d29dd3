"""What a file is, is decided by its content; whatever it is, there is an answer."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from hssk.refusals import Invalid
from registration.imports.columns import find_columns
from registration.imports.read import TooLarge, read_book
from tests.registration.imports.samples import FIRST_LINE, bytes_of, line, text, windows_1258, xls, xlsx


def cells_of(content: bytes) -> dict[str, str]:
    """The first line of data by field."""
    columns = find_columns(read_book(content).sheets)
    return next(columns.cells(row) for number, row in columns.sheet.rows if number >= columns.first_row)


def workbook_with(**cells: object) -> bytes:
    workbook = openpyxl.Workbook()
    for address, value in cells.items():
        workbook.active[address] = value
    return bytes_of(workbook)


@pytest.mark.parametrize("make", [xlsx, xls])
def test_an_excel_file_of_either_kind_is_read(make: object) -> None:
    cells = cells_of(make(line(full_name="Hà Thị Nguyệt", identity="017185000123")))  # type: ignore[operator]
    assert cells["full_name"] == "Hà Thị Nguyệt"
    assert cells["identity"] == "017185000123"
    assert cells["commune_code"] == "05200"


def test_content_decides_so_an_xls_named_xlsx_is_an_xls() -> None:
    assert read_book(xls(line())).kind == "xls"
    assert read_book(xlsx(line())).kind == "xlsx"


def test_data_begins_on_line_9_of_the_ministrys_layout() -> None:
    columns = find_columns(read_book(xlsx(line())).sheets)
    assert (columns.header_row, columns.first_row) == (8, FIRST_LINE)


ENCODINGS = [
    (lambda words: words.encode(), "utf-8"),
    (lambda words: words.encode("utf-8-sig"), "utf-8-sig"),
    (lambda words: words.encode("utf-16"), "utf-16"),
    (lambda words: words.encode("utf-16-le"), "utf-16-le"),
    (lambda words: words.encode("utf-16-be"), "utf-16-be"),
    (windows_1258, "cp1258"),
]


@pytest.mark.parametrize(("encode", "name"), ENCODINGS, ids=[name for _encode, name in ENCODINGS])
def test_csv_in_every_encoding_of_vietnamese_offices(encode: object, name: str) -> None:
    content = encode(text(line(full_name="Nguyễn Thị Phượng")))  # type: ignore[operator]
    assert read_book(content).encoding == name
    assert cells_of(content)["full_name"] == "Nguyễn Thị Phượng"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_every_delimiter(delimiter: str) -> None:
    content = text(line(address="Số 5, ngõ 2, tổ 7, xóm 3"), delimiter=delimiter).encode()
    assert read_book(content).delimiter == delimiter
    assert cells_of(content)["address"] == "Số 5, ngõ 2, tổ 7, xóm 3"


def test_real_dates_and_numbers_are_read_as_people_see_them() -> None:
    given = line(birth_date=date(1985, 3, 8), phone=912345678, identity=17185000123, sex=1)
    cells = cells_of(xlsx(given))
    assert cells["birth_date"] == "08/03/1985"
    assert (cells["phone"], cells["identity"], cells["sex"]) == ("912345678", "17185000123", "1")


def test_a_moment_keeps_its_day() -> None:
    moment = datetime(1985, 3, 8, 7, 30)  # noqa: DTZ001  cells know no time zones
    assert cells_of(xlsx(line(birth_date=moment)))["birth_date"] == "08/03/1985 07:30:00"


def test_what_is_merged_over_lines_counts_for_each_of_them() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(line(), line(hamlet=""))))
    workbook.active.merge_cells("P9:P10")
    columns = find_columns(read_book(bytes_of(workbook)).sheets)
    hamlets = [columns.cells(row)["hamlet"] for number, row in columns.sheet.rows if number >= FIRST_LINE]
    assert hamlets == ["Xóm Bản Lác"] * 2


def test_the_list_is_found_on_another_sheet() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(line(full_name="Hà Thị Nguyệt"))))
    workbook.create_sheet("Hướng dẫn", 0)["A1"] = "Họ và tên: viết có dấu"
    assert cells_of(bytes_of(workbook))["full_name"] == "Hà Thị Nguyệt"


def test_a_cell_at_the_far_end_is_refused_and_only_the_reader_dies() -> None:
    with pytest.raises(Invalid) as refused:
        read_book(workbook_with(A1="x", XFD1048576="y"))
    assert refused.value.code == "broken_file"


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as inside, inside.open("xl/workbook.xml", "w") as part:
        for _turn in range(251):
            part.write(b"\0" * 2**20)
    assert len(file.getvalue()) < 2**20
    with pytest.raises(Invalid) as refused:
        read_book(file.getvalue())
    assert refused.value.code == "swelling_file"


def test_more_than_ten_megabytes_is_too_large() -> None:
    with pytest.raises(TooLarge) as refused:
        read_book(b"x" * 20 * 2**20)
    assert refused.value.status == 413
    assert "10 MB" in str(refused.value.message)


OTHERS = [
    (b"", "empty_file"),
    (b"%PDF-1.7 ...", "unreadable_file"),
    (b"\x89PNG\r\n\x1a\n", "unreadable_file"),
    (b"<html><table><tr><td>1</td></tr></table></html>", "web_page_as_excel"),
    (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "web_page_as_excel"),
    (b"PK\x03\x04 cut off", "broken_file"),
    (b"\xd0\xcf\x11\xe0 cut off", "broken_file"),
    (b"\0\1\2\3" * 9, "unreadable_file"),
]


@pytest.mark.parametrize(("content", "code"), OTHERS)
def test_everything_else_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_book(content)
    assert refused.value.code == code
    assert "file" in refused.value.fields


def test_a_line_that_names_the_delimiter_is_understood() -> None:
    assert read_book(b"sep=;\r\na;b\r\n1,5;2").delimiter == ";"
