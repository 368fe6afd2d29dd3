"""Folding: small rows become totals in the background, in steps that readers never notice."""

from django.db import connection

from vaccination.counts.models import KEY_FIELDS, CountDelta, CountTotal

BATCH = 10_000
KEY = ", ".join(f'"{name}"' for name in KEY_FIELDS)
# One statement, so that every snapshot holds a row either as a delta or in its total, never both or
# neither. SKIP LOCKED lets folders work side by side; the order of keys keeps them from waiting for
# each other in a circle when they meet in the same totals.
FOLD = f"""
WITH chosen AS (
    SELECT id FROM {CountDelta._meta.db_table} ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM {CountDelta._meta.db_table} WHERE id IN (SELECT id FROM chosen) RETURNING {KEY}, amount
), added AS (
    INSERT INTO {CountTotal._meta.db_table} AS total ({KEY}, amount)
    SELECT {KEY}, SUM(amount) FROM taken GROUP BY {KEY} ORDER BY {KEY}
    ON CONFLICT ON CONSTRAINT one_total_per_key DO UPDATE SET amount = total.amount + EXCLUDED.amount
)
SELECT COUNT(*) FROM taken
"""  # noqa: S608  table and column names of ours only


def fold_batch(size: int = BATCH) -> int:
    """Fold up to `size` of the oldest deltas that nobody else is folding; how many were folded."""
    with connection.cursor() as cursor:
        cursor.execute(FOLD, [size])
        return int(cursor.fetchone()[0])


def fold_counts(batches: int = 100) -> int:
    """Fold what waits, in at most `batches` steps; how many deltas were folded."""
    folded = 0
    for _step in range(batches):
        here = fold_batch()
        folded += here
        if here < BATCH:
            break
    return folded
