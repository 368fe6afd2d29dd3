"""Vietnamese phone numbers as people write them."""

import re

from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber
from phonenumbers import NumberParseException

from hssk.refusals import Invalid

# Mobile prefixes of eleven digits that became ten in 2018.
OLD_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},
    "0120": "070",
    "0121": "079",
    "0122": "077",
    "0126": "076",
    "0128": "078",
    "0123": "083",
    "0124": "084",
    "0125": "085",
    "0127": "081",
    "0129": "082",
    "0186": "056",
    "0188": "058",
    "0199": "059",
}
# The numbering plan in use lags behind new ranges (055, 089x): a mobile prefix and ten digits will do.
MOBILE = re.compile(r"^\+84[35789]\d{8}$")


def national(raw: str) -> str:
    """Digits with a leading zero, from 0912…, 84912…, +84 912…, 912… (Excel lost the zero)."""
    digits = re.sub(r"\D", "", raw)
    if digits.startswith("84") and len(digits) in {11, 12}:
        digits = "0" + digits[2:]
    if len(digits) in {9, 10} and not digits.startswith("0"):
        digits = "0" + digits
    return OLD_PREFIXES.get(digits[:4], digits[:4]) + digits[4:] if len(digits) == 11 else digits


def normalised_phone(raw: str) -> str:
    """The number in E.164 (+84912345678); raises Invalid, with field `phone`, when it cannot be one.

    Foreign numbers are taken when written with + and the country code.
    """
    foreign = raw.strip().startswith("+") and not raw.strip().startswith("+84")
    try:
        number = PhoneNumber.from_string(raw if foreign else national(raw), region=None if foreign else "VN")
    except NumberParseException:
        number = None
    if number and (MOBILE.match(number.as_e164) or number.is_valid()):
        return number.as_e164
    words = _("Số điện thoại chưa đúng. Số di động gồm 10 chữ số, ví dụ 0912 345 678.")
    raise Invalid(words, fields={"phone": words})


def takes_messages(number: str) -> bool:
    """Whether text messages can reach an E.164 number: mobiles of Viet Nam, and any number abroad."""
    return not number.startswith("+84") or bool(MOBILE.match(number))
