"""A clock that a test can set forward: a night passes, or the half hour of observation."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

import pytest
from django.utils import timezone


class Clock:
    """Moves what `timezone.now` answers; model defaults follow, for they call the same function."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = self
        self.shift = timedelta()

        class Shifted(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> Self:
                return datetime.now(tz) + clock.shift  # type: ignore[return-value] # noqa: TID251

        monkeypatch.setattr(timezone, "datetime", Shifted)
        self.first_day = timezone.localdate()

    def set(self, day: date, hour: int, minute: int = 0) -> None:
        """It is now that time of that day in Viet Nam."""
        self.shift += timezone.make_aware(datetime.combine(day, time(hour, minute))) - timezone.now()

    def next_morning(self) -> None:
        """The day after the first, early."""
        self.set(self.first_day + timedelta(days=1), 7, 10)

    def forward(self, **time_passed: int) -> None:
        """So much time passes."""
        self.shift += timedelta(**time_passed)
