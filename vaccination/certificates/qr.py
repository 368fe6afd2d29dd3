"""The QR of a certificate: as SVG on a page, as PNG to keep, as squares for a PDF. Pure."""

import io
from collections.abc import Iterator
from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from vaccination.certificates.shc import PREFIX, digits_of

# A quarter of the symbol may be lost: screens crack and paper is folded.
ERROR_LEVEL = "q"
QUIET_ZONE = 4
DOTS_PER_MODULE = 8


def symbol(text: str) -> segno.QRCode:
    """The QR of a certificate's text."""
    return segno.make_qr(text, error=ERROR_LEVEL, boost_error=False)


def card_symbol(jws: str) -> segno.QRCode:
    """The QR of a SMART Health Card: a few letters, then digits only, so that it stays small."""
    parts: Any = [PREFIX, digits_of(jws)]  # as segno documents it, though its types do not say so
    return segno.make_qr(parts, error="l", boost_error=False)


def qr_svg(drawn_from: segno.QRCode) -> SafeString:
    """As wide as its place; black on white whatever the page is."""
    drawn = drawn_from.svg_inline(omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308  drawn by segno, which writes none of the text


def qr_png(drawn_from: segno.QRCode) -> bytes:
    """A picture of about 800 dots a side."""
    picture = io.BytesIO()
    drawn_from.save(picture, kind="png", scale=DOTS_PER_MODULE, border=QUIET_ZONE)
    return picture.getvalue()


def dark_modules(text: str) -> tuple[int, Iterator[tuple[int, int]]]:
    """Modules a side with the quiet zone, and the dark ones as (column, row)."""
    rows = list(symbol(text).matrix_iter(border=QUIET_ZONE))
    return len(rows), ((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
