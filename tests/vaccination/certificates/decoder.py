"""Reading a certificate without our own code: base45 and zlib by the RFCs, COSE by pycose, and once more by hand."""

import zlib
from typing import Any

import cbor2
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from pycose.keys import EC2Key
from pycose.messages import Sign1Message

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def from_base45(text: str) -> bytes:
    """RFC 9285."""
    found = bytearray()
    for start in range(0, len(text), 3):
        digits = [LETTERS.index(letter) for letter in text[start : start + 3]]
        value = sum(digit * 45**place for place, digit in enumerate(digits))
        found += value.to_bytes(2 if len(digits) == 3 else 1)
    return bytes(found)


def to_base45(data: bytes) -> str:
    """RFC 9285."""
    found = ""
    for start in range(0, len(data), 2):
        value, letters = int.from_bytes(data[start : start + 2]), 3 if start + 1 < len(data) else 2
        for _place in range(letters):
            value, digit = divmod(value, 45)
            found += LETTERS[digit]
    return found


def message_in(text: str) -> bytes:
    """The signed message."""
    assert text.startswith("HC1:")
    return zlib.decompress(from_base45(text[4:]))


def packed(message: bytes, level: int = 9) -> str:
    """A text as other issuers write it."""
    return "HC1:" + to_base45(zlib.compress(message, level))


def claims_by_hand(text: str, certificate: x509.Certificate) -> dict[Any, Any]:
    """The claims, after checking the signature as RFC 9052 says."""
    tagged = cbor2.loads(message_in(text))
    assert tagged.tag == 18
    protected, _unprotected, payload, signature = tagged.value
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(SHA256()))
    return cbor2.loads(payload)


def claims_by_pycose(text: str, certificate: x509.Certificate) -> dict[Any, Any]:
    """The claims, after pycose has checked the signature."""
    # pycose wants lists, and since cbor2 6 what is behind a tag comes frozen.
    protected, unprotected, payload, signature = cbor2.loads(message_in(text)).value
    message = Sign1Message.from_cose_obj(
        [protected, dict(unprotected), payload, signature], allow_unknown_attributes=True
    )
    numbers = certificate.public_key().public_numbers()  # type: ignore[union-attr]
    message.key = EC2Key(crv="P_256", x=numbers.x.to_bytes(32), y=numbers.y.to_bytes(32))  # type: ignore[union-attr]
    assert message.verify_signature()
    return cbor2.loads(message.payload)
