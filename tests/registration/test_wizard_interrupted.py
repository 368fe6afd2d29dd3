"""The wizard: second clicks, lost sessions, other devices, strangers, cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration, RegistrationDraft
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_account,
    make_campaign,
    make_person,
    make_registration,
)
from tests.registration.wizard_story import ANSWERS, answer, answer_all, signed_in

pytestmark = pytest.mark.django_db


def test_another_guardian_was_quicker(campaign: Campaign) -> None:
    person = make_person("Hà Thị Mai")
    browser = signed_in(make_account(person))
    answer(browser, "who", who=str(person.pk))
    for step in ("group", "wish", "declaration", "consent"):
        answer(browser, step)
    page = browser.get("/register/check/")
    make_registration(person, campaign)
    assert browser.post("/register/check/", {"draft": page.context["journey"].draft.pk}).status_code == 302
    assert browser.get("/register/who/").status_code == 200
    assert Registration.objects.count() == 1


def test_sending_twice_shows_the_same_number(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    draft = browser.get("/register/check/").context["journey"].draft.pk
    places = [browser.post("/register/check/", {"draft": draft}).headers["Location"] for _click in range(2)]
    assert places == [f"/register/{draft}/done/"] * 2
    assert Registration.objects.count() == 1


def test_a_garbled_draft_id_still_sends(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    assert browser.post("/register/check/", {"draft": "x"}).status_code == 302
    assert Registration.objects.count() == 1


def test_a_campaign_that_closed_meanwhile_is_said_with_all_answers(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    draft = browser.get("/register/check/").context["journey"].draft.pk
    Campaign.objects.update(registration_open=False)
    page = browser.post("/register/check/", {"draft": draft})
    assert page.status_code == 409
    assert "ngừng nhận đăng ký" in page.content.decode()
    assert "Bùi Thị Hòa" in page.content.decode()


def test_an_expired_session_loses_nothing(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer(browser, "who")
    browser.session.flush()
    browser.cookies.clear()

    response = answer(browser, "person")
    assert response.headers["Location"] == "/sign-in/?next=%2Fregister%2Fperson%2F"
    browser.post("/sign-in/", {"phone": citizen.phone, "next": "/register/person/"})
    code = Message.objects.get(kind="sign_in.code").values["code"]
    back = browser.post("/sign-in/code/", {"code": code, "next": "/register/person/"})

    assert back.headers["Location"] == "/register/person/"
    page = browser.get("/register/person/")
    assert 'value="Bùi Thị Hòa"' in page.content.decode()
    assert answer(browser, "person").status_code == 302


def test_what_waits_in_the_session_is_sealed(citizen: CitizenAccount, campaign: Campaign, client: Client) -> None:
    answer(client, "person")
    assert "Hòa" not in str(dict(client.session))
    assert "017185000123" not in str(dict(client.session))


def test_answers_of_a_draft_are_sealed(citizen: CitizenAccount, campaign: Campaign) -> None:
    answer_all(signed_in(citizen))
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM registration_registrationdraft")
        assert b"017185000123" not in bytes(cursor.fetchone()[0])


def test_beginning_anew_forgets_the_answers(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer(browser, "who")
    assert "đang đăng ký dở" in browser.get("/register/").content.decode()
    browser.post("/register/again/")
    assert not RegistrationDraft.objects.exists()


def test_with_two_campaigns_one_is_chosen_first(citizen: CitizenAccount, campaign: Campaign) -> None:
    other = make_campaign()
    browser = signed_in(citizen)
    assert browser.get("/register/who/").headers["Location"] == "/register/"
    assert browser.get(f"/register/who/?campaign={other.code}").status_code == 200
    browser.post(f"/register/who/?campaign={other.code}", ANSWERS["who"])
    assert RegistrationDraft.objects.get().campaign == other
    browser.post(f"/register/who/?campaign={campaign.code}", ANSWERS["who"])
    assert RegistrationDraft.objects.get().campaign == campaign


def test_without_a_campaign_the_page_says_what_will_be_here(client: Client) -> None:
    assert "chưa có chiến dịch" in client.get("/register/").content.decode()


def test_a_stranger_sees_nothing_of_it(stranger: CitizenAccount, campaign: Campaign) -> None:
    registration = make_registration(make_person("Hà Thị Mai"), campaign)
    browser = signed_in(stranger)
    for address in ("", "done/"):
        page = browser.get(f"/register/{registration.pk}/{address}")
        assert page.status_code == 404
        assert "Hà Thị Mai" not in page.content.decode()
    assert browser.post(f"/register/{registration.pk}/withdraw/").status_code == 404


def test_nobody_gets_past_sign_in(client: Client, campaign: Campaign) -> None:
    for address in ("/register/person/", "/register/check/", "/me/people/"):
        assert client.get(address).headers["Location"].startswith("/sign-in/?next=")


def test_an_unknown_step_is_404(citizen: CitizenAccount, campaign: Campaign) -> None:
    assert signed_in(citizen).get("/register/nowhere/").status_code == 404


def test_a_registration_is_withdrawn_on_its_page(campaign: Campaign) -> None:
    person = make_person()
    registration = make_registration(person, campaign)
    browser = signed_in(make_account(person))
    browser.post(f"/register/{registration.pk}/withdraw/")
    page = browser.get(f"/register/{registration.pk}/").content.decode()
    assert "Đã rút" in page
    assert "withdraw/" not in page


def test_pages_cost_at_most_twelve_statements(
    citizen: CitizenAccount, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(citizen)
    for step in ANSWERS:
        with django_assert_max_num_queries(12):
            assert answer(browser, step).status_code == 302
        with django_assert_max_num_queries(12):
            assert browser.get(f"/register/{step}/").status_code == 200
    with django_assert_max_num_queries(12):
        assert browser.get("/register/check/").status_code == 200


def test_strangers_cannot_fill_the_store_of_interrupted_answers(campaign: Campaign) -> None:
    stranger = Client()
    stranger.post("/register/person/", {"full_name": "x" * 100_000})
    assert "interrupted_step" not in stranger.session
    stranger.post("/register/person/", {"full_name": "Bùi Thị Hòa", "workplace": "ế" * 255})
    assert "interrupted_step" in stranger.session
