"""COSE_Sign1 (RFC 9052): a payload, who signed it (`kid`), and the signature. Pure.

ES256 to sign; ES256 and PS256 to check, as the EU's specification has them.
"""

from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from vaccination.certificates import cbor

ALGORITHM, KID = 1, 4
ES256, PS256 = -7, -37
SIGN1_TAG, CWT_TAG = 18, 61
COORDINATE_BYTES = 32
LEAST_RSA_BITS = 2048

PublicKey = Any


class NotCose(ValueError):
    """Not a signed message."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed message, not yet checked."""

    protected: bytes
    algorithm: int | None
    kid: bytes | None
    payload: bytes
    signature: bytes


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """What the signature is over."""
    return cbor.dump(["Signature1", protected, b"", payload])


def sign1(payload: bytes, *, kid: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """`payload`, signed with a P-256 key."""
    protected = cbor.dump({ALGORITHM: ES256, KID: kid})
    signature = raw_signature(key, to_be_signed(protected, payload))
    return cbor.dump(cbor2.CBORTag(SIGN1_TAG, [protected, {}, payload, signature]))


def raw_signature(key: ec.EllipticCurvePrivateKey, over: bytes) -> bytes:
    """ES256: two numbers of 32 bytes."""
    r, s = decode_dss_signature(key.sign(over, ec.ECDSA(SHA256())))
    return r.to_bytes(COORDINATE_BYTES) + s.to_bytes(COORDINATE_BYTES)


def read_sign1(message: bytes) -> Signed:
    """The parts of a signed message; raises NotCbor, NotCose.

    Issuers leave the tag out or add a second one (61), and some keep kid and algorithm outside of what is
    signed. What is signed goes first.
    """
    value = cbor.load(message)
    for tag in (CWT_TAG, SIGN1_TAG):
        if isinstance(value, cbor2.CBORTag) and value.tag == tag:
            value = value.value
    if not isinstance(value, list) or [type(part) for part in value] != [bytes, dict, bytes, bytes]:
        raise NotCose
    protected, unprotected, payload, signature = value
    signed_headers = cbor.load(protected) if protected else {}
    if not isinstance(signed_headers, dict):
        raise NotCose
    headers = unprotected | signed_headers
    algorithm, kid = headers.get(ALGORITHM), headers.get(KID)
    return Signed(
        protected,
        algorithm if isinstance(algorithm, int) else None,
        kid if isinstance(kid, bytes) else None,
        payload,
        signature,
    )


def holds(signed: Signed, key: PublicKey) -> bool:
    """Whether the message's signature is of this key."""
    return is_signed(
        to_be_signed(signed.protected, signed.payload), signed.signature, algorithm=signed.algorithm, key=key
    )


def is_signed(over: bytes, signature: bytes, *, algorithm: int | None, key: PublicKey) -> bool:
    """Whether `signature` over these bytes is of this key."""
    try:
        if algorithm == ES256 and isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(der_signature(signature, key), over, ec.ECDSA(SHA256()))
        elif algorithm == PS256 and isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
            key.verify(signature, over, padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size), SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True


def der_signature(signature: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """The two numbers of an ES256 signature as the library wants them; raises InvalidSignature."""
    if len(signature) != 2 * COORDINATE_BYTES or not isinstance(key.curve, ec.SECP256R1):
        raise InvalidSignature
    r, s = (int.from_bytes(half) for half in (signature[:COORDINATE_BYTES], signature[COORDINATE_BYTES:]))
    return encode_dss_signature(r, s)
