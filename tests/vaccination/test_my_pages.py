"""The citizen's home, a person's book, and answers from the pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from notifications.delivery.deliver import deliver_batch
from notifications.texts.load import load_texts
from registration.sign_in.browser import KEY
from registration.sign_in.models import CitizenAccount
from tests import factories
from tests.vaccination.planning_story import Story
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.planning.publish import publish_plan
from vaccination.sessions.models import ArrivalSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    load_texts()
    return Story()


def signed_in(account: CitizenAccount) -> Client:
    client = Client()
    session = client.session
    session[KEY] = str(account.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def invited(story: Story) -> Appointment:
    story.session()
    return story.invited()


@pytest.fixture
def home(invited: Appointment) -> Client:
    return signed_in(factories.make_account(invited.person, phone=invited.person.phone))


def test_an_invitation_shows_place_time_code_and_qr(home: Client, invited: Appointment) -> None:
    shown = page(home.get("/me/"))
    for words in ("07:30", "Trạm Y tế xã Mai Châu", invited.presence_code, "Xác nhận sẽ đến", "<svg"):
        assert words in shown


def test_confirming_from_the_card(home: Client, invited: Appointment) -> None:
    shown = page(home.post(f"/me/appointments/{invited.pk}/confirm/", follow=True))
    invited.refresh_from_db()
    assert invited.state == "confirmed"
    assert "sẽ đến lúc 07:30" in shown
    assert "Xác nhận sẽ đến" not in shown


def test_who_cannot_come_says_why_and_waits_again(home: Client, invited: Appointment) -> None:
    address = f"/me/appointments/{invited.pk}/decline/"
    assert "Bận vào giờ đó" in page(home.get(address))
    assert "Chọn" in page(home.post(address, {}), status=400)
    shown = page(home.post(address, {"reason": "busy"}, follow=True))
    assert "đang chờ xếp lịch" in shown
    assert page(home.post(f"/me/appointments/{invited.pk}/confirm/"), status=409)


def test_another_time_from_the_page(home: Client, story: Story, invited: Appointment) -> None:
    address = f"/me/appointments/{invited.pk}/change/"
    slot = story.session(on=story.tomorrow + timedelta(days=3)).slots.last()
    assert "10:30" in page(home.get(address))
    assert "Đã đổi giờ" in page(home.post(address, {"slot": slot.pk}, follow=True))
    invited.refresh_from_db()
    assert invited.slot == slot


def test_other_times_at_the_same_place_come_first(home: Client, story: Story, invited: Appointment) -> None:
    hospital = factories.make_facility("Bệnh viện Đa khoa Hòa Bình", area=story.commune)
    story.session(facility=hospital)
    story.session(on=story.tomorrow + timedelta(days=3))
    shown = page(home.get(f"/me/appointments/{invited.pk}/change/"))
    assert shown.index(f"{story.tomorrow + timedelta(days=3):%d/%m/%Y}") < shown.index("Bệnh viện Đa khoa")


def test_a_time_that_was_taken_meanwhile_is_refused_and_the_old_one_kept(
    home: Client, story: Story, invited: Appointment
) -> None:
    slot = story.session(seats=1, on=story.tomorrow + timedelta(days=3)).slots.get()
    ArrivalSlot.objects.filter(pk=slot.pk).update(taken=1)
    answer = page(home.post(f"/me/appointments/{invited.pk}/change/", {"slot": slot.pk}), status=409)
    assert "đã đủ người" in answer


def test_messages_are_shown_without_the_facts_of_sending(home: Client, invited: Appointment) -> None:
    while deliver_batch():
        continue
    shown = page(home.get(f"/me/people/{invited.person_id}/"))
    assert "Moi Bui Thi Hoa" in shown
    assert "GSM-7" not in shown


def test_waiting_done_and_nothing_each_say_so(story: Story) -> None:
    waiting = story.waiting("Hà Văn Chờ")
    done = factories.make_person("Bùi Thị Xong")
    Dose.objects.create(
        person=done, campaign=story.campaign, disease="COVID-19", number=1, kind="basic", vaccine_id="PFZ",
        lot=story.lot, facility=story.facility, given_at=factories.timezone.now(), vaccinator=story.officer,
        recorded_by=story.officer,
    )  # fmt: skip
    new = factories.make_person("Đinh Thị Mới")
    client = signed_in(factories.make_account(waiting.person, done, new))
    shown = page(client.get("/me/"))
    for words in ("đang chờ xếp lịch", waiting.number, "Đã tiêm mũi 1 (Pfizer)", "Chưa đăng ký tiêm", "Đăng ký tiêm"):
        assert words in shown
    book = page(client.get(f"/me/people/{done.pk}/"))
    assert "Mũi 1: Pfizer" in book
    assert story.lot.number in book


def test_doses_of_a_record_merged_into_this_one_are_shown(story: Story) -> None:
    person = factories.make_person("Bùi Thị Một")
    twin = factories.make_person("Bui Thi Mot", merged_into=person)
    Dose.objects.create(
        person=twin, campaign=story.campaign, disease="COVID-19", number=1, kind="basic", vaccine_id="PFZ",
        lot=story.lot, facility=story.facility, given_at=factories.timezone.now(), vaccinator=story.officer,
        recorded_by=story.officer,
    )  # fmt: skip
    client = signed_in(factories.make_account(person))
    assert "Mũi 1" in page(client.get(f"/me/people/{person.pk}/"))


def test_the_book_shows_appointments_and_messages(home: Client, invited: Appointment) -> None:
    deliver_batch()
    book = page(home.get(f"/me/people/{invited.person_id}/"))
    assert "Lịch hẹn" in book
    assert "Tin nhắn đã gửi" in book
    assert "Moi Bui Thi Hoa tiem luc" in book


def test_a_draft_is_invisible_to_citizens(story: Story) -> None:
    story.session()
    registration = story.waiting()
    plan = story.plan()
    client = signed_in(factories.make_account(registration.person))
    assert "đang chờ xếp lịch" in page(client.get("/me/"))
    publish_plan(plan_id=plan.pk, by=story.officer)
    assert "Xác nhận sẽ đến" in page(client.get("/me/"))


def test_strangers_see_nothing(invited: Appointment) -> None:
    stranger = signed_in(factories.make_account(factories.make_person("Hà Văn Lạ")))
    page(stranger.get(f"/me/people/{invited.person_id}/"), status=404)
    for answer in ("confirm", "decline", "change"):
        page(stranger.get(f"/me/appointments/{invited.pk}/{answer}/"), status=404)
        page(stranger.post(f"/me/appointments/{invited.pk}/{answer}/"), status=404)
    nobody = Client()
    for address in ("/me/", f"/me/people/{invited.person_id}/", f"/me/appointments/{invited.pk}/change/"):
        assert nobody.get(address).headers["Location"].startswith("/sign-in/")


def test_a_family_of_ten_takes_no_more_statements_than_one(story: Story, django_assert_max_num_queries: Any) -> None:
    story.session(seats=40)
    people = [story.waiting(f"Bùi Văn {number}", phone="+84912000111").person for number in range(10)]
    publish_plan(plan_id=story.plan().pk, by=story.officer)
    client = signed_in(factories.make_account(*people, phone="+84912000111"))
    with django_assert_max_num_queries(12):
        page(client.get("/me/"))
    with django_assert_max_num_queries(12):
        page(client.get(f"/me/people/{people[0].pk}/"))
