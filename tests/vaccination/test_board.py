"""The session's board: counts, people, one next action each, whoever looks."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hssk.accounts.roles import Role
from hssk.audit.models import AuditEntry
from tests import factories as make
from tests.vaccination.clinic import Clinic
from vaccination.visits.board import rows_of, tiles
from vaccination.visits.pages import ROWS_OF_A_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def board_url(clinic: Clinic) -> str:
    return reverse("visits:board", args=[clinic.session.pk])


def test_home_shows_todays_sessions_of_my_facilities_only(clinic: Clinic) -> None:
    assert "Buổi sáng" in signed_in(clinic.nurse).get(reverse("visits:home")).content.decode()
    assert "không có buổi tiêm" in signed_in(clinic.stranger).get(reverse("visits:home")).content.decode()


def test_officials_have_no_place_in_the_clinic(clinic: Clinic) -> None:
    official = make.make_staff(Role.PROVINCIAL_OFFICER)
    assert signed_in(official).get(board_url(clinic)).status_code == 403


def test_a_board_elsewhere_is_not_found(clinic: Clinic) -> None:
    assert signed_in(clinic.stranger).get(board_url(clinic)).status_code == 404


def test_each_person_has_the_next_step_that_the_reader_may_do(clinic: Clinic) -> None:
    expected, ready = clinic.expect(), clinic.screened()
    steps = {row.appointment.pk: row.step.page if row.step else None for row in rows_of(clinic.session, clinic.nurse)}
    assert steps == {expected.pk: "visits:check_in", ready.pk: "visits:dose"}
    steps = {row.appointment.pk: row.step for row in rows_of(clinic.session, clinic.screener)}
    assert steps[ready.pk] is None


def test_counts_say_who_waits_for_what(clinic: Clinic) -> None:
    clinic.expect()
    clinic.arrived()
    clinic.screened()
    clinic.vaccinated()
    clinic.expect(state="missed")
    assert [number for _label, number in tiles(clinic.session, make.today())] == [1, 1, 1, 1, 0, 0, 1, 99]


def test_a_planned_draft_is_not_shown(clinic: Clinic) -> None:
    clinic.expect(state="planned")
    assert rows_of(clinic.session, clinic.nurse) == []


def test_the_board_costs_the_same_for_three_hundred_people(
    clinic: Clinic, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clinic.session.slots.update(seats=300)
    for _one in range(300):
        clinic.expect()
    client = signed_in(clinic.nurse)
    client.get(board_url(clinic))
    with django_assert_max_num_queries(9):
        page = client.get(board_url(clinic)).content.decode()
    assert "300 người" in page
    assert page.count("Tiếp nhận") == ROWS_OF_A_PAGE


def test_looking_again_within_the_hour_is_one_reading(clinic: Clinic) -> None:
    person = clinic.expect().person
    client = signed_in(clinic.nurse)
    for _again in range(3):
        client.get(board_url(clinic))
    read = AuditEntry.objects.filter(verb="record.read", person_id=person.pk, detail__reason="session_board")
    assert read.count() == 1


def test_a_search_is_posted_and_keeps_what_was_typed(clinic: Clinic) -> None:
    clinic.expect(make.make_person("Nguyễn Thị Hòa"))
    clinic.expect(make.make_person("Trần Văn Nam"))
    page = signed_in(clinic.nurse).post(board_url(clinic), {"q": "hoa nguyen"}).content.decode()
    assert "Nguyễn Thị Hòa" in page
    assert "Trần Văn Nam" not in page
    assert 'value="hoa nguyen"' in page


def test_a_scan_leads_straight_to_the_next_step(clinic: Clinic) -> None:
    appointment = clinic.expect()
    answer = signed_in(clinic.nurse).post(board_url(clinic), {"q": str(appointment.pk)})
    assert answer["Location"] == reverse("visits:check_in", args=[appointment.pk])


def test_a_card_that_differs_from_the_record_is_said_before_the_injection(clinic: Clinic) -> None:
    person = make.make_person("Nguyễn Thị Hòa", document="017185123456")
    clinic.expect(person)
    card = "017185123456||Nguyễn Thị Hoà|09031985|Nữ|Mai Châu|01012022"
    page = signed_in(clinic.nurse).post(board_url(clinic), {"q": card}, follow=True).content.decode()
    assert "Thẻ khác hồ sơ về: ngày sinh" in page


def test_who_is_not_in_the_session_may_be_let_in(clinic: Clinic) -> None:
    page = signed_in(clinic.nurse).post(board_url(clinic), {"q": "khong co ai"}).content.decode()
    assert "Không có trong buổi tiêm này" in page
    assert reverse("visits:walk_in", args=[clinic.session.pk]) in page


def test_a_long_board_is_shown_in_pages_and_searched_whole(clinic: Clinic) -> None:
    clinic.session.slots.update(seats=100)
    for _one in range(ROWS_OF_A_PAGE + 1):
        clinic.expect(make.make_person("Bùi Thị Hòa"))
    browser = signed_in(clinic.nurse)
    assert browser.get(board_url(clinic), {"page": 2}).content.decode().count("Tiếp nhận") == 1
    assert browser.post(board_url(clinic), {"q": "hoa"}).content.decode().count("Tiếp nhận") == ROWS_OF_A_PAGE + 1
