"""The same dose as SMART Health Card (1.4): a FHIR bundle, squeezed and signed as JWS with the same key. Pure."""

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from vaccination.certificates.cose import COORDINATE_BYTES, ES256, PublicKey, is_signed, raw_signature
from vaccination.certificates.envelope import MOST_BYTES
from vaccination.certificates.facts import Facts
from vaccination.certificates.names import in_two
from vaccination.certificates.verify import Refusal, Verdict

PREFIX = "shc:/"
# Each letter of the JWS is two digits: its code less that of "-".
FIRST_LETTER = ord("-")
# What one QR of the size that the specification allows can hold.
LONGEST_JWS = 1195
CVX = "http://hl7.org/fhir/sid/cvx"
KINDS = ["#health-card", "#immunization", "#covid19"]
HERE, FHIR = "https://smarthealth.cards", "4.0.1"


def bundle_of(facts: Facts, *, lot: str, place: str) -> dict[str, Any]:
    """The person and the dose, with nothing that a verifier does not need."""
    family, given = in_two(facts.full_name)
    name = {"family": family} | ({"given": given.split()} if given else {})
    dose = {
        "resourceType": "Immunization",
        "status": "completed",
        "vaccineCode": {"coding": [{"system": CVX, "code": facts.codes.cvx if facts.codes else ""}]},
        "patient": {"reference": "resource:0"},
        "occurrenceDateTime": facts.given_on.isoformat(),
        "performer": [{"actor": {"display": place}}],
        "lotNumber": lot,
    }
    person = {"resourceType": "Patient", "name": [name], "birthDate": facts.born}
    entries = [{"fullUrl": f"resource:{number}", "resource": each} for number, each in enumerate((person, dose))]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def sign_card(
    bundle: dict[str, Any],
    *,
    rid: str,
    issuer: str,
    issued_at: datetime,
    expires_at: datetime,
    private: ec.EllipticCurvePrivateKey,
) -> str:
    """The JWS. `issuer` is the address under which our keys are found; `rid` names the card when it is revoked."""
    payload = {
        "iss": issuer,
        "nbf": int(issued_at.timestamp()),
        "exp": int(expires_at.timestamp()),
        "vc": {
            "type": [HERE + kind for kind in KINDS],
            "credentialSubject": {"fhirVersion": FHIR, "fhirBundle": bundle},
            "rid": rid,
        },
    }
    squeezer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    squeezed = squeezer.compress(minified(payload)) + squeezer.flush()
    header = {"zip": "DEF", "alg": "ES256", "kid": thumbprint(private.public_key())}
    signed = f"{encoded(minified(header))}.{encoded(squeezed)}"
    return f"{signed}.{encoded(raw_signature(private, signed.encode()))}"


def minified(value: Any) -> bytes:
    """JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def encoded(data: bytes) -> str:
    """Base64 for addresses, without the signs at its end."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """What `encoded` was given, and nothing that it would not have written; raises ValueError."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(data) != text:
        raise ValueError(text)
    return data


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """A key as the issuer's address lists it."""
    return {**curve_point(key), "kid": thumbprint(key), "use": "sig", "alg": "ES256"}


def thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    """The name of a key (RFC 7638)."""
    return encoded(hashlib.sha256(minified(curve_point(key))).digest())


def curve_point(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """What makes the key, in the order that its thumbprint is taken of."""
    numbers = key.public_numbers()
    x, y = (encoded(number.to_bytes(COORDINATE_BYTES)) for number in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def rid_of(certificate_id: UUID) -> str:
    """The name of a card, short enough for the specification; says nothing about the person."""
    return encoded(certificate_id.bytes)


def id_in(rid: str) -> UUID:
    """The certificate that a card's name stands for."""
    return UUID(bytes=decoded(rid))


def digits_of(jws: str) -> str:
    """The JWS in the digits of a QR, after `shc:/`."""
    return "".join(f"{ord(letter) - FIRST_LETTER:02}" for letter in jws)


def jws_in(text: str) -> str:
    """The JWS in a QR's text; raises Refusal."""
    digits = text.removeprefix(PREFIX)
    if digits == text or not digits.isascii() or not digits.isdecimal() or len(digits) % 2:
        raise Refusal("prefix", "no SMART Health Card")
    if len(digits) > 2 * LONGEST_JWS:
        raise Refusal("JWS", "longer than any QR")
    return "".join(chr(int(digits[at : at + 2]) + FIRST_LETTER) for at in range(0, len(digits), 2))


def verify_card(text: str, *, keys: Mapping[str, PublicKey], at: datetime, revoked: Callable[[str], bool]) -> Verdict:
    """Accept the card in `text`, or say why not. `keys` by thumbprint; `revoked` is asked by rid."""
    try:
        return Verdict(accepted=True, payload=checked_card(jws_in(text), keys, at, revoked))
    except Refusal as refusal:
        return Verdict(accepted=False, step=refusal.step, reason=refusal.reason, payload=refusal.payload)


def checked_card(jws: str, keys: Mapping[str, PublicKey], at: datetime, revoked: Callable[[str], bool]) -> Any:
    """The bundle, after every step."""
    signed, _dot, signature = jws.rpartition(".")
    try:
        header, body = (decoded(part) for part in signed.split("."))
        kid, ours = json.loads(header)["kid"], decoded(signature)
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError) as error:
        raise Refusal("JWS", "no JWS") from error
    key = keys.get(kid) if isinstance(kid, str) else None
    if key is None:
        raise Refusal("kid", "signed by a key that is not trusted")
    if not is_signed(signed.encode(), ours, algorithm=ES256, key=key):
        raise Refusal("signature", "the signature is not of this key")
    # From here on it is what we signed ourselves.
    payload = json.loads(zlib.decompress(body, -zlib.MAX_WBITS, MOST_BYTES))
    bundle: dict[str, Any] = payload["vc"]["credentialSubject"]["fhirBundle"]
    if not payload["nbf"] <= at.timestamp() < payload["exp"]:
        raise Refusal("time", "expired or not valid yet", bundle)
    if revoked(payload["vc"]["rid"]):
        raise Refusal("revoked", "revoked by its issuer", bundle)
    return bundle
