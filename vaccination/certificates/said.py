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
    """Label and value of a vaccination that was signed by us, in either format."""
    rows = said_in_card(payload) if "resourceType" in payload else said_in_certificate(payload)
    return [{"label": label, "value": value} for label, value in rows]


def said_in_certificate(payload: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    """What the EU's format says."""
    name, entry = payload["nam"], payload["v"][0]
    code = ProductCode.objects.select_related("vaccine").filter(product=entry["mp"]).first()
    full_name = " ".join(filter(None, (name.get("fn", name["fnt"]), name.get("gn", ""))))
    return [
        (facts.NAME, full_name),
        (facts.BORN, day(payload["dob"])),
        (facts.DISEASE, code.vaccine.disease if code else entry["tg"]),
        (facts.SERIES, f"{entry['dn']}/{entry['sd']}"),
        (facts.DAY, day(entry["dt"])),
        (facts.PRODUCT, code.vaccine.name if code else entry["mp"]),
        (_("Nơi cấp"), entry["is"]),
        (facts.NUMBER, entry["ci"]),
    ]


def said_in_card(bundle: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    """What a SMART Health Card says."""
    person, dose = (entry["resource"] for entry in bundle["entry"])
    name, cvx = person["name"][0], dose["vaccineCode"]["coding"][0]["code"]
    code = ProductCode.objects.select_related("vaccine").filter(cvx=cvx).first()
    return [
        (facts.NAME, " ".join([name["family"], *name.get("given", [])])),
        (facts.BORN, day(person["birthDate"])),
        (facts.DISEASE, code.vaccine.disease if code else "–"),
        (facts.DAY, day(dose["occurrenceDateTime"])),
        (facts.PRODUCT, code.vaccine.name if code else cvx),
        (_("Lô vắc xin"), dose["lotNumber"]),
        (_("Nơi tiêm"), dose["performer"][0]["actor"]["display"]),
    ]


def day(text: str) -> str:
    """A day as people read it; a year alone as it is."""
    with suppress(ValueError):
        return short_date(date.fromisoformat(text))
    return text
