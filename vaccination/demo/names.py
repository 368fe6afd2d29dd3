"""Names as they occur, by chance and weight."""

import json
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
# Communes of the Mông of Mai Châu, whose surnames are others.
MONG_COMMUNES = {"05212"}
LOCAL_SHARE = 0.75


class Weighted:
    """Words drawn by weight."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self.words = list(weights)
        self.marks = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> str:
        """One of them."""
        return rng.choices(self.words, cum_weights=self.marks)[0]


@cache
def weights() -> dict[str, Weighted]:
    """The lists of data/names.json by name."""
    lists = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    return {name: Weighted(words) for name, words in lists.items() if isinstance(words, dict)}


@cache
def hamlets() -> list[str]:
    """Invented names of hamlets."""
    return (DATA / "hamlets.txt").read_text(encoding="utf-8").split()


def surname(rng: Random, commune_code: str) -> str:
    """A surname of somebody of this commune."""
    if commune_code in MONG_COMMUNES:
        return weights()["surname_hmong"].draw(rng)
    return weights()["surname_local" if rng.random() < LOCAL_SHARE else "surname"].draw(rng)


def full_name(rng: Random, sex: str, family: str) -> str:
    """Family, middle and given name."""
    given, middle = weights()[f"given_{sex}"].draw(rng), weights()[f"middle_{sex}"].draw(rng)
    return f"{family} {middle} {given}"
