"""The number of a certificate: URN:UVCI:01:VN:… and a check character (Luhn mod N over 38 characters). Pure."""

import base64
import secrets

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:"
COUNTRY = "VN"
# 128 bits of chance: the number says nothing about the person, and nobody guesses another's.
RANDOM_BYTES = 16


def check_character(text: str) -> str:
    """The character after the `#`; raises ValueError for a letter that has no place in a number."""
    size, total = len(ALPHABET), 0
    for place, letter in enumerate(reversed(text)):
        doubled = ALPHABET.index(letter) * (1 if place % 2 else 2)
        total += doubled // size + doubled % size
    return ALPHABET[-total % size]


def new_uvci() -> str:
    """A number that was never given before."""
    opaque = base64.b32encode(secrets.token_bytes(RANDOM_BYTES)).decode().rstrip("=")
    number = f"URN:UVCI:01:{COUNTRY}:{opaque}"
    return f"{number}#{check_character(number)}"


def is_uvci(text: str) -> bool:
    """Whether the check character belongs to the rest."""
    number, _hash, check = text.rpartition("#")
    try:
        return bool(number) and check_character(number) == check
    except ValueError:
        return False
