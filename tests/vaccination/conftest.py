"""What tests of these rooms share."""

from collections.abc import Iterator

import pytest

from vaccination.schedules.load import load_policy
from vaccination.schedules.rules import forget_policy


@pytest.fixture(autouse=True)
def _fresh_policy() -> Iterator[None]:
    """Rules are cached in the process; each test has a database of its own."""
    forget_policy()
    yield
    forget_policy()


@pytest.fixture
def policy(db: None) -> None:
    """The shipped vaccines, rules and screening forms."""
    load_policy()
