"""What the command that checks a certificate is given."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.utils import timezone

from vaccination.certificates.cose import PublicKey
from vaccination.certificates.verify import Trust, kid_of


class AnyKid(dict[bytes, PublicKey]):
    """Trust in one bare key, by whatever name a message calls its signer."""

    def __init__(self, key: PublicKey) -> None:
        super().__init__()
        self.key = key

    def get(self, *_: Any) -> PublicKey:
        return self.key


def trusts_in(paths: Iterable[str]) -> list[Trust]:
    """Trust lists from PEM files: one of all certificates, then each bare public key by itself.

    A certificate is known by its kid; a bare key has none. Raises OSError, ValueError.
    """
    certificates: dict[bytes, PublicKey | x509.Certificate] = {}
    keys: list[Trust] = []
    for path in paths:
        pem = Path(path).read_bytes()
        if b"-----BEGIN CERTIFICATE-----" in pem:
            certificates |= {kid_of(each): each for each in x509.load_pem_x509_certificates(pem)}
        else:
            keys.append(AnyKid(load_pem_public_key(pem)))
    return [certificates, *keys] if certificates else keys


def moment(text: str) -> datetime:
    """A moment in ISO 8601, in UTC when it names no zone; now when nothing was said. Raises ValueError."""
    if not text:
        return timezone.now()
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
