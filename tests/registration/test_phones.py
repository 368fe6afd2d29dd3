"""Phone numbers as people write them."""

import pytest

from hssk.refusals import Invalid
from registration.sign_in.phones import normalised_phone, takes_messages


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("0912345678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("\u202d0912345678\u202c", "+84912345678"),
        ("01691234567", "+84391234567"),
        ("0551234567", "+84551234567"),
        ("0891234567", "+84891234567"),
        ("0871234567", "+84871234567"),
        ("02183852145", "+842183852145"),
        ("+856 20 55 123 456", "+8562055123456"),
    ],
)
def test_a_number_is_known_however_it_is_written(raw: str, number: str) -> None:
    assert normalised_phone(raw) == number


@pytest.mark.parametrize("raw", ["", "091234567", "09123456789", "12", "chín một hai", "+84 12", "0112345678"])
def test_what_is_no_number_is_refused(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalised_phone(raw)
    assert "phone" in refused.value.fields


def test_only_mobiles_take_messages() -> None:
    assert takes_messages("+84912345678")
    assert takes_messages("+8562055123456")
    assert not takes_messages("+842183852145")
