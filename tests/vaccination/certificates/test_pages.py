"""What a citizen sees of certificates."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hssk.audit.models import AuditEntry
from registration.people.access_log import reason_words, verb_words
from tests import factories as make
from tests.vaccination.certificates.story import Story
from vaccination.certificates.check import check
from vaccination.certificates.issue import Certified
from vaccination.certificates.pdf import certificate_pdf, fields_in
from vaccination.certificates.photo import qr_in_photo
from vaccination.certificates.signers import current_signer
from vaccination.doses.models import Dose

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def at(story: Story, one: Certified | None = None, last: str = "") -> str:
    """The address of a person's certificates, or of one of them."""
    which = f"{one.certificate.pk}/{last}" if one else ""
    return f"/me/people/{story.mother.pk}/certificate/{which}"


def test_one_dose_is_yellow_and_full_is_green(story: Story) -> None:
    story.dose(1)
    shown = page(story.phone().get(at(story)))
    assert "certificate-partial" in shown
    assert "Đã tiêm một mũi" in shown
    story.dose(2)
    shown = page(story.phone().get(at(story)))
    assert "certificate-full" in shown
    assert "Đủ liều" in shown
    assert "Mũi 1: Pfizer" in shown


def test_the_page_shows_the_qr_and_the_eleven_fields(story: Story) -> None:
    one = story.certified()
    shown = page(story.phone().get(at(story)))
    assert "<svg" in shown
    for words in ("Bùi Thị Hòa", "08/03/1985", "Việt Nam", "COVID-19", "1/2", "Comirnaty", one.certificate.uvci):
        assert words in shown


def test_an_earlier_dose_has_a_page_of_its_own(story: Story) -> None:
    story.dose(1)
    story.dose(2)
    second, first = story.book().certified
    assert "Mũi 1/2 phòng COVID-19" in page(story.phone().get(at(story, first)))
    assert "Mũi 2/2 phòng COVID-19" in page(story.phone().get(at(story, second)))


def test_the_picture_is_read_by_the_public_check(story: Story) -> None:
    one = story.certified()
    answer = story.phone().get(at(story, one, "qr.png"))
    assert answer["Content-Type"] == "image/png"
    text = qr_in_photo(answer.content)
    assert check(text, at=timezone.now()).outcome == "valid"


def test_the_print_is_one_page_with_its_own_font(story: Story) -> None:
    one = story.certified()
    answer = story.phone().get(at(story, one, "print.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.content.count(b"/Type /Page\n") == 1
    assert b"BeVietnamPro" in answer.content
    assert len(answer.content) < 150_000


def test_the_print_is_the_same_whatever_the_language_of_the_page(story: Story) -> None:
    one = story.certified()
    assert fields_in(one, "vi")[0] == ("Họ và tên", "Bùi Thị Hòa")
    assert fields_in(one, "en")[0] == ("Full name", "Bùi Thị Hòa")
    assert certificate_pdf(one, verify_url="https://hssk.vn/verify/")


def test_what_is_kept_on_the_phone_does_not_say_whose_it_is(story: Story) -> None:
    one = story.certified()
    for last in ("qr.png", "print.pdf"):
        name = story.phone().get(at(story, one, last))["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="chung-nhan-mui-1\.(png|pdf)"', name)


def test_nothing_of_it_stays_in_a_shared_browser(story: Story) -> None:
    one = story.certified()
    for address in (at(story), at(story, one, "qr.png"), at(story, one, "print.pdf")):
        assert "no-store" in story.phone().get(address)["Cache-Control"]


def test_before_the_first_dose_the_page_says_what_will_be_here(story: Story) -> None:
    assert "Chưa có mũi tiêm nào" in page(story.phone().get(at(story)))


def test_within_the_grace_time_the_page_says_from_when_on(story: Story) -> None:
    dose = story.dose(1)
    Dose.objects.filter(pk=dose.pk).update(recorded_at=timezone.now() - timedelta(minutes=30))
    assert "Chứng nhận mũi 1 (Pfizer) có từ" in page(story.phone().get(at(story)))


@override_settings(CERTIFICATE_KEY="", CERTIFICATE_KEY_FILE="")
def test_without_a_key_the_page_says_so(story: Story) -> None:
    story.dose(1)
    assert "Hiện chưa cấp được chứng nhận" in page(story.phone().get(at(story)), status=503)


def test_nobody_elses_certificate_is_found(story: Story) -> None:
    one = story.certified()
    neighbour = make.make_person("Hà Văn Lạ")
    stranger = story.phone(make.make_account(neighbour))
    addresses = [at(story), at(story, one), at(story, one, "qr.png"), at(story, one, "print.pdf")]
    addresses.append(f"/me/people/{neighbour.pk}/certificate/{one.certificate.pk}/")
    for address in addresses:
        page(stranger.get(address), status=404)
        if address.startswith(at(story)):
            assert Client().get(address)["Location"].startswith("/sign-in/")


def test_the_book_leads_to_the_certificate(story: Story) -> None:
    story.dose(1)
    assert at(story) in page(story.phone().get(f"/me/people/{story.mother.pk}/"))


def test_the_first_look_takes_at_most_twelve_statements(story: Story, django_assert_max_num_queries: Any) -> None:
    story.dose(1)
    story.dose(2)
    phone = story.phone()
    current_signer(timezone.now())  # the key is published once in its life
    # Two more for the savepoint that stands for the transaction inside a test.
    with django_assert_max_num_queries(12 + 2):
        page(phone.get(at(story)))
    with django_assert_max_num_queries(8):
        page(phone.get(at(story)))


def test_issuing_and_reading_are_told_to_the_person_in_words(story: Story) -> None:
    story.certified()
    entry = AuditEntry.objects.get(verb="certificate.issued")
    assert verb_words(entry) == "Cấp chứng nhận tiêm chủng"
    entry.detail = {"reason": "certificate"}
    assert reason_words(entry) == "xem chứng nhận tiêm chủng"
