"""The table of the dashboard as a file that spreadsheets open without asking."""

import csv
import io

from django.utils.translation import gettext as _

from hssk.look.words import short_date
from registration.imports.text import harmless
from vaccination.coverage.figures import Coverage, Row
from vaccination.coverage.notes import notes_on

# Without it Excel takes UTF-8 for a Western code page.
BOM = "\ufeff"


def csv_of(coverage: Coverage) -> str:
    """Rows with headings, then what must be said about them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Mã"), _("Tên"), *headings()])
    writer.writerows([harmless(row.key), harmless(row.label), *cells(row)] for row in coverage.rows)
    writer.writerow([])
    writer.writerow([harmless(coverage.question.campaign.name), short_date(coverage.as_of)])
    writer.writerows([harmless(str(note))] for note in notes_on(coverage))
    return BOM + out.getvalue()


def headings() -> list[str]:
    return [
        _("Đăng ký"),
        _("Lượt hẹn"),
        _("Mũi 1"),
        _("Mũi 2"),
        _("Dân số"),
        _("Người từ 18 tuổi"),
        _("Tỷ lệ ít nhất 1 mũi (%)"),
    ]


def cells(row: Row) -> list[int | str | None]:
    """Figures of a row; nothing where there is none."""
    percent = None if row.coverage is None else f"{row.coverage * 100:.1f}"
    tally, people = row.tally, row.people
    return [
        tally.registered,
        tally.scheduled,
        tally.doses[1],
        tally.doses[2],
        people.everyone,
        people.adults,
        percent,
    ]
