"""Taking waiting messages, so that no two workers hold the same one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from notifications.outbox.models import Message, State

BATCH = 200
# A worker that has not finished a batch within this time is taken for dead.
LOST_AFTER = timedelta(minutes=5)
ATTEMPTS = 6
RETRY_AFTER = timedelta(seconds=30)


def claim(*, now: datetime, most: int = BATCH) -> list[Message]:
    """Up to `most` due messages, most urgent first, marked as being sent. The claim is committed at once."""
    with transaction.atomic():
        due = Message.objects.filter(state=State.QUEUED, not_before__lte=now)
        rows = list(due.order_by("priority", "not_before").select_for_update(skip_locked=True)[:most])
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
    for row in rows:
        row.attempts += 1
    return rows


def sweep(*, now: datetime) -> int:
    """Messages whose worker died between claim and outcome become `uncertain` or wait again. Returns how many.

    A message that was rendered may have reached the gateway: whether it did is not known, so it is not
    sent a second time by itself. One that was never rendered cannot have left, and waits again.
    """
    lost = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - LOST_AFTER)
    unsent = lost.filter(text="").update(state=State.QUEUED, claimed_at=None)
    doubtful = lost.exclude(text="").update(state=State.UNCERTAIN, failure="worker_lost")
    return unsent + doubtful
