"""Every kind of message has its words, in both languages, with the right variables and a length we know."""

import pytest

from notifications.kinds import KINDS
from notifications.texts.length import measure, without_diacritics
from notifications.texts.load import load_texts
from notifications.texts.models import MessageText
from notifications.texts.render import variables_in

OURS = sorted(name for name in KINDS if not name.startswith("test."))


@pytest.fixture
def texts(db: None) -> dict[tuple[str, str], str]:
    load_texts()
    return {(text.kind, text.language): text.body for text in MessageText.objects.order_by("version")}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", OURS)
def test_a_kind_has_a_text_with_its_variables(kind: str, language: str, texts: dict[tuple[str, str], str]) -> None:
    assert variables_in(texts[kind, language]) == KINDS[kind].variables


@pytest.mark.parametrize("kind", OURS)
def test_a_text_without_diacritics_is_cheap_with_its_sample(kind: str, texts: dict[tuple[str, str], str]) -> None:
    assert KINDS[kind].sample.keys() == KINDS[kind].variables
    words = without_diacritics(texts[kind, "vi"].format(**KINDS[kind].sample))
    assert measure(words).encoding == "GSM-7"
    assert measure(words).parts <= 2


def test_loading_texts_again_adds_nothing(texts: dict[tuple[str, str], str]) -> None:
    assert load_texts() == 0


def test_no_text_is_without_a_kind(texts: dict[tuple[str, str], str]) -> None:
    assert {kind for kind, _language in texts} <= set(KINDS)
