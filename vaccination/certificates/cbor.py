"""CBOR from strangers: no deep nesting, no tag that makes the reader compute, nothing left over. Pure."""

import io
from collections.abc import Mapping
from typing import Any

import cbor2

DEEPEST = 16
# Big numbers, fractions, patterns, addresses, shared references, sets, … of which a certificate has none.
COMPUTING_TAGS = [2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 100, 256, 258, 260, 261, 1004, 43000]
# Dates as text or number stay what they are; 55799 only says "this is CBOR".
PLAIN_TAGS = [0, 1, 55799]


class NotCbor(ValueError):
    """These bytes are no CBOR that we read."""


def refuse(*_: Any) -> Any:
    """A tag that has no place in a certificate."""
    raise NotCbor


def plain(value: Any, *_: Any) -> Any:
    """What is behind the tag, as it stands."""
    return value


TAGS = dict.fromkeys(COMPUTING_TAGS, refuse) | dict.fromkeys(PLAIN_TAGS, plain)


def load(data: bytes) -> Any:
    """The one value that `data` holds; raises NotCbor."""
    stream = io.BytesIO(data)
    try:
        value = cbor2.CBORDecoder(
            stream, read_size=1, semantic_decoders=TAGS, max_depth=DEEPEST, allow_duplicate_keys=False
        ).decode()
    except (cbor2.CBORDecodeError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise NotCbor from error
    if stream.read(1):
        raise NotCbor
    return thawed(value)


def thawed(value: Any) -> Any:
    """`value` with lists and dicts: what is behind a tag comes frozen."""
    if isinstance(value, cbor2.CBORTag):
        return cbor2.CBORTag(value.tag, thawed(value.value))
    if isinstance(value, Mapping):
        return {key: thawed(inner) for key, inner in value.items()}
    return [thawed(inner) for inner in value] if isinstance(value, list | tuple) else value


def dump(value: Any) -> bytes:
    """`value` in CBOR, maps in the order they were written."""
    return cbor2.dumps(value)
