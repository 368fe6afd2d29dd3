"""A message kind of the tests' own, so that they do not depend on what other rooms send."""

import uuid
from collections.abc import Iterator

import pytest

from notifications.kinds import KINDS, URGENT, Kind, register
from notifications.texts.models import MessageText
from notifications.texts.render import forget_texts

UNWANTED: set[uuid.UUID] = set()


@pytest.fixture
def kind(db: None) -> Iterator[Kind]:
    """`test.greeting`, with a text in Vietnamese; subjects in UNWANTED need it no longer."""
    made = register(
        Kind(
            name="test.greeting",
            variables=frozenset({"name"}),
            still_wanted=lambda subject: subject not in UNWANTED,
        )
    )
    MessageText.objects.create(kind=made.name, language="vi", version=1, body="Chào {name}, mời Ông/Bà đến tiêm.")
    forget_texts()
    yield made
    del KINDS[made.name]
    UNWANTED.clear()
    forget_texts()


@pytest.fixture
def secret_kind(kind: Kind) -> Iterator[Kind]:
    """`test.code`: urgent, and wiped once it has left."""
    made = register(Kind("test.code", frozenset({"name"}), priority=URGENT, secret=True))
    MessageText.objects.create(kind=made.name, language="vi", version=1, body="482913 là mã của {name}")
    forget_texts()
    yield made
    del KINDS[made.name]
