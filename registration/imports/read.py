"""What an uploaded file holds. Its content decides what it is, not its name."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hssk.refusals import Invalid, Refused, Words
from registration.imports import workbook
from registration.imports.delimited import not_text, read_delimited

# A list of 20,000 rows unpacks to some 60 MB; far more than that is no list.
MOST_UNPACKED_BYTES = 250 * 1024 * 1024
READER = Path(workbook.__file__)
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class Sheet:
    """Lines that say anything, each with its number as the program shows it."""

    name: str
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Book:
    """A file that was understood. `kind` is xlsx, xls or csv."""

    kind: str
    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""


class TooLarge(Refused):
    """More bytes than we take."""

    code = "too_large"
    status = 413


def refused(words: Words, code: str) -> Invalid:
    """A refusal that belongs to the file."""
    return Invalid(words, code=code, fields={"file": words})


def check_size(size: int) -> None:
    """Raise TooLarge for more than settings.MAX_UPLOAD_BYTES."""
    most = settings.MAX_UPLOAD_BYTES
    if size > most:
        words = _("Tệp quá lớn: tối đa %(most)s MB, tệp này %(size)s MB. Hãy chia thành nhiều tệp.") % {
            "most": most // 2**20,
            "size": -(-size // 2**20),
        }
        raise TooLarge(words, fields={"file": words})


def read_book(content: bytes) -> Book:
    """The sheets of an Excel file, or the one of a CSV; raises TooLarge or Invalid."""
    check_size(len(content))
    if not content.strip():
        raise refused(_("Tệp rỗng."), "empty_file")
    if content.startswith(ZIP):
        check_unpacked(content)
        return Book("xlsx", in_own_process(content))
    if content.startswith(OLE):
        return Book("xls", in_own_process(content))
    check_no_other(content)
    text = read_delimited(content)
    return Book("csv", [Sheet("", text.rows)], text.encoding, text.delimiter)


def unpacked_size(content: bytes) -> int:
    """Bytes of everything inside an .xlsx; raises Invalid when it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            return sum(part.file_size for part in inside.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise broken() from error


def check_unpacked(content: bytes) -> None:
    """Refuse a small file that swells (a zip bomb) before anything reads it."""
    if unpacked_size(content) > MOST_UNPACKED_BYTES:
        raise refused(_("Tệp Excel này phình ra quá lớn khi mở. Chỉ giữ lại danh sách rồi lưu lại."), "swelling_file")


def check_no_other(content: bytes) -> None:
    """Refuse what is plainly something else, saying what to do."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(WEB_PAGE):
        words = _("Tệp này là trang web mang tên Excel. Mở bằng Excel rồi chọn Lưu thành… dạng .xlsx.")
        raise refused(words, "web_page_as_excel")
    if content.startswith(OTHERS):
        raise not_text()


def broken() -> Invalid:
    """The refusal of an Excel file that cannot be read."""
    return refused(
        _("Không đọc được tệp Excel này: tệp hỏng, hoặc có ô nằm rất xa bảng. Mở lại, xóa dòng cột thừa và lưu lại."),
        "broken_file",
    )


def in_own_process(content: bytes) -> list[Sheet]:
    """The sheets, read by workbook.py; see there why it is a process."""
    command = [sys.executable, "-I", "-X", "utf8", str(READER)]
    safe = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "HOME") if name in os.environ}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=workbook.SECONDS + 5, env=safe, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise broken() from error
    if done.returncode != 0:
        raise broken()
    return sheets_of(json.loads(done.stdout))


def sheets_of(answer: dict[str, Any]) -> list[Sheet]:
    """The reader's answer as sheets, or its refusal."""
    if answer.get("error") == "password":
        words = _("Tệp có mật khẩu. Bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi tải lên lại.")
        raise refused(words, "password_file")
    if "error" in answer:
        raise broken()
    return [Sheet(each["name"], [(number, cells) for number, cells in each["rows"]]) for each in answer["sheets"]]
