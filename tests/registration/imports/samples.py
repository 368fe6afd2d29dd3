"""Lists as offices send them, made by code: one valid line, and files of every kind around it."""

import csv
import io
import itertools
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt

from hssk.accounts.models import User
from registration.campaigns.models import Campaign
from registration.imports.columns import LAYOUT
from registration.imports.models import ImportBatch, ImportRow
from registration.imports.template import write_layout
from registration.imports.upload import upload_list

FIELDS = [field for field, _group, _heading in LAYOUT]
FIRST_LINE = 9
turns = itertools.count(1)


def line(**fields: Any) -> dict[str, Any]:
    """A valid line about a woman of Xã Mai Châu, another one each time; name only what the test is about."""
    turn = next(turns)
    values: dict[str, Any] = {
        "number": turn,
        "full_name": f"Bùi Thị {letters(turn)}",
        "birth_date": "08/03/1985",
        "sex": "1",
        "group": "9",
        "phone": f"09120{turn:05d}",
        "identity": f"0171850{turn:05d}",
        "province_name": "Tỉnh Phú Thọ",
        "province_code": "25",
        "commune_name": "Xã Mai Châu",
        "commune_code": "05200",
        "hamlet": "Xóm Bản Lác",
    }
    return values | fields


def letters(turn: int) -> str:
    """A given name for each number, unlike the next one."""
    syllables = ["Hoa", "Lan", "Mai", "Nga", "Quỳnh", "Tuyết", "Vân", "Xuân", "Yến", "Thảo"]
    return " ".join(syllables[int(digit)] for digit in str(turn))


def table(lines: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """The ministry's sheet as rows of cells: title, notes, two lines of headings, data from line 9."""
    upper = [group or heading for _field, group, heading in LAYOUT]
    lower = [heading if group else "" for _field, group, heading in LAYOUT]
    head: list[list[Any]] = [
        ["", "DANH SÁCH ĐỐI TƯỢNG TIÊM"],
        [],
        ["", "Cột (*) là bắt buộc"],
        [],
        [],
        [],
        upper,
        lower,
    ]
    return head + [[each.get(field, "") for field in FIELDS] for each in lines]


def xlsx(*lines: dict[str, Any]) -> bytes:
    """An .xlsx of the ministry's layout."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    write_layout(sheet)
    for number, each in enumerate(lines, start=FIRST_LINE):
        for column, field in enumerate(FIELDS, start=1):
            if each.get(field, "") != "":
                sheet.cell(number, column, each[field])
    return bytes_of(workbook)


def bytes_of(workbook: Any) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def xls(*lines: dict[str, Any]) -> bytes:
    """A real .xls (BIFF8 in a compound file)."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("PL1_Danh sach doi tuong tiem")
    for number, row in enumerate(table(lines)):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(number, column, value)
    return bytes_of(workbook)


def text(*lines: dict[str, Any], delimiter: str = ",") -> str:
    """The layout as CSV text."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(table(lines))
    return file.getvalue()


def windows_1258(given: str) -> bytes:
    """As old Vietnamese Windows saves it: the tone follows its letter."""
    return b"".join(letter_1258(letter) for letter in given)


def letter_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [part for part in parts[1:] if part in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        return base.encode("cp1258") + "".join(tones).encode("cp1258")


def uploaded(campaign: Campaign, user: User, *lines: dict[str, Any], **given: Any) -> ImportBatch:
    """A list under review."""
    content = given.pop("content", None) or xlsx(*lines)
    batch, _new = upload_list(
        id=given.pop("id", None) or uuid.uuid4(),
        campaign=campaign,
        file_name=given.pop("file_name", "xa-mai-chau.xlsx"),
        content=content,
        by=user,
    )
    return batch


def rows_of(batch: ImportBatch) -> list[ImportRow]:
    """Its rows in the order of the file."""
    return list(ImportRow.objects.filter(batch=batch).order_by("number"))


def codes(row: ImportRow) -> set[str]:
    """Codes of the remarks on a row."""
    return {remark["code"] for remark in row.remarks}
