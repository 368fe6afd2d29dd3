"""Document numbers: what is certain to be meant is repaired, formats are checked. Pure."""

import re
import unicodedata
import uuid

from django.utils.translation import gettext as _

from hssk.crypto import blind_index
from hssk.refusals import Invalid

# Letters that people type for digits where only digits can stand.
MEANT_DIGITS = str.maketrans("OIL", "011")
BHYT = re.compile(r"[A-Z]{2}[1-5]\d{12}|\d{10}")
PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,20}")
DIGITS_OF = {"cccd": (12,), "cmnd": (9,), "military": (8, 12)}


def normalised_number(number: str) -> str:
    """A document number as it is compared: capitals and digits only; hidden characters are gone."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def comparable(kind: str, number: str) -> str:
    """What makes two numbers the same: of a BHYT card the last ten digits, old and new form alike."""
    number = normalised_number(number)
    return number[-10:] if kind == "bhyt" else number


def number_index(kind: str, number: str) -> uuid.UUID:
    """The keyed hash by which a document is found."""
    return blind_index(comparable(kind, number), purpose="document")


def search_indexes(number: str) -> list[uuid.UUID]:
    """Keyed hashes under which a number of unknown kind may be stored."""
    plain = normalised_number(number)
    kinds = ("cccd", "bhyt") if BHYT.fullmatch(plain) else ("cccd",)
    return [number_index(kind, plain) for kind in kinds]


def checked_document(kind: str, number: str) -> str:
    """The number as it is stored; raises Invalid, with field `number`, when it cannot be one of its kind."""
    plain = normalised_number(number)
    if not plain:
        raise wrong(_("Nhập số giấy tờ."))
    if kind in DIGITS_OF:
        return _checked_digits(kind, plain.translate(MEANT_DIGITS))
    if kind == "bhyt":
        return _checked_bhyt(plain)
    if kind == "passport" and not PASSPORT.fullmatch(plain):
        raise wrong(_("Số hộ chiếu gồm chữ cái và chữ số, ví dụ C1234567."))
    if len(plain) > 30:
        raise wrong(_("Số giấy tờ dài nhất 30 ký tự; số này có %(count)s.") % {"count": len(plain)})
    return plain


def _checked_digits(kind: str, plain: str) -> str:
    names = {"cccd": _("CCCD"), "cmnd": _("CMND"), "military": _("CMT quân đội/công an")}
    if not (plain.isascii() and plain.isdigit()):
        raise wrong(_("Số %(name)s chỉ gồm chữ số.") % {"name": names[kind]})
    if len(plain) in DIGITS_OF[kind]:
        return plain
    wanted = _(" hoặc ").join(str(length) for length in DIGITS_OF[kind])
    words = _("Số %(name)s gồm %(wanted)s chữ số; số này có %(count)s.") % {
        "name": names[kind],
        "wanted": wanted,
        "count": len(plain),
    }
    if other := next((name for name in ("cccd", "cmnd") if len(plain) in DIGITS_OF[name]), None):
        words = f"{words} {_('Nếu là số %(name)s, hãy chọn loại giấy tờ đó.') % {'name': names[other]}}"
    raise wrong(words)


def _checked_bhyt(plain: str) -> str:
    meant = plain[:2] + plain[2:].translate(MEANT_DIGITS) if len(plain) == 15 else plain.translate(MEANT_DIGITS)
    if BHYT.fullmatch(meant):
        return meant
    if len(plain) in {10, 15}:
        raise wrong(_("Số thẻ BHYT gồm 10 chữ số, hoặc 15 ký tự như GD4171234567890."))
    raise wrong(_("Số thẻ BHYT gồm 10 hoặc 15 ký tự; số này có %(count)s.") % {"count": len(plain)})


def wrong(words: str) -> Invalid:
    """A refusal that belongs to the field `number`."""
    return Invalid(words, code="wrong_document", fields={"number": words})
