"""The wizard: from who it is for to the number, and every way it can be interrupted."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.people.models import Guardianship, Person
from registration.registrations.models import Registration, RegistrationDraft
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_account,
    make_campaign,
    make_commune,
    make_person,
    make_province,
    make_registration,
    today,
)
from tests.registration.wizard_story import ANSWERS, answer, answer_all, send, signed_in

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


def test_back_keeps_every_answer(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    assert 'value="Bùi Thị Hòa"' in browser.get("/register/person/").content.decode()
    assert browser.get("/register/wish/").context["form"]["wished_shift"].value() == "morning"


def test_another_device_goes_on_where_the_first_stopped(citizen: CitizenAccount, campaign: Campaign) -> None:
    answer_all(signed_in(citizen))
    assert send(signed_in(citizen)).status_code == 302
    assert Registration.objects.count() == 1


def test_a_change_from_the_check_leads_back_to_the_check(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    assert "/register/wish/?back_to=check" in browser.get("/register/check/").content.decode()
    response = browser.post("/register/wish/?back_to=check", ANSWERS["wish"] | {"wished_shift": "afternoon"})
    assert response.headers["Location"] == "/register/check/"
    assert "Buổi chiều" in browser.get("/register/check/").content.decode()


def test_the_check_leads_to_what_is_missing(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer(browser, "who")
    answer(browser, "person")
    assert browser.get("/register/check/").headers["Location"] == "/register/address/"


@pytest.mark.parametrize(
    ("step", "changed", "words"),
    [
        ("who", {"who": ""}, "Chọn"),
        ("person", {"full_name": ""}, "Nhập họ và tên"),
        ("person", {"birth_date": "31/02/1985"}, "không có trong lịch"),
        ("person", {"birth_date": "01/01/2999"}, "tương lai"),
        ("person", {"birth_date": "1800"}, "quá xa"),
        ("person", {"birth_date": f"01/01/{today().year - 5}"}, "từ 12 tuổi"),
        ("person", {"birth_date": f"01/01/{today().year - 14}"}, "giám hộ"),
        ("person", {"document_number": "01718500012"}, "Số CCCD gồm 12 chữ số; số này có 11."),
        ("person", {"document_number": ""}, "Chưa có giấy tờ"),
        ("person", {"bhyt": "123"}, "BHYT"),
        ("person", {"phone": "12"}, "10 chữ số"),
        ("address", {"commune": "Không Có"}, "Không thấy xã"),
        ("address", {"province": "14", "commune": "Mộc Châu"}, "không thuộc Tỉnh Phú Thọ"),
        ("group", {"group": "17"}, "17"),
        ("wish", {"wished_on": "01/01/2020"}, "Chọn ngày từ"),
        ("declaration", {"q3": ""}, "Chọn Có, Không hoặc Không rõ."),
        ("consent", {"agreed": ""}, "Cần đánh dấu đồng ý"),
        ("consent", {"version": "2021-07"}, "đọc lại"),
    ],
)
def test_each_page_says_what_is_wrong_and_keeps_what_was_typed(
    citizen: CitizenAccount, campaign: Campaign, step: str, changed: dict[str, str], words: str
) -> None:
    make_commune("Xã Mộc Châu", "04000", make_province("14", "Tỉnh Sơn La"))
    browser = signed_in(citizen)
    for before in list(ANSWERS)[: list(ANSWERS).index(step)]:
        answer(browser, before)
    page = answer(browser, step, **changed)
    assert page.status_code == 400
    shown = page.content.decode()
    assert words in shown
    assert "error-summary" in shown
    if step == "person" and "full_name" not in changed:
        assert 'value="Bùi Thị Hòa"' in shown


def test_somebody_without_papers_and_with_a_year_only_is_served(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser, person={"birth_date": "1950", "document_kind": "none", "document_number": ""})
    assert "1950" in browser.get("/register/check/").content.decode()
    send(browser)
    person = Person.objects.get()
    assert (person.birth_date.year, person.birth_year_only, person.doubts) == (1950, True, ["no_document"])


def test_a_disagreeing_card_is_flagged_and_never_refused(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser, person={"sex": "male"})
    page = browser.get(send(browser).headers["Location"])
    assert "Giới tính khác với số CCCD." in page.content.decode()


def test_a_name_that_may_mean_several_communes_gives_a_choice(citizen: CitizenAccount, campaign: Campaign) -> None:
    make_commune("Xã Mai Hạ", "05201")
    browser = signed_in(citizen)
    answer(browser, "who")
    answer(browser, "person")
    page = answer(browser, "address", commune="mai")
    assert page.status_code == 400
    assert "Xã Mai Hạ" in page.content.decode()
    assert answer(browser, "address", commune="mai", area="05201").status_code == 302
    assert answer(browser, "address", commune="Xã Mai Châu", area="05201").status_code == 302
    for step in ("group", "wish", "declaration", "consent"):
        answer(browser, step)
    send(browser)
    assert Person.objects.get().area.code == "05200"


def test_a_second_person_on_the_same_phone(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    answer_all(browser)
    send(browser)
    assert "new:self" not in browser.get("/register/who/").content.decode()
    answer_all(
        browser,
        who={"who": "new:spouse"},
        person={
            "full_name": "Hà Văn Sơn",
            "sex": "male",
            "document_number": "017080000456",
            "birth_date": "05/09/1980",
        },
    )
    send(browser)
    assert Guardianship.objects.filter(account=citizen).count() == Registration.objects.count() == 2
    assert set(Person.objects.values_list("full_name", flat=True)) == {"Bùi Thị Hòa", "Hà Văn Sơn"}


def test_somebody_known_is_not_asked_about_again(campaign: Campaign) -> None:
    person = make_person("Hà Thị Mai")
    browser = signed_in(make_account(person))
    assert answer(browser, "who", who=str(person.pk)).headers["Location"] == "/register/group/"
    for step in ("group", "wish", "declaration", "consent"):
        answer(browser, step)
    send(browser)
    assert Registration.objects.get().person == person


def test_somebody_registered_is_told_so_at_once(campaign: Campaign) -> None:
    person = make_person("Hà Thị Mai")
    registration = make_registration(person, campaign)
    page = answer(signed_in(make_account(person)), "who", who=str(person.pk))
    assert page.status_code == 409
    assert registration.number in page.content.decode()


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
