"""The states of a registration and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a registration stands."""

    SUBMITTED = "submitted", _("đã gửi")
    ACCEPTED = "accepted", _("đã duyệt")
    SCHEDULED = "scheduled", _("đã có lịch")
    COMPLETED = "completed", _("đã hoàn thành")
    REJECTED = "rejected", _("bị từ chối")
    WITHDRAWN = "withdrawn", _("đã rút")


# Constants, not enum members: they stand in constraints, and so in migrations.
LIVE = ["submitted", "accepted", "scheduled", "completed"]
WAITING = ["submitted", "accepted"]

MOVES: dict[str, frozenset[str]] = {
    State.SUBMITTED: frozenset({State.ACCEPTED, State.SCHEDULED, State.COMPLETED, State.REJECTED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.SCHEDULED, State.COMPLETED, State.REJECTED, State.WITHDRAWN}),
    State.SCHEDULED: frozenset({State.ACCEPTED, State.COMPLETED, State.WITHDRAWN}),
    State.COMPLETED: frozenset(),
    State.REJECTED: frozenset({State.SUBMITTED}),
    State.WITHDRAWN: frozenset({State.SUBMITTED}),
}
