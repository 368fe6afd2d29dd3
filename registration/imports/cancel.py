"""Giving up a list before anything of it was written."""

import uuid

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit import record as audit
from hssk.refusals import Refused
from registration.imports.lists import list_for
from registration.imports.models import BatchState, ImportBatch, RowState


def cancel_list(*, batch_id: uuid.UUID, by: User) -> ImportBatch:
    """The list, cancelled; again if it was. Raises Refused once rows of it have been written."""
    batch = list_for(by, batch_id)
    with transaction.atomic():
        # A commit holds this row while it writes a chunk.
        batch.state = ImportBatch.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
        if batch.state == BatchState.CANCELLED:
            return batch
        if batch.state == BatchState.COMMITTED or batch.rows.filter(state=RowState.COMMITTED).exists():
            raise Refused(_("Danh sách đã được nhập, không hủy được nữa."), code="list_committed")
        batch.state = BatchState.CANCELLED
        batch.save(update_fields=["state"])
        audit.record("list.cancelled", subject_kind="import", subject_id=batch.pk, by=by)
    return batch
