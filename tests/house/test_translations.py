"""Everything that people read is there in English too."""

import re

import polib
import pytest

from tests.house.catalog import PO, all_words

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(PO))}


def test_every_msgid_is_translated(english: dict[str, str]) -> None:
    assert sorted(words for words in all_words() if not english.get(words)) == []


def test_nothing_is_translated_that_nobody_says(english: dict[str, str]) -> None:
    assert sorted(set(english) - set(all_words())) == []


def test_placeholders_survive_translation(english: dict[str, str]) -> None:
    for msgid, msgstr in english.items():
        assert sorted(PLACEHOLDER.findall(msgid)) == sorted(PLACEHOLDER.findall(msgstr)), msgid


def test_the_compiled_catalogue_is_of_this_source(english: dict[str, str]) -> None:
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(PO.with_suffix(".mo")))}
    assert compiled == {msgid: msgstr for msgid, msgstr in english.items() if msgstr}
