"""Background work of this room."""

from celery import shared_task

from vaccination.counts.fold import fold_counts


@shared_task(name="vaccination.fold_counts")
def fold() -> None:
    """Fold what waits."""
    fold_counts()
