"""The private key: a PEM text in the environment or a file that only its owner reads; never in a table."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone

from vaccination.certificates.uvci import COUNTRY
from vaccination.certificates.verify import ONE_FORM, USAGE_ARCS, USAGES

# Used for a year, trusted for as long as what it signed in its last days lasts, and a year to spare.
LIFETIME = timedelta(days=3 * 365)
FOR_VACCINATIONS = x509.ObjectIdentifier(f"{USAGE_ARCS[0]}.{USAGES['v']}")
CERTIFICATE_MARK = b"-----BEGIN CERTIFICATE-----"


class KeyUnusable(Exception):
    """There is no key to sign with; the message is for whoever operates the system."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key, and the signer's certificate if it came with one."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate | None

    def pem(self) -> bytes:
        """Both, as the file holds them."""
        private = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private + (self.certificate.public_bytes(Encoding.PEM) if self.certificate else b"")


def configured_pair() -> Pair:
    """The key that the settings name; raises KeyUnusable. With DEBUG a missing file is made."""
    if settings.CERTIFICATE_KEY:
        return parsed(settings.CERTIFICATE_KEY.replace("\\n", "\n").encode())
    if not settings.CERTIFICATE_KEY_FILE:
        message = "Set CERTIFICATE_KEY_FILE or CERTIFICATE_KEY: nothing is certified without a key."
        raise KeyUnusable(message)
    path = Path(settings.CERTIFICATE_KEY_FILE)
    if settings.CERTIFICATE_KEY_MADE_WHEN_MISSING and not path.exists():
        with suppress(FileExistsError):  # another process was first
            write_private(path, new_pair(timezone.now()).pem(), replace=False)
    return parsed(read_private(path))


@lru_cache(maxsize=4)
def parsed(pem: bytes) -> Pair:
    """The key in a PEM text, with the certificate that may follow it; raises KeyUnusable."""
    try:
        private = load_pem_private_key(pem, password=None)
        certificate = x509.load_pem_x509_certificate(pem) if CERTIFICATE_MARK in pem else None
    except (ValueError, TypeError) as error:
        message = "The certificate key is no PEM of a private key without password."
        raise KeyUnusable(message) from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        message = "The certificate key must be an EC key on P-256."
        raise KeyUnusable(message)
    if certificate and certificate.public_key() != private.public_key():
        message = "The signer's certificate is not of the key that it is kept with."
        raise KeyUnusable(message)
    return Pair(private, certificate)


def read_private(path: Path) -> bytes:
    """A file that nobody but its owner may read; raises KeyUnusable."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if status.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                message = f"{path} may be read by others than its owner: chmod 600 {path}"
                raise KeyUnusable(message)
            return file.read()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise KeyUnusable(message) from error


def write_private(path: Path, content: bytes, *, replace: bool) -> None:
    """A whole file at once, readable by its owner only; FileExistsError when it is there and may not be replaced."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        if replace:
            beside.replace(path)
        else:
            path.hardlink_to(beside)
    finally:
        beside.unlink(missing_ok=True)


def new_pair(now: datetime) -> Pair:
    """A fresh key with a certificate that it signed itself."""
    private = ec.generate_private_key(ec.SECP256R1())
    return Pair(private, self_signed(private, now))


def self_signed(private: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """The signer's certificate: for vaccinations only, each message written in one form."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.CERTIFICATE_ISSUER[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"DSC {now:%Y-%m-%d}"),
        ]
    )
    # Certificates count in whole seconds; an hour back, since clocks of machines differ.
    start = now.replace(microsecond=0) - timedelta(hours=1)
    builder = x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(start + LIFETIME)
    builder = builder.add_extension(x509.ExtendedKeyUsage([FOR_VACCINATIONS]), critical=False)
    builder = builder.add_extension(x509.CertificatePolicies([x509.PolicyInformation(ONE_FORM, None)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(ONLY_SIGNATURES, critical=True).sign(private, SHA256())


ONLY_SIGNATURES = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
