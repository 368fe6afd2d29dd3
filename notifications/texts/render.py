"""Turning a kind and its values into words."""

import string
import time
from typing import Any

from django.conf import settings

from notifications.kinds import KINDS
from notifications.texts.length import without_diacritics
from notifications.texts.models import MessageText

# Texts change a few times a campaign; a worker may be a minute behind.
CACHE_SECONDS = 60
_cache: dict[str, Any] = {"at": float("-inf"), "texts": {}}


def variables_in(body: str) -> set[str]:
    """Names of the format fields in `body`; raises ValueError when it is malformed."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(body) if name is not None}


def latest_texts() -> dict[tuple[str, str], MessageText]:
    """The newest version for each kind and language."""
    if time.monotonic() - _cache["at"] > CACHE_SECONDS:
        rows = MessageText.objects.order_by("version")
        _cache.update(at=time.monotonic(), texts={(row.kind, row.language): row for row in rows})
    return _cache["texts"]


def forget_texts() -> None:
    """Read texts anew at the next use (after loading or changing them)."""
    _cache["at"] = float("-inf")


def render(kind: str, language: str, values: dict[str, Any]) -> tuple[str, int]:
    """The words of a message and the version of the text they came from.

    Raises KeyError when there is no text or a variable is missing.
    """
    texts = latest_texts()
    text = texts.get((kind, language)) or texts[(kind, "vi")]
    words = text.body.format(**{name: values[name] for name in KINDS[kind].variables})
    return (words if settings.SMS_DIACRITICS else without_diacritics(words)), text.version
