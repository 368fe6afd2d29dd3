"""Taking in a list: it is read, judged row by row and kept for review. Nobody is registered yet."""

import hashlib
import re
import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.audit import record as audit
from hssk.refusals import Invalid, NotYours, Refused
from registration.campaigns.models import Campaign
from registration.imports.columns import Columns, find_columns
from registration.imports.models import ImportBatch, ImportFile, ImportRow
from registration.imports.places import Places, communes_for
from registration.imports.read import Book, read_book
from registration.imports.remarks import as_json
from registration.imports.rows import Rules
from registration.imports.text import tidied
from registration.imports.verdicts import Verdict, judge

MOST_ROWS = 20_000


def upload_list(
    *,
    id: uuid.UUID,
    campaign: Campaign,
    file_name: str,
    content: bytes,
    by: User,
    now: datetime | None = None,
) -> tuple[ImportBatch, bool]:
    """The list under review, and whether it is new: the same id again gives the first.

    Raises Invalid for a file that is no such list, TooLarge, and Refused when the campaign takes none.
    """
    if (first := first_with(id, by)) is not None:
        return first, False
    now = now or timezone.now()
    check_lasts(campaign, now)
    communes = communes_for(campaign, by)
    if not communes:
        raise NotYours(_("Chiến dịch này không thuộc địa bàn của Ông/Bà."), fields={"campaign": _("Chọn chiến dịch.")})
    # Read and judged before the transaction: nothing is held meanwhile.
    book = read_book(content)
    columns = find_columns(book.sheets)
    groups = dict(campaign.groups.values_list("code", "pk"))
    rules = Rules(timezone.localdate(now), groups, Places(communes).residence, campaign.min_age_years)
    verdicts, skipped = judge(columns, campaign=campaign, rules=rules)
    check_rows(verdicts)
    batch = ImportBatch(
        id=id,
        campaign=campaign,
        area=area_of(verdicts, communes, campaign, by),
        file_name=safe_name(file_name),
        file_sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=now,
        reading=how_read(book, columns, skipped),
    )
    return store(batch, content, verdicts, by)


def first_with(id: uuid.UUID, by: User) -> ImportBatch | None:
    """The list that this id already stands for; another's id is refused."""
    batch = ImportBatch.objects.filter(pk=id).first()
    if batch and batch.uploaded_by_id != by.pk:
        raise Refused(_("Mã này đã dùng cho một danh sách khác."), code="id_taken")
    return batch


def check_lasts(campaign: Campaign, now: datetime) -> None:
    """Refuse lists for a campaign that is over. One closed to citizens still takes lists, as submit.py does."""
    if campaign.ends_on < timezone.localdate(now):
        words = _("Chiến dịch này đã kết thúc.")
        raise Refused(words, code="campaign_over", fields={"campaign": words})


def check_rows(verdicts: list[Verdict]) -> None:
    """Refuse a list without people, and one that is too long."""
    if not verdicts:
        words = _("Danh sách không có dòng nào về người tiêm.")
        raise Invalid(words, code="no_rows", fields={"file": words})
    if len(verdicts) > MOST_ROWS:
        words = _("Danh sách dài quá: tối đa 20.000 dòng. Hãy chia thành nhiều tệp.")
        raise Invalid(words, code="too_many_rows", fields={"file": words})


def area_of(
    verdicts: list[Verdict], communes: dict[int, AdministrativeUnit], campaign: Campaign, by: User
) -> AdministrativeUnit:
    """Who may see the list: the one commune it is of, else the widest area of the uploader that holds all its rows.

    Of several communes that no area of the uploader holds together, only the campaign's own officials see it.
    """
    named = [communes[area_id] for area_id in {verdict.values["area_id"] for verdict in verdicts if verdict.values}]
    if len(named) == 1:
        return named[0]
    held = AdministrativeUnit.objects.filter(path__in=paths_for(by, May.IMPORT_LISTS)).order_by("level", "path")
    whole = (area for area in held if all(commune.path.startswith(area.path) for commune in named))
    return next(whole, campaign.area)


def safe_name(file_name: str) -> str:
    """The name of the file without folders and odd signs."""
    bare = re.split(r"[\\/]", tidied(file_name))[-1]
    return bare[-200:] or "danh-sach"


def how_read(book: Book, columns: Columns, skipped: list[int]) -> dict[str, object]:
    """What an official may ask about the reading, and the result needs to know."""
    return {
        "kind": book.kind,
        "encoding": book.encoding,
        "delimiter": book.delimiter,
        "sheet": columns.sheet.name,
        "header_row": columns.header_row,
        "columns": dict(columns.places),
        "skipped": skipped[:100],
    }


def store(batch: ImportBatch, content: bytes, verdicts: list[Verdict], by: User) -> tuple[ImportBatch, bool]:
    """Write all of it or nothing; whoever sent the same id at the same moment gets the first."""
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
            ImportFile.objects.create(batch=batch, content=content)
            ImportRow.objects.bulk_create((row_of(batch, verdict) for verdict in verdicts), batch_size=1000)
            detail = {"rows": len(verdicts), "area": batch.area.code}
            audit.record("list.uploaded", subject_kind="import", subject_id=batch.pk, detail=detail, by=by)
    except IntegrityError:
        if (first := first_with(batch.pk, by)) is None:
            raise
        return first, False
    return batch, True


def row_of(batch: ImportBatch, verdict: Verdict) -> ImportRow:
    """The unsaved row of a verdict."""
    return ImportRow(
        batch=batch,
        number=verdict.number,
        cells=verdict.cells,
        values=verdict.values,
        state=verdict.state,
        remarks=as_json(verdict.remarks),
        registration_id=verdict.registration_id,
        is_waiting=verdict.is_waiting,
    )
