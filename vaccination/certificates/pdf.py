"""The printed certificate: A4, in two languages, with the QR in squares that any printer draws sharply."""

import io
from collections.abc import Sequence
from functools import lru_cache

import fontpkg
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from hssk.look.words import short_date
from vaccination.certificates.facts import eleven_fields
from vaccination.certificates.issue import Certified
from vaccination.certificates.qr import dark_modules

PLAIN, BOLD = "BeVietnamPro", "BeVietnamPro-SemiBold"
LANGUAGES = ("vi", "en")
INK, SOFT, RULE = HexColor("#16252a"), HexColor("#4c5a60"), HexColor("#d8d2c8")
WIDTH, HEIGHT = A4
MARGIN = 20 * mm
# Between the 35 and 60 mm of the EU's specification, at the upper end: paper gets folded.
QR_SIDE = 60 * mm
VALUES_AT = 90 * mm
LINE = 5.2 * mm


@lru_cache(maxsize=1)
def fonts() -> None:
    """Make the fonts known, once a process."""
    for name, weight in ((PLAIN, 400), (BOLD, 600)):
        pdfmetrics.registerFont(TTFont(name, fontpkg.path("Be Vietnam Pro", weight)))


def certificate_pdf(one: Certified, *, verify_url: str) -> bytes:
    """One page."""
    fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, lang="vi")
    title = both(TITLE)
    canvas.setTitle(" / ".join(title))
    top = heading(canvas, title)
    top = draw_qr(canvas, one.text, top)
    top = draw_fields(canvas, one, top)
    draw_notes(canvas, one, verify_url, top)
    canvas.save()
    return file.getvalue()


TITLE = translation.gettext_lazy("Chứng nhận tiêm chủng")


def both(words: object) -> list[str]:
    """Vietnamese and English; once when they are the same."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(str(words))
    return list(dict.fromkeys(said))


def write(canvas: Canvas, x: float, y: float, text: str, *, font: str = PLAIN, size: float = 10) -> None:
    """A line of text."""
    canvas.setFillColor(SOFT if size < 9 else INK)
    canvas.setFont(font, size)
    canvas.drawString(x, y, text)


def heading(canvas: Canvas, title: Sequence[str]) -> float:
    """Title and issuer; returns how far down the page it went."""
    top = HEIGHT - MARGIN - 6 * mm
    for size, line in zip((20, 13), title, strict=False):
        write(canvas, MARGIN, top, line, font=BOLD, size=size)
        top -= size * 1.4
    write(canvas, MARGIN, top, settings.CERTIFICATE_ISSUER, size=10)
    if settings.DEMO:
        top -= LINE
        write(canvas, MARGIN, top, _("Dữ liệu minh họa — người và số liệu được tạo ra, không có thật"), font=BOLD)
    return top - 8 * mm


def draw_qr(canvas: Canvas, text: str, top: float) -> float:
    """The QR in the middle, black on white."""
    modules, dark = dark_modules(text)
    size, left = QR_SIDE / modules, (WIDTH - QR_SIDE) / 2
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for x, y in dark:
        path.rect(left + x * size, top - (y + 1) * size, size, size)
    canvas.drawPath(path, stroke=0, fill=1)
    return top - QR_SIDE - 10 * mm


def draw_fields(canvas: Canvas, one: Certified, top: float) -> float:
    """The eleven fields: labels in both languages on the left, values on the right."""
    for (label, value), (_same, english) in zip(*(fields_in(one, language) for language in LANGUAGES), strict=True):
        labels = list(dict.fromkeys([label, _same]))
        values = list(dict.fromkeys([value, english]))
        lines = simpleSplit(" / ".join(values), BOLD, 10, WIDTH - MARGIN - VALUES_AT)
        for number, line in enumerate(lines):
            write(canvas, VALUES_AT, top - number * LINE, line, font=BOLD)
        write(canvas, MARGIN, top, labels[0])
        for line in labels[1:]:
            write(canvas, MARGIN, top - 4 * mm, line, size=8)
        top -= max(len(lines) * LINE, 9 * mm) + 1.5 * mm
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, top + 4.5 * mm, WIDTH - MARGIN, top + 4.5 * mm)
    return top


def fields_in(one: Certified, language: str) -> list[tuple[str, str]]:
    """Labels and values in a language."""
    with translation.override(language):
        return [(str(label), str(value)) for label, value in eleven_fields(one.facts)]


def draw_notes(canvas: Canvas, one: Certified, verify_url: str, top: float) -> None:
    """How long it lasts and where it is checked."""
    for language in LANGUAGES:
        with translation.override(language):
            facts = {
                "from": short_date(one.certificate.issued_at),
                "to": short_date(one.certificate.expires_at),
                "url": verify_url,
            }
            words = _("Cấp ngày %(from)s, có giá trị đến ngày %(to)s. Kiểm tra mã QR tại %(url)s") % facts
        top -= LINE
        write(canvas, MARGIN, top, words, size=9)
