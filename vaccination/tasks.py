"""Front door: tasks of the rooms."""

from vaccination.counts.tasks import fold
from vaccination.planning.tasks import mark_missed

__all__ = ["fold", "mark_missed"]
