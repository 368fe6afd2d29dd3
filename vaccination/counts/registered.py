"""Counting registrations; connected to their news in vaccination/wiring.py."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.timezone import localdate

from registration.registrations.models import Registration
from registration.registrations.states import LIVE
from vaccination.counts.metrics import Metric
from vaccination.counts.move import delta, move_counts


def count_registrations(registrations: Sequence[Registration], amount: int) -> None:
    """Add `amount` to the count of each registration's key, in the caller's transaction."""
    prefetch_related_objects(list(registrations), "person")
    move_counts(
        delta(
            Metric.REGISTERED,
            campaign_id=each.campaign_id,
            on=localdate(each.submitted_at),
            person=each.person,
            group_id=each.group_id,
            amount=amount,
        )
        for each in registrations
    )


def on_submitted(sender: Any, registrations: Sequence[Registration], **_news: Any) -> None:
    """New registrations count."""
    count_registrations(registrations, 1)


def on_moved(sender: Any, registrations: Sequence[Registration], was: str, **_news: Any) -> None:
    """Those that cease to be live no longer count; those that come back count again."""
    counted = was in LIVE
    changed = [each for each in registrations if (each.state in LIVE) != counted]
    count_registrations(changed, -1 if counted else 1)
