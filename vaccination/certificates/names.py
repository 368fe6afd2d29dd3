"""Names as a machine-readable passport has them (ICAO 9303): A to Z only, `<` between words. Pure."""

import re
import unicodedata

LONGEST = 80
# Letters that are no letter with a mark, and those for which ICAO's table asks for two.
WRITTEN = {
    "Đ": "D",
    "Ð": "D",
    "Ƀ": "B",
    "Ł": "L",
    "Ħ": "H",
    "Ŧ": "T",
    "ß": "SS",
    "ẞ": "SS",
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "OE",
    "Ö": "OE",
    "Ä": "AE",
    "Å": "AA",
    "Ü": "UE",
    "Þ": "TH",
    "Ŋ": "N",
    "ĸ": "K",
    "ı": "I",
}
# A name that has no Latin letter at all.
UNKNOWN = "X"


def in_two(full_name: str) -> tuple[str, str]:
    """Family name and given names: the first word, and the rest (empty for a name of one word)."""
    family, _space, given = " ".join(unicodedata.normalize("NFC", full_name).split()).partition(" ")
    return family, given


def transliterated(name: str) -> str:
    """`name` in A to Z and `<`: "Nguyễn Thị Ánh-Đào" gives "NGUYEN<THI<ANH<DAO", "H'Hen" gives "HHEN"."""
    # One form of writing first: both ways of writing Ö must give OE.
    upper = unicodedata.normalize("NFC", name).upper()
    spelled = "".join(WRITTEN.get(letter, letter) for letter in upper)
    bare = unicodedata.normalize("NFD", spelled)
    words = re.split(r"[\s\-,<]+", bare)
    letters = (re.sub(r"[^A-Z]", "", word) for word in words)
    return ("<".join(filter(None, letters))[:LONGEST] or UNKNOWN) if name.strip() else ""
