"""Reading uploaded lists."""

import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit.record import record_reading
from hssk.refusals import NotYours
from registration.imports.models import ImportBatch, ImportRow, RowState
from registration.registrations.models import Registration


def list_for(asker: Any, batch_id: uuid.UUID) -> ImportBatch:
    """The list, if it lies within the asker's areas; raises NotYours."""
    batch = ImportBatch.objects.visible_to(asker).select_related("campaign", "area", "uploaded_by")
    found = batch.filter(pk=batch_id).first()
    if found is None:
        raise NotYours(_("Không tìm thấy danh sách này."))
    return found


def counts_of(batches: Iterable[ImportBatch]) -> dict[uuid.UUID, dict[str, int]]:
    """Rows by state of each list, with their `total`; one statement."""
    found: dict[uuid.UUID, Counter[str]] = {batch.pk: Counter() for batch in batches}
    rows = ImportRow.objects.filter(batch__in=list(found)).values("batch", "state").annotate(rows=Count("pk"))
    for row in rows.order_by():
        found[row["batch"]][row["state"]] = row["rows"]
    return {
        pk: {**{state: counts[state] for state in RowState.values}, "total": counts.total()}
        for pk, counts in found.items()
    }


def waiting_rows(batch: ImportBatch) -> Any:
    """Rows that a commit has still to write, in the order of the file."""
    return ImportRow.objects.filter(batch=batch, is_waiting=True).order_by("number")


def note_reading(rows: Iterable[ImportRow], *, by: User) -> None:
    """Note that `by` looks at rows of people who are registered: they are told who did (law 8)."""
    ids = [row.registration_id for row in rows if row.registration_id]
    if ids:
        persons = Registration.objects.filter(pk__in=ids).values_list("person", flat=True)
        record_reading(set(persons), reason="import_list", by=by)


def same_file_before(batch: ImportBatch, asker: Any) -> ImportBatch | None:
    """An earlier list of the campaign made of the very same file, that the asker may see."""
    seen = ImportBatch.objects.visible_to(asker)
    same = seen.filter(campaign=batch.campaign_id, file_sha256=batch.file_sha256)
    return same.filter(uploaded_at__lt=batch.uploaded_at).order_by("-uploaded_at").first()


def waiting_count(batch: ImportBatch) -> int:
    """How many rows a commit would still write."""
    return int(waiting_rows(batch).count())
