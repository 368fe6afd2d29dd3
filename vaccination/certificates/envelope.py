"""From a signed message to the text of a QR and back: zlib, base45, `HC1:`. Pure.

The message is stored in the zlib stream rather than squeezed: codes and a signature hardly squeeze, and a stored
block has one way of being written. Our certificates are therefore one text each, to the letter (see decision 8),
and checked to be; those of others may be squeezed as they like.
"""

import zlib

import base45

PREFIX = "HC1:"
# The most that the largest QR holds, and far more than any certificate unpacks to.
LONGEST_TEXT = 4296
MOST_BYTES = 32 * 1024
LONGEST_BLOCK = 0xFFFF
STORED_ZLIB, LAST_STORED_BLOCK = b"\x78\x01", b"\x01"


class NotPacked(ValueError):
    """A text that is no certificate; `step` says where it stopped being one."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(reason)
        self.step, self.reason = step, reason


def pack(message: bytes) -> str:
    """The text of the QR; raises ValueError for a message that no QR holds."""
    if len(message) > LONGEST_BLOCK:
        raise ValueError(len(message))
    size = len(message)
    lengths = size.to_bytes(2, "little") + (size ^ LONGEST_BLOCK).to_bytes(2, "little")
    stored = STORED_ZLIB + LAST_STORED_BLOCK + lengths + message + zlib.adler32(message).to_bytes(4)
    return PREFIX + base45.b45encode(stored).decode()


def unpack(text: str) -> bytes:
    """The message in the text of a QR; raises NotPacked."""
    if not text.startswith(PREFIX):
        raise NotPacked("prefix", "the text does not begin with HC1:")
    if len(text) > LONGEST_TEXT:
        raise NotPacked("base45", "longer than any QR")
    try:
        # As bytes: given text, the package would overlook a line break at the end.
        packed = base45.b45decode(text.removeprefix(PREFIX).encode("ascii"))
    except ValueError as error:
        raise NotPacked("base45", "not base45") from error
    return inflated(packed)


def inflated(packed: bytes) -> bytes:
    """The bytes in a zlib stream, which must be whole, alone, and of a size that a certificate may have."""
    reader = zlib.decompressobj()
    try:
        message = reader.decompress(packed, MOST_BYTES + 1)
    except zlib.error as error:
        raise NotPacked("zlib", "not a zlib stream") from error
    if len(message) > MOST_BYTES:
        raise NotPacked("zlib", "unpacks to more than a certificate holds")
    if not reader.eof or reader.unused_data:
        raise NotPacked("zlib", "the zlib stream is cut or followed by something")
    return message
