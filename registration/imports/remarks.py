"""What is said about a row. Words hold nothing personal: remarks are stored unsealed. Pure."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from hssk.refusals import Words


class Weight(StrEnum):
    """How much a remark matters."""

    NOTE = "note"  # good to know
    REPAIR = "repair"  # something was read otherwise than written, or left out: look at it
    FAILURE = "failure"  # the row cannot be taken


@dataclass(frozen=True)
class Remark:
    """One thing about one cell."""

    field: str
    code: str
    words: str
    weight: str = Weight.REPAIR


def failure(field: str, code: str, words: Words) -> Remark:
    """Why the row cannot be taken."""
    return Remark(field, code, str(words), Weight.FAILURE)


def repair(field: str, code: str, words: Words) -> Remark:
    """What was read otherwise than written."""
    return Remark(field, code, str(words), Weight.REPAIR)


def note(field: str, code: str, words: Words) -> Remark:
    """What is good to know."""
    return Remark(field, code, str(words), Weight.NOTE)


def fails(remarks: Iterable[Remark]) -> bool:
    """Whether one of them stops the row."""
    return any(remark.weight == Weight.FAILURE for remark in remarks)


def as_json(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    """As they are stored with a row."""
    return [asdict(remark) for remark in remarks]
