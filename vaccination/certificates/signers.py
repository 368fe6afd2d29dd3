"""The table of keys: which one signs now, and which are trusted."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from hssk.audit import record as audit
from hssk.audit.record import SYSTEM, Actor
from vaccination.certificates.keys import KeyUnusable, Pair, configured_pair, self_signed
from vaccination.certificates.models import SigningKey
from vaccination.certificates.verify import kid_of


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs now."""

    private: ec.EllipticCurvePrivateKey
    row: SigningKey

    @property
    def kid(self) -> bytes:
        """By what its messages name it."""
        return base64.b64decode(self.row.kid)


def current_signer(now: datetime) -> Signer:
    """The configured key with its row, made when the key is new to us; raises KeyUnusable."""
    pair = configured_pair()
    row = SigningKey.objects.filter(key_digest=digest_of_key(pair)).first() or publish_key(pair, now=now, by=SYSTEM)
    if row.withdrawn_at:
        message = "The configured certificate key was withdrawn: manage.py rotate_certificate_key"
        raise KeyUnusable(message)
    if not row.valid_from <= now < row.valid_to:
        message = "The signer's certificate is not valid now: manage.py rotate_certificate_key"
        raise KeyUnusable(message)
    return Signer(pair.private, row)


@transaction.atomic
def publish_key(pair: Pair, *, now: datetime, by: Actor) -> SigningKey:
    """Add the public half of a key to the table; the first to add it wins."""
    certificate = pair.certificate or self_signed(pair.private, now)
    row = SigningKey(
        kid=base64.b64encode(kid_of(certificate)).decode(),
        key_digest=digest_of_key(pair),
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )
    SigningKey.objects.bulk_create([row], ignore_conflicts=True)
    kept = SigningKey.objects.get(key_digest=row.key_digest)
    if kept.pk == row.pk:
        audit.record("certificate_key.published", subject_kind="certificate_key", subject_id=row.pk, by=by)
    return kept


def digest_of_key(pair: Pair) -> str:
    """By what a key finds its row."""
    return hashlib.sha256(spki_of(pair.private.public_key())).hexdigest()


def spki_of(key: Any) -> bytes:
    """A public key in DER."""
    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def der_of(certificate: x509.Certificate) -> bytes:
    """A certificate in DER."""
    return certificate.public_bytes(Encoding.DER)


def our_trust() -> dict[bytes, x509.Certificate]:
    """Certificates of the keys whose signatures count."""
    return {base64.b64decode(row.kid): row.x509 for row in SigningKey.objects.trusted()}


def public_keys(trust: Mapping[bytes, x509.Certificate]) -> list[ec.EllipticCurvePublicKey]:
    """The keys of these certificates."""
    keys = [certificate.public_key() for certificate in trust.values()]
    return [key for key in keys if isinstance(key, ec.EllipticCurvePublicKey)]
