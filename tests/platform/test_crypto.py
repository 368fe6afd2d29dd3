"""Sealed fields can be read by us alone, and looked up without being read."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from hssk.crypto import SealedJSONField, SealedTextField, blind_index, cipher, derived_key, seal, unseal

CCCD = "025199012345"


@pytest.fixture
def another_key(settings):
    """The key of another deployment, from here to the end of the test."""

    def change() -> None:
        settings.FIELD_KEY = "another"
        forget()

    yield change
    forget()


def forget() -> None:
    derived_key.cache_clear()
    cipher.cache_clear()


def test_what_is_sealed_comes_back():
    assert unseal(seal("Nguyễn Thị Bưởi")) == "Nguyễn Thị Bưởi"


def test_a_database_gives_back_memory_views():
    assert unseal(memoryview(seal(CCCD))) == CCCD


def test_a_sealed_value_shows_nothing():
    assert CCCD.encode() not in seal(CCCD)
    assert seal(CCCD) != seal(CCCD)


@pytest.mark.parametrize("place", [0, 1, 13, -1], ids=["key id", "nonce", "text", "tag"])
def test_a_changed_byte_is_refused(place):
    changed = bytearray(seal(CCCD))
    changed[place] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(changed))


def test_another_key_cannot_read(another_key):
    sealed = seal(CCCD)
    another_key()
    with pytest.raises(InvalidTag):
        unseal(sealed)


def test_equal_values_find_each_other_within_one_purpose():
    assert blind_index(CCCD, purpose="cccd") == blind_index(CCCD, purpose="cccd")
    assert blind_index(CCCD, purpose="cccd") != blind_index(CCCD, purpose="bhyt")
    assert blind_index(CCCD, purpose="cccd") != blind_index("025199012346", purpose="cccd")


def test_another_key_indexes_differently(another_key):
    index = blind_index(CCCD, purpose="cccd")
    another_key()
    assert blind_index(CCCD, purpose="cccd") != index


@pytest.mark.parametrize(
    ("field", "value"),
    [(SealedTextField(), CCCD), (SealedJSONField(), {"tiền sử": ["sốc phản vệ"], "thai kỳ": None})],
)
@pytest.mark.django_db
def test_a_field_stores_sealed_bytes(field, value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::bytea", [field.get_db_prep_value(value, connection)])
        (stored,) = cursor.fetchone()
    assert CCCD.encode() not in bytes(stored)
    assert field.from_db_value(stored, None, connection) == value


def test_nothing_is_stored_for_nothing():
    assert SealedTextField().get_db_prep_value(None, None) is None
    assert SealedTextField().from_db_value(None) is None
