"""The table in docs/access.md is what the site answers; an address that is not in it fails."""

import os

import pytest

from tests.house.access import table
from tests.house.source import ROOT
from tests.house.world import build

DOCUMENT = ROOT / "docs" / "access.md"


@pytest.mark.django_db
def test_everybody_gets_in_where_the_table_says_and_nowhere_else() -> None:
    found = table(build())
    if "WRITE_ACCESS_TABLE" in os.environ:  # after reading the difference: WRITE_ACCESS_TABLE=1 make test TESTS=…
        DOCUMENT.write_text(found, encoding="utf-8")
    assert "FAULT" not in found
    assert found.splitlines() == DOCUMENT.read_text(encoding="utf-8").splitlines()
