"""Reading a QR from a photo that a stranger sends. Nothing is kept of it."""

import io

import zxingcpp
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from hssk.api.tries import counted, key_of
from hssk.refusals import Invalid, Refused, Words

QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
KINDS = ["JPEG", "PNG", "WEBP"]
# A small file may claim to unpack to far more than any phone takes. JPEG is made smaller while it is read.
MOST_PIXELS, MOST_PIXELS_IN_MEMORY = 80_000_000, 16_000_000
# Enough for the finest QR; larger pictures take longer and read no better.
SIDE = 2000
HOUR_SECONDS = 3600
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class TooManyPhotos(Refused):
    """Too many from one address."""

    code = "too_often"
    status = 429


def qr_in_photo(content: bytes) -> str:
    """The text of the QR in a photo; raises Invalid for what is no photo, too large, or shows none."""
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise refused(_("Ảnh quá lớn: tối đa %(most)s MB.") % {"most": settings.MAX_UPLOAD_BYTES // 2**20})
    found = zxingcpp.read_barcodes(grey(content), formats=QR)
    if not found:
        raise refused(_("Không thấy mã QR trong ảnh. Hãy chụp thẳng, đủ sáng, cả mã nằm trong khung."))
    # Its bytes rather than its text: a reader may guess a character set.
    return found[0].bytes.decode("latin-1")


def grey(content: bytes) -> Image.Image:
    """The picture without colour, no larger than needed."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as picture:
            refuse_larger(picture, MOST_PIXELS)
            picture.draft("L", (SIDE, SIDE))
            refuse_larger(picture, MOST_PIXELS_IN_MEMORY)
            flat = on_white(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, *BOMBS) as error:
        raise refused(_("Tệp này không phải ảnh JPEG, PNG hoặc WebP.")) from error
    flat.thumbnail((SIDE, SIDE))
    return flat


def refuse_larger(picture: Image.Image, pixels: int) -> None:
    """Raise Invalid for a picture that would take too much memory."""
    if picture.width * picture.height > pixels:
        raise refused(_("Ảnh quá lớn. Hãy chụp lại ở cỡ nhỏ hơn."))


def on_white(picture: Image.Image) -> Image.Image:
    """In grey; what is transparent is paper."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture.convert("RGBA")).convert("L")
    return picture.convert("L")


def refused(words: Words) -> Invalid:
    """A refusal that belongs to the field `photo`."""
    return Invalid(words, fields={"photo": words})


def count_photo(address: str) -> None:
    """Raise TooManyPhotos when an address had its photos of this hour read."""
    if counted(key_of("photos", address), seconds=HOUR_SECONDS) > settings.PHOTOS_PER_ADDRESS_PER_HOUR:
        raise TooManyPhotos(_("Có quá nhiều ảnh từ mạng này. Hãy dán nội dung mã QR, hoặc thử lại sau một giờ."))
