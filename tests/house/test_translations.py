"""Everything that people read is there in English too."""

import re

import polib
import pytest

from tests.house.catalog import PO, Words, all_words, in_english

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def english() -> dict[Words, list[str]]:
    return in_english(polib.pofile(str(PO)))


def test_every_msgid_is_translated(english: dict[Words, list[str]]) -> None:
    assert sorted(words for words in all_words() if not all(english.get(words, [""]))) == []


def test_nothing_is_translated_that_nobody_says(english: dict[Words, list[str]]) -> None:
    assert sorted(set(english) - set(all_words())) == []


def test_placeholders_survive_translation(english: dict[Words, list[str]]) -> None:
    for words, translations in english.items():
        for said in translations:
            assert sorted(PLACEHOLDER.findall(words.msgid)) == sorted(PLACEHOLDER.findall(said)), words


def test_the_compiled_catalogue_is_of_this_source(english: dict[Words, list[str]]) -> None:
    compiled = in_english(polib.mofile(str(PO.with_suffix(".mo"))))
    assert compiled == {words: said for words, said in english.items() if all(said)}
