"""The wizard: from who it is for to the number, and every way it can be interrupted."""

import pytest

from registration.campaigns.models import Campaign
from registration.registrations.models import Registration, RegistrationDraft
from registration.sign_in.models import CitizenAccount
from tests.registration.wizard_story import ANSWERS, answer, send, signed_in

pytestmark = pytest.mark.django_db


def test_a_citizen_comes_from_the_first_page_to_a_number(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    assert browser.get("/register/").status_code == 200
    for step in ANSWERS:
        page = browser.get(f"/register/{step}/")
        assert page.status_code == 200, step
        answer(browser, step)

    response = send(browser)

    registration = Registration.objects.get()
    assert response.headers["Location"] == f"/register/{registration.pk}/done/"
    page = browser.get(response.headers["Location"])
    assert registration.number in page.content.decode()
    assert "Đã gửi" in page.content.decode()
    assert registration.source == "web"
    assert registration.consent_text.version == "2026-01"
    assert registration.person.area.code == "05200"
    assert not RegistrationDraft.objects.exists()
