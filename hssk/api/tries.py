"""Counting how often somebody tried, so that guessing is slow."""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

from hssk.crypto import blind_index

logger = logging.getLogger(__name__)


def key_of(purpose: str, who: str) -> str:
    """Where the tries of `who` are counted; nothing of who it is can be read from it."""
    return f"{purpose}:{blind_index(who, purpose=purpose)}"


def counted(key: str, *, seconds: int) -> int:
    """Count one more try; how many there were within so many seconds since the first, this one included.

    Counting first and looking afterwards leaves no gap for those who try many at once. Without the cache
    people still work, and what does not depend on it (a code's own five tries, slow hashes) holds.
    """
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key))
    except (RedisError, ValueError) as error:  # ValueError: the time ended between the two calls
        logger.warning("Tries are not counted: %s", type(error).__name__)
        return 1


def forget(key: str) -> None:
    """It was somebody who may."""
    try:
        cache.delete(key)
    except RedisError as error:
        logger.warning("Tries are not forgotten: %s", type(error).__name__)
