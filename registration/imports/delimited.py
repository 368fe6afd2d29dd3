"""CSV as offices of Viet Nam save it: which letters, which delimiter. Pure."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hssk.refusals import Invalid
from registration.imports.workbook import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

# No text has these; pictures, archives and programs do.
BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
DELIMITERS = ",;\t|"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Delimited:
    """A CSV file that was understood."""

    encoding: str
    delimiter: str
    rows: list[tuple[int, list[str]]]


def encoding_of(content: bytes) -> str:
    """By its mark; else UTF-16 by its zeros, UTF-8 if it is, and the old Vietnamese code page."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    sample = content[:2000]
    zeros = [sample[start::2].count(0) / max(1, len(sample) // 2) for start in (0, 1)]
    if max(zeros) > 0.3 and min(zeros) < 0.1:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1258"
    return "utf-8"


def decoded(content: bytes) -> tuple[str, str]:
    """The text in NFC and its encoding; Windows-1258 writes tones as letters of their own."""
    encoding = encoding_of(content)
    try:
        text = unicodedata.normalize("NFC", content.decode(encoding))
    except UnicodeDecodeError as error:
        raise not_text() from error
    if BINARY.search(text):
        raise not_text()
    return text, encoding


def not_text() -> Invalid:
    """The refusal of a file that is neither Excel nor text."""
    words = _("Tệp này không phải Excel (.xlsx, .xls) hay CSV, hoặc đã hỏng. Mở bằng Excel rồi lưu lại dạng .xlsx.")
    return Invalid(words, code="unreadable_file", fields={"file": words})


def delimiter_of(text: str) -> str:
    """The one that appears most, and as often on most lines: commas in addresses do not count as much."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        return lines[0][4]

    def columns(delimiter: str) -> int:
        return max((line.count(delimiter) for line in lines), default=0)

    return max(DELIMITERS, key=columns)


def read_delimited(content: bytes) -> Delimited:
    """Lines and cells; raises Invalid when it is no text."""
    text, encoding = decoded(content)
    delimiter = delimiter_of(text)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            cells = [cell[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            if len(rows) >= MOST_ROWS:
                break
    except csv.Error as error:
        raise not_text() from error
    return Delimited(encoding, delimiter, rows)
