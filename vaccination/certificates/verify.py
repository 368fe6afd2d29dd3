"""Whether the text of a QR is a certificate of somebody we trust, and holds at a moment. Pure: no tables, no clock.

The steps, in order: prefix, base45, zlib, CBOR, COSE, kid, signature, key_usage, time, schema, revoked.
"""

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from vaccination.certificates import cbor, schema
from vaccination.certificates.cose import NotCose, PublicKey, Signed, holds, read_sign1
from vaccination.certificates.envelope import NotPacked, pack, unpack

KID_BYTES = 8
EXPIRES, ISSUED, HEALTH, EU_DCC = 4, 6, -260, 1
# Claims below -65536 are everybody's own (RFC 8392): ours, for vaccines that the EU's format has no codes for.
OTHER_VACCINE = -65537
# The EU's key usages, in both spellings that signers have.
USAGES = {"t": "1", "v": "2", "r": "3"}
USAGE_ARCS = ("1.3.6.1.4.1.1847.2021.1", "1.3.6.1.4.1.0.1847.2021.1")
# A signer whose certificate names this policy writes each message in one way only: see envelope.pack.
ONE_FORM = x509.ObjectIdentifier("2.25.112730938141317245058456021256039603433")

Trust = Mapping[bytes, PublicKey | x509.Certificate]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`step` is the one that refused and `reason` why, both None when accepted.

    `payload` is there when the signature is good, so that it can be said whose certificate has expired.
    """

    accepted: bool
    step: str | None = None
    reason: str | None = None
    payload: dict[str, Any] | None = None


class Refusal(Exception):
    """A step said no."""

    def __init__(self, step: str, reason: str, payload: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.step, self.reason, self.payload = step, reason, payload


def kid_of(certificate: x509.Certificate) -> bytes:
    """By what a message names its signer."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()[:KID_BYTES]


def never(_uvci: str) -> bool:
    """For verifiers without a list of what was revoked."""
    return False


def verify(text: str, *, trust: Trust, at: datetime, revoked: Callable[[str], bool] = never) -> Verdict:
    """Accept the certificate in `text`, or say which step refuses. `at` is aware; `revoked` is asked by UVCI."""
    try:
        return Verdict(accepted=True, payload=checked(text, trust, at, revoked))
    except NotPacked as error:
        step, reason, payload = error.step, error.reason, None
    except cbor.NotCbor:
        step, reason, payload = "CBOR", "not CBOR", None
    except NotCose:
        step, reason, payload = "COSE", "not a COSE_Sign1 message", None
    except Refusal as refusal:
        step, reason, payload = refusal.step, refusal.reason, refusal.payload
    return Verdict(accepted=False, step=step, reason=reason, payload=payload)


def checked(text: str, trust: Trust, at: datetime, revoked: Callable[[str], bool]) -> dict[str, Any]:
    """The payload, after every step."""
    message = unpack(text)
    signed = read_sign1(message)
    certificate = signer_of(signed, trust)
    if wants_one_form(certificate) and pack(message) != text:
        raise Refusal("zlib", "the signer writes its messages in another form")
    claims = claims_of(signed)
    payload = payload_of(claims)
    check_usage(certificate, payload)
    wrong = schema.problem(payload)
    check_time(claims, certificate, at, None if wrong else payload)
    if wrong:
        raise Refusal("schema", wrong)
    if revoked(payload[str(schema.group_of(payload))][0]["ci"]):
        raise Refusal("revoked", "revoked by its issuer", payload)
    return payload


def signer_of(signed: Signed, trust: Trust) -> PublicKey | x509.Certificate:
    """The trusted key or certificate that signed."""
    if signed.kid is None:
        raise Refusal("kid", "names no key")
    known = trust.get(signed.kid)
    if known is None:
        raise Refusal("kid", "signed by a key that is not trusted")
    key = known.public_key() if isinstance(known, x509.Certificate) else known
    if not holds(signed, key):
        raise Refusal("signature", "the signature is not of this key")
    return known


def wants_one_form(signer: PublicKey | x509.Certificate) -> bool:
    """Whether all that this signer signs is packed as we pack it."""
    policies = extension(signer, x509.CertificatePolicies)
    return any(policy.policy_identifier == ONE_FORM for policy in policies or ())


def extension(signer: PublicKey | x509.Certificate, kind: type[Any]) -> Any:
    """An extension of the signer's certificate, if there are both."""
    if not isinstance(signer, x509.Certificate):
        return None
    try:
        return signer.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def claims_of(signed: Signed) -> dict[Any, Any]:
    """What was signed."""
    claims = cbor.load(signed.payload)
    if not isinstance(claims, dict):
        raise Refusal("schema", "no claims")
    return claims


def payload_of(claims: dict[Any, Any]) -> dict[str, Any]:
    """The certificate among the claims: the EU's, or ours for another vaccine."""
    container = claims.get(HEALTH)
    found = container.get(EU_DCC) if isinstance(container, dict) else claims.get(OTHER_VACCINE)
    if not isinstance(found, dict):
        raise Refusal("schema", "no certificate inside")
    return found


def check_usage(signer: PublicKey | x509.Certificate, payload: dict[str, Any]) -> None:
    """A signer limited to tests may not certify vaccinations; one that names none of the usages may sign all."""
    named = {usage.dotted_string for usage in extension(signer, x509.ExtendedKeyUsage) or ()}
    allowed = {group for group, last in USAGES.items() if named & {f"{arc}.{last}" for arc in USAGE_ARCS}}
    group = schema.group_of(payload)
    if allowed and group not in allowed and group is not None:
        raise Refusal("key_usage", "the key is not for this kind of certificate")


def check_time(
    claims: dict[Any, Any], signer: PublicKey | x509.Certificate, at: datetime, payload: dict[str, Any] | None
) -> None:
    """Issued and not expired, at a time when the signer's own certificate is valid."""
    if at.timestamp() >= seconds(claims.get(EXPIRES)):
        raise Refusal("time", "expired", payload)
    if at.timestamp() < seconds(claims.get(ISSUED, 0)):
        raise Refusal("time", "not valid yet", payload)
    if isinstance(signer, x509.Certificate) and not signer.not_valid_before_utc <= at <= signer.not_valid_after_utc:
        raise Refusal("time", "the signer's certificate is not valid then", payload)


def seconds(value: Any) -> float:
    """A time of the claims."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Refusal("time", "does not say from when until when")
    return float(value)
