"""Sealed fields (AES-GCM) and blind indexes (keyed hash) for what must not be readable in a database dump."""

import hashlib
import hmac
import json
import os
import uuid
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

# First byte of every sealed value, so that a later key can be told from this one.
KEY_ID = b"\x01"
NONCE_BYTES = 12


@lru_cache(maxsize=8)
def derived_key(purpose: str) -> bytes:
    """A 32-byte key for one purpose, from the deployment's FIELD_KEY."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(settings.FIELD_KEY.encode())


@lru_cache(maxsize=1)
def cipher() -> AESGCM:
    """The cipher that seals fields."""
    return AESGCM(derived_key("seal"))


def seal(text: str) -> bytes:
    """`text`, encrypted: key id, nonce, ciphertext."""
    nonce = os.urandom(NONCE_BYTES)
    return KEY_ID + nonce + cipher().encrypt(nonce, text.encode(), KEY_ID)


def unseal(sealed: bytes) -> str:
    """The text that `seal` was given; raises InvalidTag when a byte was changed."""
    sealed = bytes(sealed)
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return cipher().decrypt(nonce, body, sealed[:1]).decode()


def blind_index(text: str, *, purpose: str) -> uuid.UUID:
    """A keyed hash by which equal values find each other; a UUID because PostgreSQL stores that in 16 bytes."""
    digest = hmac.new(derived_key(f"index:{purpose}"), text.encode(), hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16])


class SealedTextField(models.BinaryField):
    """Text that is sealed in the database and plain in Python."""

    def from_db_value(self, value: bytes | None, *_: object) -> str | None:
        return None if value is None else unseal(value)

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        sealed = None if value is None else seal(value)
        return super().get_db_prep_value(sealed, connection, prepared)


class SealedJSONField(SealedTextField):
    """A JSON value that is sealed in the database."""

    def from_db_value(self, value: bytes | None, *_: object) -> Any:
        return None if value is None else json.loads(unseal(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        text = None if value is None else json.dumps(value, ensure_ascii=False)
        return super().get_db_prep_value(text, connection, prepared)
