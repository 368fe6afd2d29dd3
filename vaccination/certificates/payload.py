"""What is signed: the EU's certificate (schema 1.3) where its value sets know the product, else ours. Pure."""

import hashlib
from datetime import datetime
from typing import Any

from vaccination.certificates import cbor
from vaccination.certificates.facts import Facts
from vaccination.certificates.names import LONGEST, in_two, transliterated
from vaccination.certificates.uvci import COUNTRY
from vaccination.certificates.verify import EU_DCC, EXPIRES, HEALTH, ISSUED, OTHER_VACCINE

ISSUER = 1
EU_VERSION, OUR_VERSION = "1.3.0", "1.0.0"
# The schema knows births from 1900 on, and lets the field be empty.
FIRST_YEAR = 1900


def payload_of(facts: Facts) -> dict[str, Any]:
    """The certificate of one dose."""
    codes = facts.codes
    entry = {
        "tg": codes.disease if codes else facts.disease,
        "vp": codes.prophylaxis if codes else facts.prophylaxis,
        "mp": codes.product if codes else facts.product,
        "ma": codes.maker if codes else facts.maker,
        "dn": facts.dose,
        "sd": facts.series,
        "dt": facts.given_on.isoformat(),
        "co": COUNTRY,
        "is": facts.issuer[:LONGEST],
        "ci": facts.uvci,
    }
    born = facts.born if facts.birth_date.year >= FIRST_YEAR else ""
    version = EU_VERSION if codes else OUR_VERSION
    return {"ver": version, "nam": name_of(facts.full_name), "dob": born, "v": [entry]}


def name_of(full_name: str) -> dict[str, str]:
    """Family and given names, as written and as a passport has them."""
    family, given = in_two(full_name)
    name = {"fn": family[:LONGEST], "fnt": transliterated(family)}
    return name | ({"gn": given[:LONGEST], "gnt": transliterated(given)} if given else {})


def claims_of(facts: Facts, *, issued_at: datetime, expires_at: datetime) -> bytes:
    """The claims to be signed, always the same bytes for the same facts."""
    payload = payload_of(facts)
    claims: dict[int, Any] = {ISSUER: COUNTRY, ISSUED: int(issued_at.timestamp()), EXPIRES: int(expires_at.timestamp())}
    return cbor.dump(claims | ({HEALTH: {EU_DCC: payload}} if facts.codes else {OTHER_VACCINE: payload}))


def digest_of(facts: Facts) -> str:
    """What tells that a certificate would say something else than it did; the number aside.

    Our own format has the nationality nowhere either, so it does not count.
    """
    payload = payload_of(facts)
    payload["v"][0]["ci"] = ""
    return hashlib.sha256(cbor.dump(payload)).hexdigest()
