"""The file as it came, with the result column filled."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from hssk.accounts.models import User
from hssk.audit import record as audit
from hssk.refusals import Refused
from registration.imports.columns import LAYOUT
from registration.imports.lists import note_reading
from registration.imports.models import ImportBatch, ImportFile, ImportRow, RowState
from registration.imports.read import Book, Sheet, read_book, unpacked_size
from registration.imports.text import FORMULA_STARTS, harmless
from registration.registrations.models import Registration

HEADING = LAYOUT[-1][2]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# openpyxl takes fifty times as much memory as the sheet; a longer list is written anew, without its looks.
MOST_KEPT_BYTES = 20 * 1024 * 1024
BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, InvalidFileException)


@dataclass(frozen=True)
class ResultFile:
    """A file to download."""

    name: str
    content_type: str
    content: bytes


def result_file(batch: ImportBatch, *, by: User) -> ResultFile:
    """The uploaded file with what became of each row in column "Kết quả import"; the download is audited."""
    content = kept_file(batch)
    book = read_book(content)
    sheet = next(sheet for sheet in book.sheets if sheet.name == batch.reading["sheet"])
    words = {batch.reading["header_row"]: HEADING} | results_of(batch, by)
    place = result_place(batch, sheet)
    audit.record("list.downloaded", subject_kind="import", subject_id=batch.pk, by=by)
    stem = PurePath(batch.file_name).stem
    if book.kind == "csv":
        return ResultFile(f"{stem}-ket-qua.csv", "text/csv; charset=utf-8", as_csv(book, words, place))
    written = kept_workbook(book, content, sheet, words, place) or new_workbook(sheet, words, place)
    return ResultFile(f"{stem}-ket-qua.xlsx", XLSX, written)


def kept_file(batch: ImportBatch) -> bytes:
    """The file as it was uploaded; raises Refused once it is no longer kept."""
    file = ImportFile.objects.filter(batch=batch).first()
    if file is None:
        raise Refused(_("Tệp gốc của danh sách này không còn được lưu."), code="file_not_kept")
    return bytes(file.content)


def results_of(batch: ImportBatch, by: User) -> dict[int, str]:
    """What became of each row, in words, by its number."""
    rows = list(ImportRow.objects.filter(batch=batch).defer("cells", "values").order_by("number"))
    note_reading(rows, by=by)
    made = [row.registration_id for row in rows if row.registration_id]
    numbers = {str(pk): number for pk, number in Registration.objects.filter(pk__in=made).values_list("pk", "number")}
    return {row.number: result_words(row, numbers.get(str(row.registration_id), "")) for row in rows}


def result_words(row: ImportRow, number: str) -> str:
    """One row's result: the state first, then the registration number, then each remark."""
    states = {
        RowState.COMMITTED: _("Đã nhập"),
        RowState.KNOWN: _("Đã có"),
        RowState.FAILED: _("Lỗi"),
        RowState.NEW: _("Chưa nhập (mới)"),
        RowState.REPAIRED: _("Chưa nhập (đã sửa khi đọc)"),
    }
    parts = [_("mã đăng ký %(number)s") % {"number": number}] if number else []
    parts += [str(remark["words"]).rstrip(".") for remark in row.remarks]
    state = str(states[RowState(row.state)])
    return f"{state}: {'; '.join(parts)}" if parts else state


def result_place(batch: ImportBatch, sheet: Sheet) -> int:
    """The place (from 0) of the result column: where the file has it, else AA, else behind the last."""
    if (place := batch.reading["columns"].get("result")) is not None:
        return int(place)
    widest = max((len(row) for _number, row in sheet.rows), default=0)
    return max(widest, len(LAYOUT) - 1)


def filled(sheet: Sheet, words: Mapping[int, str], place: int) -> list[tuple[int, list[str]]]:
    """The lines of the sheet with the result in its place."""
    lines = []
    for number, row in sheet.rows:
        cells = list(row) + [""] * (place + 1 - len(row))
        if number in words:
            cells[place] = words[number]
        lines.append((number, cells))
    return lines


def as_csv(book: Book, words: Mapping[int, str], place: int) -> bytes:
    """UTF-8 with its mark, which Excel needs, and the delimiter the file had; formulas stay text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=book.delimiter or ",", lineterminator="\r\n")
    line = 1
    for number, cells in filled(book.sheets[0], words, place):
        writer.writerows([[]] * (number - line))
        writer.writerow([harmless(cell) for cell in cells])
        line = number + 1
    return text.getvalue().encode("utf-8-sig")


def kept_workbook(book: Book, content: bytes, sheet: Sheet, words: Mapping[int, str], place: int) -> bytes | None:
    """The workbook as it came, looks and all, or None when openpyxl cannot take it."""
    if book.kind != "xlsx" or unpacked_size(content) > MOST_KEPT_BYTES:
        return None
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
        texts = dict(sheet.rows)
        for each in workbook.worksheets:
            without_formulas(each, texts if each.title == sheet.name else {})
        for number, said in words.items():
            put_text(workbook[sheet.name].cell(number, place + 1), said)
        return saved(workbook)
    except BROKEN:
        return None


def without_formulas(sheet: Any, texts: Mapping[int, Sequence[str]]) -> None:
    """What the file computes becomes what it showed: the next reader's Excel must not run it."""
    # Only cells that are there: walking over all would make 17 thousand million of them for one stray in the corner.
    for cell in list(sheet._cells.values()):
        if cell.data_type == "f":
            line = texts.get(cell.row, [])
            put_text(cell, line[cell.column - 1] if cell.column <= len(line) else str(cell.value))


def put_text(cell: Any, text: str) -> None:
    """Write text that stays text; a cell hidden inside a merged one is left alone."""
    if not isinstance(cell, Cell):
        return
    cell.value, cell.hyperlink = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text), None
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def new_workbook(sheet: Sheet, words: Mapping[int, str], place: int) -> bytes:
    """A new .xlsx with the same cells in the same places."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "".join(letter for letter in sheet.name if letter not in "[]:*?/\\")[:31] or "Danh sach"
    for number, cells in filled(sheet, words, place):
        for column, text in enumerate(cells, start=1):
            if text:
                put_text(page.cell(number, column), text)
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
