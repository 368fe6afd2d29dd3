"""Names without what people leave out when they type: accents, capitals, punctuation. Pure."""

import re
import unicodedata

# The words that say what a unit is, as the ministry writes them, by the value stored for the kind.
KIND_WORDS = {
    "tinh": "Tỉnh",
    "thanh_pho": "Thành phố",
    "quan": "Quận",
    "huyen": "Huyện",
    "thi_xa": "Thị xã",
    "phuong": "Phường",
    "thi_tran": "Thị trấn",
    "xa": "Xã",
    "dac_khu": "Đặc khu",
}
# Two ways to place the tone mark ("Hoà", "Hòa"); statutes of 2025 write the second.
OPEN_SYLLABLE = re.compile(r"(o)([àáảãạèéẻẽẹ])\b|(?<!q)(u)([ỳýỷỹỵ])\b", re.IGNORECASE)


def search_key(text: str) -> str:
    """`text` as it is compared: lower case, no accents, đ as d, single spaces, no punctuation."""
    # ð and ɖ look the same as đ once capitalised, and old keyboards produced them.
    lowered = unicodedata.normalize("NFC", text).lower().translate(str.maketrans("đðɖ", "ddd"))
    letters = (char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", "".join(letters)).strip()


def split_kind(name: str) -> tuple[str | None, str]:
    """The kind a name begins with and the rest: "Xã Mai Châu" is ("xa", "Mai Châu")."""
    for kind, word in KIND_WORDS.items():
        if name.lower().startswith(word.lower() + " "):
            return kind, name[len(word) + 1 :]
    return None, name


def split_kind_key(key: str) -> tuple[str | None, str]:
    """The same for a search key: "xa mai chau" is ("xa", "mai chau")."""
    for kind, word in KIND_WORDS.items():
        start = search_key(word) + " "
        if key.startswith(start):
            return kind, key.removeprefix(start)
    return None, key


def tidy(name: str) -> str:
    """One spelling of a bare name: NFC, single spaces, tone marks placed alike, no leading zero."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return OPEN_SYLLABLE.sub(_move_tone, name).lstrip("0")


def _move_tone(match: re.Match[str]) -> str:
    first, second = (part for part in match.groups() if part)
    vowel = unicodedata.normalize("NFD", second)
    return unicodedata.normalize("NFC", first + vowel[1:] + vowel[0])
