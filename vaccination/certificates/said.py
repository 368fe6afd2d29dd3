"""What a certificate of ours says, for whoever checks it: enough to compare with a person's papers."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hssk.look.words import short_date
from hssk.refusals import Words
from vaccination.certificates import facts
from vaccination.certificates.models import ProductCode


def fields_of(payload: Mapping[str, Any]) -> list[dict[str, Words]]:
    """Label and value of a vaccination that was signed by us."""
    name, entry = payload["nam"], payload["v"][0]
    code = ProductCode.objects.select_related("vaccine").filter(product=entry["mp"]).first()
    full_name = " ".join(filter(None, (name.get("fn", name["fnt"]), name.get("gn", ""))))
    rows = [
        (facts.NAME, full_name),
        (facts.BORN, day(payload["dob"])),
        (facts.DISEASE, code.vaccine.disease if code else entry["tg"]),
        (facts.SERIES, f"{entry['dn']}/{entry['sd']}"),
        (facts.DAY, day(entry["dt"])),
        (facts.PRODUCT, code.vaccine.name if code else entry["mp"]),
        (_("Nơi cấp"), entry["is"]),
        (facts.NUMBER, entry["ci"]),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def day(text: str) -> str:
    """A day as people read it; a year alone as it is."""
    with suppress(ValueError):
        return short_date(date.fromisoformat(text))
    return text
