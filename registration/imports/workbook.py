"""Reads an Excel file in a process of its own: `python -I workbook.py < file > cells.json`.

Why a process: one stray cell at XFD1048576 makes the reader ask for 500 GB and abort, and with it
whatever process it runs in. Here the memory and the seconds are limited and nothing else is lost.
Imports nothing of ours: it starts in 60 ms and sees no settings, no secrets, no database.
"""

import contextlib
import io
import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 20
MOST_SHEETS = 8
MOST_COLUMNS = 64
MOST_ROWS = 20_100
LONGEST_CELL = 2000
MOST_FILLED = 100_000


def text_of(value: Any) -> str:
    """A cell as people read it: whole numbers without point or exponent, days as dd/mm/yyyy."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        # 15 digits are what a double holds: an identity number of 12 survives "1.7E+10".
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value) if isinstance(value, (str, int, time, timedelta)) else ""


def fill_merged(rows: list[list[Any]], sheet: CalamineSheet) -> None:
    """What was merged over several lines of one column counts for each of these lines."""
    left = MOST_FILLED
    for (top, column), (bottom, last_column) in sheet.merged_cell_ranges or []:
        left -= bottom - top
        if column != last_column or left < 0:
            continue
        for row in rows[top : bottom + 1]:
            if column < len(row):
                row[column] = rows[top][column]


def cells_of(sheet: CalamineSheet) -> dict[str, Any]:
    """The lines of a sheet that say anything, with their numbers as Excel shows them."""
    rows = sheet.to_python(skip_empty_area=False)
    fill_merged(rows, sheet)
    found: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, start=1):
        texts = [text_of(value)[:LONGEST_CELL] for value in row[:MOST_COLUMNS]]
        if any(text.strip() for text in texts):
            found.append((number, texts))
        if len(found) >= MOST_ROWS:
            break
    return {"name": sheet.name, "rows": found}


def answer(content: bytes) -> dict[str, Any]:
    """`{"sheets": […]}`, or `{"error": "password" | "broken"}`."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [book.get_sheet_by_index(place) for place in range(min(len(book.sheet_names), MOST_SHEETS))]
        return {"sheets": [cells_of(sheet) for sheet in sheets]}
    except PasswordError:
        return {"error": "password"}
    except (CalamineError, ValueError, IndexError, OSError):
        return {"error": "broken"}


def main() -> None:
    """Read standard input, answer on standard output."""
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # A crash is expected of hostile files; its memory, with people's data in it, is not to be kept.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(json.dumps(answer(sys.stdin.buffer.read()), ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
