"""All units are loaded once for this folder: they are facts, and no test here changes them for good."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from hssk.areas.load import load_units
from hssk.areas.models import AdministrativeUnit


@pytest.fixture(scope="module")
def all_areas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every unit and succession of our files, in a transaction that is undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_units()
        connection.check_constraints()  # once; else every test would check these rows at its end
        yield
        transaction.set_rollback(True)


@pytest.fixture
def areas(all_areas: None, db: None) -> None:
    """The same, for one test; what the test writes is undone."""
    assert connection.in_atomic_block


@pytest.fixture
def phu_tho(areas: None) -> AdministrativeUnit:
    """The province of today that Hòa Bình went into."""
    return AdministrativeUnit.objects.today().provinces().get(code="25")
