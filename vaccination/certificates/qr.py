"""The QR of a certificate: as SVG on a page, as PNG to keep, as squares for a PDF. Pure."""

import io
from collections.abc import Iterator

import segno
from django.utils.safestring import SafeString, mark_safe

# A quarter of the symbol may be lost: screens crack and paper is folded.
ERROR_LEVEL = "q"
QUIET_ZONE = 4
DOTS_PER_MODULE = 8


def symbol(text: str) -> segno.QRCode:
    """The QR of a certificate's text."""
    return segno.make_qr(text, error=ERROR_LEVEL, boost_error=False)


def qr_svg(text: str) -> SafeString:
    """As wide as its place; black on white whatever the page is."""
    drawn = symbol(text).svg_inline(omitsize=True, border=QUIET_ZONE, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308  drawn by segno, which writes none of the text


def qr_png(text: str) -> bytes:
    """A picture of about 700 dots a side."""
    picture = io.BytesIO()
    symbol(text).save(picture, kind="png", scale=DOTS_PER_MODULE, border=QUIET_ZONE)
    return picture.getvalue()


def dark_modules(text: str) -> tuple[int, Iterator[tuple[int, int]]]:
    """Modules a side with the quiet zone, and the dark ones as (column, row)."""
    rows = list(symbol(text).matrix_iter(border=QUIET_ZONE))
    return len(rows), ((x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
