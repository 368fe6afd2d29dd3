"""Front door: tasks of the rooms."""

from vaccination.counts.tasks import fold

__all__ = ["fold"]
