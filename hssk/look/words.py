"""Dates, numbers and masked identifiers as people in Viet Nam read them."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

WEEKDAYS = (_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy"), _("Chủ nhật"))


def local(moment: Any) -> Any:
    """A moment on the local clock; days and times pass through."""
    if isinstance(moment, dt.datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def vi_date(day: Any) -> str:
    """thứ Hai, 23/11/2026."""
    day = local(day)
    if not isinstance(day, dt.date):
        return ""
    return f"{WEEKDAYS[day.weekday()]}, {short_date(day)}"


def short_date(day: Any) -> str:
    """23/11/2026."""
    day = local(day)
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if isinstance(day, dt.date) else ""


def clock(moment: Any) -> str:
    """07:30, by the local clock."""
    moment = local(moment)
    return f"{moment:%H:%M}" if isinstance(moment, dt.datetime | dt.time) else ""


def separators() -> tuple[str, str]:
    """Marks of thousands and of decimals in the language of the page."""
    return (",", ".") if (get_language() or "vi").startswith("en") else (".", ",")


def decimal(value: Any) -> Decimal | None:
    """`value` as a finite number, or None."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def number(value: Any, places: int = 0) -> str:
    """1.234.567 (1,234,567 on English pages)."""
    exact = decimal(value)
    if exact is None:
        return "–"
    thousands, point = separators()
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _dot, rest = f"{rounded:,f}".partition(".")
    return whole.replace(",", thousands) + (point + rest if rest else "")


def percent(value: Any, places: int = 1) -> str:
    """72,4% from the share 0.724; a dash when there is no share."""
    exact = decimal(value)
    return "–" if exact is None else f"{number(exact * 100, places)}%"


def national_digits(phone: Any) -> str:
    """Digits of a phone number as dialled at home: +84912345678 gives 0912345678."""
    digits = re.sub(r"\D", "", str(getattr(phone, "as_e164", phone) or ""))
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 10 else digits


def phone_display(phone: Any) -> str:
    """0912 345 678."""
    digits = national_digits(phone)
    if len(digits) in {10, 11}:  # mobiles, and landlines with their area code
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return str(phone or "")


def masked_id(identifier: Any) -> str:
    """0171******56: enough to recognise one's own, too little to use another's."""
    text = str(identifier or "").strip()
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:4]}{'*' * (len(text) - 6)}{text[-2:]}"


def masked_phone(phone: Any) -> str:
    """0912***678."""
    digits = national_digits(phone)
    return f"{digits[:4]}***{digits[-3:]}" if len(digits) >= 9 else "*" * len(digits)
