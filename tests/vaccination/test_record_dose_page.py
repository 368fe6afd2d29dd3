"""The injection on the page: one tap in the normal case, a page of its own when something speaks against it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.vaccination.clinic import Clinic
from vaccination.doses.models import Dose
from vaccination.doses.record import record_dose
from vaccination.planning.models import Appointment
from vaccination.stock.models import Lot

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic()


@pytest.fixture
def client(clinic: Clinic) -> Client:
    browser = Client()
    browser.force_login(clinic.nurse)
    return browser


def url_of(appointment: Appointment) -> str:
    return reverse("visits:dose", args=[appointment.pk])


def as_offered(client: Client, appointment: Appointment) -> dict[str, str]:
    """What the page would send if one just tapped."""
    form = client.get(url_of(appointment)).context["form"]
    return {name: str(form[name].value()) for name in ("id", "lot", "body_site", "vaccinator")}


def given_before(clinic: Clinic, appointment: Appointment, days: int, lot: Lot | None = None) -> None:
    record_dose(
        id=uuid.uuid4(),
        person=appointment.person,
        campaign=clinic.campaign,
        group=None,
        lot=lot or clinic.lot,
        facility=clinic.facility,
        session=None,
        given_at=timezone.now() - timedelta(days=days),
        body_site="left_arm",
        vaccinator=clinic.nurse,
        by=clinic.nurse,
    )


def test_one_tap_records_and_offers_who_is_next(clinic: Clinic, client: Client) -> None:
    appointment = clinic.screened()
    waiting = clinic.screened(make.make_person("Lò Thị Chờ"))
    answer = client.post(url_of(appointment), as_offered(client, appointment), follow=True)
    dose = Dose.objects.get()
    assert (dose.number, dose.lot, dose.vaccinator, dose.session) == (1, clinic.lot, clinic.nurse, clinic.session)
    assert "Tiêm: Lò Thị Chờ" in answer.content.decode()
    assert url_of(waiting) in answer.content.decode()


def test_a_double_click_is_one_dose(clinic: Clinic, client: Client) -> None:
    appointment = clinic.screened()
    given = as_offered(client, appointment)
    for _click in range(2):
        assert client.post(url_of(appointment), given).status_code == 302
    assert Dose.objects.count() == 1


def test_the_lot_used_last_today_is_offered_next(clinic: Clinic, client: Client) -> None:
    other = clinic.stock("PFZ")
    first, second = clinic.screened(), clinic.screened()
    client.post(url_of(first), as_offered(client, first) | {"lot": str(other.pk)})
    assert as_offered(client, second)["lot"] == str(other.pk)


def test_lots_that_may_not_be_used_are_not_offered(clinic: Clinic, client: Client) -> None:
    old = clinic.stock("PFZ", expires_on=make.today() - timedelta(days=1))
    appointment = clinic.screened()
    assert old.number not in client.get(url_of(appointment)).content.decode()
    answer = client.post(url_of(appointment), as_offered(client, appointment) | {"lot": str(old.pk)})
    assert answer.status_code == 400


def test_too_early_is_a_page_with_the_fact_and_a_reason_goes_on(clinic: Clinic, client: Client) -> None:
    appointment = clinic.screened()
    given_before(clinic, appointment, days=12)
    given = as_offered(client, appointment)
    stop = client.post(url_of(appointment), given)
    page = stop.content.decode()
    assert stop.status_code == 409
    assert re.search(r"danger-stop.*mới 12 ngày; tối thiểu 21 ngày", page, re.DOTALL)
    assert f'value="{given["id"]}"' in page
    done = client.post(url_of(appointment), given | {"override_reason": "Đi nước ngoài"})
    assert done["Location"] == reverse("visits:saved", args=[appointment.pk])
    assert Dose.objects.get(number=2).override_reason == "Đi nước ngoài"


def test_a_hard_stop_offers_no_reason(clinic: Clinic, client: Client) -> None:
    child = make.make_person(birth_date=make.today() - timedelta(days=365 * 6))
    appointment = clinic.screened(child)
    lot = clinic.stock("AZ")
    stop = client.post(url_of(appointment), as_offered(client, appointment) | {"lot": str(lot.pk)})
    assert stop.status_code == 409
    assert "từ 18 tuổi" in stop.content.decode()
    assert "override_reason" not in stop.content.decode()


def test_a_lot_that_ran_out_between_opening_and_saving(clinic: Clinic, client: Client) -> None:
    last = clinic.stock("PFZ", 1)
    first, second = clinic.screened(), clinic.screened()
    given = {one: as_offered(client, one) | {"lot": str(last.pk)} for one in (first, second)}
    assert client.post(url_of(first), given[first]).status_code == 302
    answer = client.post(url_of(second), given[second])
    assert answer.status_code == 400
    assert "Lô đã chọn vừa hết" in answer.content.decode()


def test_a_lot_that_runs_out_at_the_same_moment_is_a_stop(
    clinic: Clinic, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = clinic.stock("PFZ", 1)
    first, second = clinic.screened(), clinic.screened()
    given = as_offered(client, second) | {"lot": str(last.pk)}
    monkeypatch.setattr("vaccination.visits.step_pages.lots_for", lambda _appointment: [last])
    client.post(url_of(first), as_offered(client, first))
    answer = client.post(url_of(second), given)
    assert answer.status_code == 409
    assert f"Lô {last.number} đã hết" in answer.content.decode()
    assert Dose.objects.count() == 1


def test_without_stock_the_page_says_what_to_do(client: Client) -> None:
    clinic = Clinic(doses=1)
    browser = Client()
    browser.force_login(clinic.nurse)
    clinic.vaccinated()
    page = browser.get(url_of(clinic.screened())).content.decode()
    assert "không còn lô vắc xin nào" in page


def test_who_is_done_is_led_to_their_step(clinic: Clinic, client: Client) -> None:
    appointment, _dose = clinic.vaccinated()
    assert client.get(url_of(appointment))["Location"] == reverse("visits:release", args=[appointment.pk])


def test_a_screener_has_no_page_for_injections(clinic: Clinic) -> None:
    browser = Client()
    browser.force_login(clinic.screener)
    assert browser.get(url_of(clinic.screened())).status_code == 403
