"""Names that fit a text message: in full when there is room, else shortened as people do on forms."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

# What a text message of 160 letters has left for the people and the place together.
ROOM = 55
PLACE = 24
NAMED = 3
SHORT_PLACES = {
    "Trung tâm Kiểm soát bệnh tật": "CDC",
    "Trung tâm Y tế": "TTYT",
    "Trạm Y tế": "TYT",
    "Bệnh viện": "BV",
    "đa khoa": "ĐK",
    "khu vực": "KV",
}


def short_name(full_name: str) -> str:
    """Family name, initials, given name: Nguyễn P.H.T.V.K. Ngân."""
    family, *middle, given = full_name.split() if " " in full_name.strip() else ("", full_name.strip())
    initials = "".join(f"{name[0]}." for name in middle)
    return " ".join(part for part in (family, initials, given) if part)


def place_in(name: str) -> str:
    """A facility's name, abbreviated when it is long: TTYT KV Mai Châu."""
    if len(name) <= PLACE:
        return name
    for words, short in SHORT_PLACES.items():
        name = name.replace(words, short).replace(words.capitalize(), short)
    return name


def names_in(full_names: Sequence[str], room: int = ROOM - PLACE) -> str:
    """One name in full if it fits, several shortened; of many the first three and how many more."""
    if len(full_names) == 1 and len(full_names[0]) <= room:
        return full_names[0]
    shown = ", ".join(short_name(name) for name in full_names[:NAMED])
    more = len(full_names) - NAMED
    return shown if more <= 0 else _("%(names)s và %(more)s người") % {"names": shown, "more": more}
