"""The states of an appointment and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an appointment stands."""

    PLANNED = "planned", _("dự kiến")
    ANNOUNCED = "announced", _("đã mời")
    CONFIRMED = "confirmed", _("đã xác nhận")
    CHECKED_IN = "checked_in", _("đã đến")
    SCREENED = "screened", _("đã khám sàng lọc")
    VACCINATED = "vaccinated", _("đã tiêm")
    OBSERVED = "observed", _("đã theo dõi xong")
    DECLINED = "declined", _("không đến được")
    CANCELLED = "cancelled", _("đã hủy")
    MISSED = "missed", _("không đến")
    DEFERRED = "deferred", _("trì hoãn")
    CONTRAINDICATED = "contraindicated", _("chống chỉ định")
    REFERRED = "referred", _("chuyển cơ sở khác")


# Constants, not enum members: they stand in constraints, and so in migrations.
LIVE = ["planned", "announced", "confirmed", "checked_in", "screened", "vaccinated", "observed"]
EXPECTED = ["planned", "announced", "confirmed"]
# Those whose seat is given back when they leave these states for one that is not live.
HOLDS_SEAT = ["planned", "announced", "confirmed", "checked_in", "screened"]

ENDS = frozenset({State.CANCELLED, State.DECLINED, State.MISSED})
REFUSED_AT_SCREENING = frozenset({State.DEFERRED, State.CONTRAINDICATED, State.REFERRED})

MOVES: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.CONFIRMED, State.CHECKED_IN}) | ENDS,
    State.CONFIRMED: frozenset({State.CHECKED_IN}) | ENDS,
    State.CHECKED_IN: frozenset({State.SCREENED, State.CANCELLED}) | REFUSED_AT_SCREENING,
    State.SCREENED: frozenset({State.VACCINATED, State.CANCELLED}) | REFUSED_AT_SCREENING,
    State.VACCINATED: frozenset({State.OBSERVED}),
    State.OBSERVED: frozenset(),
    State.DECLINED: frozenset(),
    State.CANCELLED: frozenset(),
    # Late is not never: whoever comes after all is let in.
    State.MISSED: frozenset({State.CHECKED_IN}),
    State.DEFERRED: frozenset(),
    State.CONTRAINDICATED: frozenset(),
    State.REFERRED: frozenset(),
}
