"""How long a text message is on the air: GSM-7 or UCS-2, and its parts (3GPP TS 23.038, 23.040)."""

import unicodedata
from typing import NamedTuple

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take an escape septet as well.
EXTENDED = frozenset("^{}\\[~]|€\f")
ASCII_FOR = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'"})


class Length(NamedTuple):
    """`units` are septets in GSM-7, UTF-16 code units in UCS-2."""

    encoding: str
    units: int
    parts: int


def parts_of(units: int, single: int, each: int) -> int:
    """Messages needed when one alone holds `single` units and each of several holds `each`."""
    return 1 if units <= single else -(-units // each)


def measure(text: str) -> Length:
    """Encoding, units and parts of `text`."""
    if all(letter in BASIC or letter in EXTENDED for letter in text):
        septets = len(text) + sum(letter in EXTENDED for letter in text)
        return Length("GSM-7", septets, parts_of(septets, 160, 153))
    units = len(text.encode("utf-16-be")) // 2
    return Length("UCS-2", units, parts_of(units, 70, 67))


def without_diacritics(text: str) -> str:
    """`text` in letters that GSM-7 has: "Mời tiêm" becomes "Moi tiem"."""
    decomposed = unicodedata.normalize("NFD", text.translate(ASCII_FOR))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
