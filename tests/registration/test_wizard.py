"""The wizard: from who it is for to the number, and what each page says when something is wrong."""

import pytest

from registration.campaigns.models import Campaign
from registration.people.models import Guardianship, Person
from registration.registrations.models import Registration, RegistrationDraft
from registration.sign_in.models import CitizenAccount
from tests.factories import (
    make_account,
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
        ("who", {"who": ""}, "Chọn người được tiêm."),
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


@pytest.mark.parametrize("step", ["who", "group", "declaration"])
def test_a_page_sent_with_nothing_chosen_says_so(citizen: CitizenAccount, campaign: Campaign, step: str) -> None:
    browser = signed_in(citizen)
    for before in list(ANSWERS)[: list(ANSWERS).index(step)]:
        answer(browser, before)
    page = browser.post(f"/register/{step}/", {})
    assert page.status_code == 400
    assert "error-summary" in page.content.decode()


def test_new_people_are_offered_apart_from_those_recorded(citizen: CitizenAccount, campaign: Campaign) -> None:
    browser = signed_in(citizen)
    assert "Thêm" not in browser.get("/register/who/").content.decode()
    answer_all(browser)
    send(browser)
    page = browser.get("/register/who/").content.decode()
    assert "Bùi Thị Hòa" in page
    assert "Thêm vợ/chồng" in page
    answer_all(browser, who={"who": "new:spouse"}, person={"sex": "male", "document_number": "017085000456"})
    assert "Vợ/chồng" in browser.get("/register/check/").content.decode()


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
