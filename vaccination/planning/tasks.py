"""Tasks of planning: each loads nothing, calls once."""

from celery import shared_task
from django.utils import timezone

from vaccination.planning import missed


@shared_task(name="vaccination.mark_missed")
def mark_missed() -> int:
    """Runs in the evening, when today's sessions are over."""
    today = timezone.localdate()
    missed.return_to_line(through=today)
    return missed.mark_missed(through=today)
