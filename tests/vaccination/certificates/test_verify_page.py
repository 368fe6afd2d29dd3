"""The public check: a text or a photo, an answer, and nothing kept."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image, ImageChops, ImageFilter

from hssk.audit.models import AuditEntry
from tests.vaccination.certificates.foreign import Issuer
from tests.vaccination.certificates.story import Story
from vaccination.certificates.models import Certificate
from vaccination.certificates.qr import card_symbol, qr_png, symbol
from vaccination.certificates.revoke import revoke

pytestmark = pytest.mark.django_db


def asked(status: int = 200, **given: Any) -> str:
    answer = Client().post("/verify/", given)
    assert answer.status_code == status
    return answer.content.decode()


def photo(content: bytes, name: str = "qr.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def as_photographed(text: str, kind: str = "JPEG", **options: Any) -> bytes:
    """A QR on a table: turned, blurred, on a coloured ground."""
    table = Image.new("RGB", (1600, 1200), "#8a7f70")
    code = Image.open(io.BytesIO(qr_png(symbol(text)))).convert("RGB").resize((760, 760))
    table.paste(code.rotate(7, expand=True, fillcolor="#8a7f70"), (330, 150))
    taken = io.BytesIO()
    table.filter(ImageFilter.GaussianBlur(1)).save(taken, kind, **options)
    return taken.getvalue()


def test_a_valid_certificate_by_text(story: Story) -> None:
    shown = asked(qr=story.certified().text)
    for words in ("Chứng nhận hợp lệ", "Bùi Thị Hòa", "08/03/1985", "COVID-19", "Comirnaty", "1/2"):
        assert words in shown


@pytest.mark.parametrize("around", ["{}\n", "\r\n{}\r\n", "  {}  ", "\t{}"])
def test_blanks_around_a_pasted_text_do_no_harm(story: Story, around: str) -> None:
    assert "Chứng nhận hợp lệ" in asked(qr=around.format(story.certified().text))


@pytest.mark.parametrize(("kind", "options"), [("JPEG", {"quality": 60}), ("PNG", {}), ("WEBP", {"quality": 60})])
def test_a_valid_certificate_by_photo(story: Story, kind: str, options: dict[str, Any]) -> None:
    taken = as_photographed(story.certified().text, kind, **options)
    assert "Chứng nhận hợp lệ" in asked(photo=photo(taken))


def test_a_transparent_picture_is_read_on_white(story: Story) -> None:
    code = Image.open(io.BytesIO(qr_png(symbol(story.certified().text)))).convert("L")
    ink = Image.new("RGBA", code.size, "black")
    ink.putalpha(ImageChops.invert(code))
    clear = io.BytesIO()
    ink.save(clear, "PNG")
    assert "Chứng nhận hợp lệ" in asked(photo=photo(clear.getvalue()))


def test_a_smart_health_card_by_photo(story: Story) -> None:
    one = story.certified()
    shown = asked(photo=photo(qr_png(card_symbol(one.shc or ""))))
    for words in ("Chứng nhận hợp lệ", "Bùi Thị Hòa", "08/03/1985", "Comirnaty", one.dose.lot.number):
        assert words in shown


def test_an_expired_certificate(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    one = story.certified()
    later = one.certificate.expires_at + timedelta(hours=1)
    monkeypatch.setattr("vaccination.certificates.pages.timezone.now", lambda: later)
    shown = asked(qr=one.text)
    assert "Chứng nhận đã hết hạn" in shown
    assert "Bùi Thị Hòa" in shown


def test_a_revoked_certificate(story: Story) -> None:
    one = story.certified()
    revoke(certificate_id=one.certificate.pk, by=story.nurse)
    assert "Chứng nhận đã bị thu hồi" in asked(qr=one.text)


def test_a_certificate_of_another_country_is_not_ours_and_shows_nothing(story: Story) -> None:
    shown = asked(qr=Issuer().text())
    assert "Không phải chứng nhận của hệ thống này" in shown
    assert "Musterfrau" not in shown


@pytest.mark.parametrize("text", ["HC1:", "HC1:6BF", "https://hssk.vn", "x" * 4000, "HC1:" + "A" * 4200])
def test_garbage_is_not_readable(db: None, text: str) -> None:
    assert "Không đọc được chứng nhận" in asked(qr=text)


def test_a_certificate_cut_short_is_not_readable(story: Story) -> None:
    assert "Không đọc được chứng nhận" in asked(qr=story.certified().text[:-40])


def test_one_of_the_two_is_needed(db: None) -> None:
    assert "Chọn ảnh chụp mã QR hoặc dán nội dung mã QR." in asked(400)
    assert "Chọn ảnh chụp mã QR hoặc dán nội dung mã QR." in asked(400, qr="   ")


def blank(kind: str = "PNG", size: tuple[int, int] = (200, 200)) -> bytes:
    picture = io.BytesIO()
    Image.new("L", size, "white").save(picture, kind)
    return picture.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (blank(), "Không thấy mã QR trong ảnh"),
        (b"%PDF-1.4 not a picture", "không phải ảnh JPEG, PNG hoặc WebP"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "không phải ảnh JPEG, PNG hoặc WebP"),
        (blank()[:-30], "không phải ảnh JPEG, PNG hoặc WebP"),
        (blank("GIF"), "không phải ảnh JPEG, PNG hoặc WebP"),
        (blank(size=(4200, 4200)), "Ảnh quá lớn"),
        (blank(size=(12_000, 12_000)), "không phải ảnh JPEG, PNG hoặc WebP"),
    ],
    ids=["blank", "pdf", "broken", "cut", "gif", "large", "bomb"],
)
def test_a_photo_that_cannot_be_read_is_refused_in_words(db: None, content: bytes, words: str) -> None:
    assert words in asked(400, photo=photo(content))


def test_a_file_over_the_limit_is_refused(db: None) -> None:
    assert "Ảnh quá lớn: tối đa 10 MB." in asked(400, photo=photo(b"x" * (site.MAX_UPLOAD_BYTES + 1)))


@override_settings(PHOTOS_PER_ADDRESS_PER_HOUR=1)
def test_too_many_photos_from_one_address_wait(db: None) -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    answers = [client.post("/verify/", {"photo": photo(blank())}) for _one in range(2)]
    assert [answer.status_code for answer in answers] == [400, 429]
    assert "Có quá nhiều ảnh từ mạng này" in answers[1].content.decode()
    assert client.post("/verify/", {"qr": "HC1:"}).status_code == 200


def test_nothing_is_kept(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    one = story.certified()
    before = (AuditEntry.objects.count(), Certificate.objects.count())
    client = Client()
    shown = client.post("/verify/", {"qr": one.text})
    assert one.text not in shown.content.decode()
    assert (AuditEntry.objects.count(), Certificate.objects.count()) == before
    assert dict(client.session) == {}
    assert "no-store" in shown["Cache-Control"]
    assert "Hòa" not in caplog.text


def test_looking_changes_nothing(db: None) -> None:
    assert Client().get("/verify/").status_code == 200
    assert timezone.now()
