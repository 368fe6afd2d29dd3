"""Tasks of delivery: each loads nothing, calls once."""

from celery import shared_task
from django.utils import timezone

from notifications.delivery.claim import sweep as sweep_lost
from notifications.delivery.deliver import deliver_batch
from notifications.outbox.models import Message
from notifications.outbox.signals import message_waiting

# One task stops after this many batches, so that a campaign does not keep a worker from one-time codes.
BATCHES_PER_TASK = 20


@shared_task(name="notifications.deliver_waiting")
def deliver_waiting() -> int:
    """Send what waits."""
    sent = 0
    for _batch in range(BATCHES_PER_TASK):
        claimed = deliver_batch()
        sent += claimed
        if not claimed:
            break
    return sent


@shared_task(name="notifications.sweep")
def sweep() -> int:
    """Find messages whose worker died."""
    return sweep_lost(now=timezone.now())


def nudge(sender: type[Message], *, urgent: bool, **_: object) -> None:
    """Wake a worker for a one-time code; the rest leaves by the schedule, seconds later.

    Publishing a task costs more than writing the message, so it is not done for every one.
    """
    if urgent:
        deliver_waiting.apply_async(retry=False)


message_waiting.connect(nudge, dispatch_uid="notifications.nudge")
