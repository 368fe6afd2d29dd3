"""Recording an injection: what is refused, what follows, and who is first."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hssk.audit.models import AuditEntry
from notifications.outbox.models import Message
from registration.registrations.models import Registration
from tests import factories as make
from vaccination.counts.models import CountDelta
from vaccination.doses.history import history_of
from vaccination.doses.models import Dose
from vaccination.doses.record import record_dose
from vaccination.doses.refusals import DoseRefused
from vaccination.schedules.load import load_policy
from vaccination.stock.book import OutOfStock
from vaccination.stock.models import Lot, StockBalance, StockMovement, Vaccine

pytestmark = pytest.mark.django_db


class Table:
    """A vaccination table with everything at hand: session, lot with a hundred doses, vaccinator."""

    def __init__(self, vaccine: str = "PFZ", doses: int = 100) -> None:
        load_policy()
        self.facility = make.make_facility()
        self.campaign = make.make_campaign()
        self.lot = self.stock(vaccine, doses)
        self.session = make.make_session(self.campaign, self.facility, lot=self.lot)
        self.nurse = make.make_clinician(self.facility)
        self.person = make.make_person()

    def stock(self, vaccine: str, doses: int = 100, **fields: Any) -> Lot:
        lot = make.make_lot(Vaccine.objects.get(pk=vaccine), **fields)
        if doses:
            make.stock_up(self.facility, lot, doses)
        return lot

    def give(self, **changes: Any) -> tuple[Dose, bool]:
        values: dict[str, Any] = {
            "id": uuid.uuid4(),
            "person": self.person,
            "campaign": self.campaign,
            "group": None,
            "lot": self.lot,
            "facility": self.facility,
            "session": self.session,
            "given_at": timezone.now(),
            "body_site": "left_arm",
            "vaccinator": self.nurse,
            "by": self.nurse,
        }
        return record_dose(**values | changes)

    def given_before(self, days: int, vaccine: str = "PFZ") -> Dose:
        """A dose in the past, recorded then."""
        lot = self.lot if vaccine == self.lot.vaccine_id else self.stock(vaccine)
        when = timezone.now() - timedelta(days=days)
        dose, _new = self.give(lot=lot, given_at=when, override_reason="nhập lại từ sổ giấy")
        return dose

    def balance(self) -> int:
        return StockBalance.objects.get(facility=self.facility, lot=self.lot).doses


@pytest.fixture
def table(db: None) -> Table:
    return Table()


def refusal(action: Callable[[], object]) -> DoseRefused:
    with pytest.raises(DoseRefused) as caught:
        action()
    return caught.value


def test_a_dose_is_numbered_by_history_and_everything_follows(table: Table) -> None:
    dose, new = table.give()
    assert (new, dose.number, dose.kind, dose.vaccine_id) == (True, 1, "basic", "PFZ")
    assert table.balance() == 99
    assert StockMovement.objects.get(cause_id=dose.pk).doses == -1
    assert AuditEntry.objects.get(verb="dose.recorded").person_id == table.person.pk
    counted = CountDelta.objects.get(metric="vaccinated")
    assert (counted.amount, counted.dose_number, counted.vaccine_id) == (1, 1, "PFZ")


def test_the_person_is_told_after_a_grace_of_two_hours(table: Table) -> None:
    dose, _new = table.give()
    message = Message.objects.get(kind="dose.recorded")
    assert message.to_phone == table.person.phone
    assert message.not_before == dose.recorded_at + timedelta(hours=2)


def test_who_has_no_phone_is_not_told(table: Table) -> None:
    table.give(person=make.make_person(phone=""))
    assert not Message.objects.exists()


def test_second_click_returns_the_first_dose(table: Table) -> None:
    first, _new = table.give()
    again, new = table.give(id=first.pk)
    assert (again, new) == (first, False)
    assert table.balance() == 99


def test_the_second_dose_completes_the_registration(table: Table) -> None:
    wish = make.make_registration(table.person, table.campaign, state="scheduled")
    table.given_before(30)
    table.give()
    assert Registration.objects.get(pk=wish.pk).state == "completed"


def test_the_first_of_two_doses_completes_nothing(table: Table) -> None:
    wish = make.make_registration(table.person, table.campaign, state="scheduled")
    table.give()
    assert Registration.objects.get(pk=wish.pk).state == "scheduled"


def test_too_early_states_the_fact(table: Table) -> None:
    before = table.given_before(12)
    refused = refusal(table.give)
    day = timezone.localdate(before.given_at)
    assert refused.code == "too_early"
    assert str(refused.message) == f"Mũi 1 tiêm ngày {day:%d/%m/%Y}, mới 12 ngày; tối thiểu 21 ngày."
    assert table.balance() == 99


def test_too_early_with_a_reason_is_recorded_and_keeps_the_reason(table: Table) -> None:
    table.given_before(12)
    dose, _new = table.give(override_reason="Đi công tác nước ngoài")
    assert (dose.number, dose.override_reason) == (2, "Đi công tác nước ngoài")


def test_a_reason_that_was_not_needed_is_not_kept(table: Table) -> None:
    dose, _new = table.give(override_reason="thừa")
    assert dose.override_reason == ""


def test_another_product_that_may_not_follow(table: Table) -> None:
    table.given_before(60)
    refused = refusal(lambda: table.give(lot=table.stock("SINO")))
    assert refused.code == "wrong_product"
    assert "Vero Cell" in str(refused.message)
    assert refused.overridable


def test_wrong_age_at_the_table_is_a_hard_stop(table: Table) -> None:
    child = make.make_person(birth_date=make.today() - timedelta(days=365 * 3))
    refused = refusal(lambda: table.give(person=child, override_reason="gia đình yêu cầu"))
    assert (refused.code, refused.overridable) == ("wrong_age", False)


def test_what_was_given_against_the_rules_is_a_fact_with_a_reason(table: Table) -> None:
    child = make.make_person(birth_date=make.today() - timedelta(days=365 * 3))
    yesterday = timezone.now() - timedelta(days=1)
    assert refusal(lambda: table.give(person=child, given_at=yesterday)).overridable
    dose, _new = table.give(person=child, given_at=yesterday, override_reason="đã tiêm nhầm, báo cáo sự cố")
    assert dose.override_reason


def test_an_expired_lot_cannot_be_used_now(table: Table) -> None:
    old = table.stock("PFZ", expires_on=make.today() - timedelta(days=1))
    refused = refusal(lambda: table.give(lot=old, override_reason="còn dùng được"))
    assert refused.code == "expired_lot"
    assert "lot" in refused.fields


def test_a_lot_is_good_through_its_last_day(table: Table) -> None:
    table.give(lot=table.stock("PFZ", expires_on=make.today()))


def test_a_blocked_lot_cannot_be_used_now(table: Table) -> None:
    blocked = table.stock("PFZ", blocked_at=timezone.now(), blocked_reason="thu hồi")
    assert refusal(lambda: table.give(lot=blocked, override_reason="vẫn dùng")).code == "blocked_lot"


def test_a_dose_before_the_lot_was_blocked_stands(table: Table) -> None:
    blocked = table.stock("PFZ", blocked_at=timezone.now())
    table.give(lot=blocked, given_at=timezone.now() - timedelta(hours=3))


def test_the_future_is_refused_whatever_the_reason(table: Table) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    assert refusal(lambda: table.give(given_at=tomorrow, override_reason="x")).code == "future"


def test_a_clock_a_few_minutes_ahead_is_accepted(table: Table) -> None:
    table.give(given_at=timezone.now() + timedelta(minutes=3))


def test_no_stock_no_dose(table: Table) -> None:
    with pytest.raises(OutOfStock):
        table.give(lot=table.stock("PFZ", 0))
    assert not Dose.objects.exists()
    assert not CountDelta.objects.exists()


def test_a_second_dose_on_the_same_day_says_who_gave_the_first(table: Table) -> None:
    table.give()
    refused = refusal(table.give)
    assert refused.code == "already_given"
    assert table.nurse.full_name in str(refused.message)


def test_a_complete_person_is_not_due(table: Table) -> None:
    table.person = make.make_person(birth_date=make.today() - timedelta(days=365 * 14))
    for days in (400, 370, 200):
        table.given_before(days)
    assert refusal(table.give).code == "not_due"


def test_a_merged_persons_doses_count(table: Table) -> None:
    twin = make.make_person("Bùi Thị Hoà")
    table.given_before(12)
    table.person.merged_into = twin
    table.person.save(update_fields=["merged_into"])
    assert [dose.number for dose in history_of(twin)] == [1]
    assert refusal(lambda: table.give(person=twin)).code == "too_early"
    dose, _new = table.give(override_reason="theo yêu cầu")
    assert dose.person_id == twin.pk


def test_a_voided_dose_leaves_its_number_free(table: Table) -> None:
    first, _new = table.give()
    Dose.objects.filter(pk=first.pk).update(voided_at=timezone.now(), void_reason="nhầm người")
    again, _new = table.give()
    assert again.number == 1


def test_an_id_of_another_persons_dose_is_not_answered(table: Table) -> None:
    first, _new = table.give()
    with pytest.raises(Exception, match="Mã này đã dùng"):
        table.give(id=first.pk, person=make.make_person())


def test_one_dose_per_person_disease_and_number(table: Table) -> None:
    first, _new = table.give()
    first.pk = uuid.uuid4()
    with pytest.raises(IntegrityError, match="one_dose_per_person_disease_and_number"), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("doses_are_numbered_from_one", {"number": 0}),
        ("dose_kind_is_known", {"kind": "extra"}),
        ("body_site_is_known", {"body_site": "nose"}),
    ],
)
def test_doses_are_numbered_from_one_dose_kind_is_known_body_site_is_known(
    table: Table, constraint: str, wrong: dict[str, Any]
) -> None:
    first, _new = table.give()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Dose.objects.filter(pk=first.pk).update(**wrong)


def test_recording_takes_few_statements(table: Table, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    table.give(person=make.make_person())
    # History, dose, audit, count, message, appointment to settle, stock with its ledger line; a savepoint around.
    with django_assert_max_num_queries(9):
        table.give()


@pytest.mark.django_db(transaction=True)
def test_of_two_vaccinators_at_once_one_wins_and_the_other_is_told_by_whom() -> None:
    table = Table()
    gate, outcomes = threading.Barrier(2), []

    def vaccinate(nurse: Any) -> None:
        try:
            gate.wait()
            outcomes.append(table.give(vaccinator=nurse, by=nurse))
        except DoseRefused as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    nurses = [make.make_clinician(table.facility, full_name=name) for name in ("Lò Thị Mai", "Hà Văn Nam")]
    threads = [threading.Thread(target=vaccinate, args=[nurse]) for nurse in nurses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = next(one for one in outcomes if isinstance(one, DoseRefused))
    dose = Dose.objects.get()
    assert refused.code == "already_given"
    assert dose.recorded_by.full_name in str(refused.message)
    assert table.balance() == 99
