"""Fields of bodies that DRF's own do not quite cover."""

from datetime import datetime
from typing import Any

from rest_framework.serializers import DateTimeField


class MomentField(DateTimeField):
    """A time; one so far off that no zone can hold it (the first and last day of the calendar) is wrong input."""

    def enforce_timezone(self, value: datetime) -> Any:
        try:
            return super().enforce_timezone(value)
        except OverflowError:
            self.fail("overflow")
