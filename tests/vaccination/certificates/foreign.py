"""Certificates of other issuers, made for tests: any key, any claims, packed as others pack them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.vaccination.certificates.decoder import packed
from vaccination.certificates.verify import kid_of

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
VACCINATION = {
    "ver": "1.3.0",
    "nam": {"fn": "Musterfrau", "fnt": "MUSTERFRAU", "gn": "Erika", "gnt": "ERIKA"},
    "dob": "1964-08-12",
    "v": [
        {
            "tg": "840539006", "vp": "1119349007", "mp": "EU/1/20/1507", "ma": "ORG-100031184", "dn": 2, "sd": 2,
            "dt": "2026-05-29", "co": "DE", "is": "Robert Koch-Institut", "ci": "URN:UVCI:01DE/IZ12345A/5CWL#W",
        }
    ],
}  # fmt: skip
TEST = {
    "ver": "1.3.0", "nam": {"fnt": "MUSTERFRAU"}, "dob": "1964",
    "t": [{"tg": "840539006", "tt": "LP6464-4", "sc": "2026-05-29T10:00:00Z", "tr": "260415000", "tc": "Wien 1",
           "co": "AT", "is": "BMSGPK", "ci": "URN:UVCI:01:AT:1#A"}],
}  # fmt: skip
RECOVERY = {
    "ver": "1.3.0", "nam": {"fnt": "MUSTERFRAU"}, "dob": "",
    "r": [{"tg": "840539006", "fr": "2026-02-20", "co": "AT", "is": "BMSGPK", "df": "2026-03-04", "du": "2026-10-04",
           "ci": "URN:UVCI:01:AT:2#A"}],
}  # fmt: skip


class Issuer:
    """An issuer with a key and a certificate; `usages` limits what it may sign."""

    def __init__(self, private: Any = None, usages: tuple[str, ...] = (), **validity: datetime) -> None:
        self.private = private or ec.generate_private_key(ec.SECP256R1())
        self.certificate = certificate_for(self.private, usages, **validity)
        self.kid = kid_of(self.certificate)
        self.trust = {self.kid: self.certificate}

    def text(self, payload: Any = VACCINATION, *, level: int = 9, **claims: Any) -> str:
        """A certificate; `claims` change what is said of it."""
        return packed(self.message(cbor2.dumps(claims_with(payload, **claims))), level)

    def message(self, claims: bytes, *, protected: Any = None, unprotected: Any = None) -> bytes:
        """A signed message."""
        headers = {1: self.algorithm, 4: self.kid} if protected is None else protected
        outer = cbor2.dumps(headers) if headers else b""
        signature = self.signature(cbor2.dumps(["Signature1", outer, b"", claims]))
        return cbor2.dumps(cbor2.CBORTag(18, [outer, unprotected or {}, claims, signature]))

    @property
    def algorithm(self) -> int:
        return -37 if isinstance(self.private, rsa.RSAPrivateKey) else -7

    def signature(self, over: bytes) -> bytes:
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(over, padding.PSS(padding.MGF1(SHA256()), 32), SHA256())
        r, s = decode_dss_signature(self.private.sign(over, ec.ECDSA(SHA256())))
        size = (self.private.key_size + 7) // 8
        return r.to_bytes(size) + s.to_bytes(size)


def claims_with(payload: Any, **changes: Any) -> dict[Any, Any]:
    """Claims that hold from yesterday for a year."""
    claims: dict[Any, Any] = {
        1: "DE",
        6: int((NOW - timedelta(days=1)).timestamp()),
        4: int((NOW + timedelta(days=364)).timestamp()),
        -260: {1: payload},
    }
    named = {"issued": 6, "expires": 4}
    claims |= {named[name]: value for name, value in changes.items()}
    return {key: value for key, value in claims.items() if value is not None}


def certificate_for(private: Any, usages: tuple[str, ...], **validity: datetime) -> x509.Certificate:
    """A self-signed certificate."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "DSC")])
    builder = x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(validity.get("since", NOW - timedelta(days=30)))
    builder = builder.not_valid_after(validity.get("until", NOW + timedelta(days=900)))
    if usages:
        oids = [x509.ObjectIdentifier(usage) for usage in usages]
        builder = builder.add_extension(x509.ExtendedKeyUsage(oids), critical=False)
    return builder.sign(private, SHA256())
