"""The ledger: what comes in, what goes out, and never below nothing."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hssk.accounts.roles import Role
from hssk.audit.record import SYSTEM
from hssk.refusals import Invalid, NotYours, Refused
from tests import factories as make
from vaccination.stock.book import OutOfStock, book
from vaccination.stock.lots import add_lot, doses_left, usable_lots
from vaccination.stock.models import Lot, MovementKind, StockBalance, StockMovement
from vaccination.stock.receive import receive

pytestmark = pytest.mark.django_db


def balance(facility: object, lot: Lot) -> int:
    return StockBalance.objects.get(facility=facility, lot=lot).doses


def test_a_delivery_is_booked_once() -> None:
    head = make.make_staff(Role.PROVINCIAL_OFFICER)
    facility, lot, delivery = make.make_facility(), make.make_lot(), uuid.uuid4()
    assert receive(id=delivery, facility=facility, lot=lot, doses=60, by=head)
    assert not receive(id=delivery, facility=facility, lot=lot, doses=60, by=head)
    assert balance(facility, lot) == 60
    assert receive(id=uuid.uuid4(), facility=facility, lot=lot, doses=40, by=head)
    assert balance(facility, lot) == 100


def test_a_senseless_number_of_doses_is_refused() -> None:
    head = make.make_staff(Role.PROVINCIAL_OFFICER)
    with pytest.raises(Invalid):
        receive(id=uuid.uuid4(), facility=make.make_facility(), lot=make.make_lot(), doses=0, by=head)


def test_somebody_elsewhere_receives_nothing_here() -> None:
    elsewhere = make.make_clinician(make.make_facility("Trạm khác"), Role.FACILITY_HEAD)
    facility = make.make_facility("Trạm này", area=make.make_commune("Xã Pà Cò", "05212"))
    with pytest.raises(NotYours):
        receive(id=uuid.uuid4(), facility=facility, lot=make.make_lot(), doses=10, by=elsewhere)


def test_taking_more_than_there_is_changes_nothing() -> None:
    facility, lot = make.make_facility(), make.make_lot()
    make.stock_up(facility, lot, 2)
    with pytest.raises(OutOfStock), transaction.atomic():
        book(facility=facility, lot=lot, kind=MovementKind.WASTED, doses=-3, cause_id=uuid.uuid4(), by=SYSTEM)
    assert balance(facility, lot) == 2
    assert not StockMovement.objects.filter(kind=MovementKind.WASTED).exists()


def test_taking_a_lot_that_was_never_here() -> None:
    with pytest.raises(OutOfStock, match="đã hết"):
        book(
            facility=make.make_facility(), lot=make.make_lot(), kind="used", doses=-1, cause_id=uuid.uuid4(), by=SYSTEM
        )


def test_no_negative_stock() -> None:
    facility, lot = make.make_facility(), make.make_lot()
    make.stock_up(facility, lot, 2)
    with pytest.raises(IntegrityError, match="no_negative_stock"), transaction.atomic():
        StockBalance.objects.filter(lot=lot).update(doses=-1)


def test_one_balance_per_facility_and_lot() -> None:
    facility, lot = make.make_facility(), make.make_lot()
    make.stock_up(facility, lot, 2)
    with pytest.raises(IntegrityError, match="one_balance_per_facility_and_lot"), transaction.atomic():
        StockBalance.objects.create(facility=facility, lot=lot, doses=1)


def test_one_movement_per_cause() -> None:
    facility, lot, cause = make.make_facility(), make.make_lot(), uuid.uuid4()
    book(facility=facility, lot=lot, kind="received", doses=5, cause_id=cause, by=SYSTEM)
    with pytest.raises(IntegrityError, match="one_movement_per_cause"), transaction.atomic():
        book(facility=facility, lot=lot, kind="received", doses=5, cause_id=cause, by=SYSTEM)
    assert balance(facility, lot) == 5


def test_a_movement_moves_something_and_movement_kind_is_known() -> None:
    values = {"facility": make.make_facility(), "lot": make.make_lot(), "cause_id": uuid.uuid4()}
    with pytest.raises(IntegrityError, match="a_movement_moves_something"), transaction.atomic():
        StockMovement.objects.create(kind="used", doses=0, **values)
    with pytest.raises(IntegrityError, match="movement_kind_is_known"), transaction.atomic():
        StockMovement.objects.create(kind="lost", doses=-1, **values)


def test_one_lot_per_vaccine_and_number() -> None:
    pfizer = make.make_vaccine()
    lot, _new = add_lot(id=uuid.uuid4(), vaccine=pfizer, number="fd8813 ", expires_on=make.today(), by=SYSTEM)
    assert lot.number == "FD8813"
    with pytest.raises(Refused, match="Lô này đã có") as caught:
        add_lot(id=uuid.uuid4(), vaccine=pfizer, number="FD8813", expires_on=make.today(), by=SYSTEM)
    assert caught.value.code == "one_lot_per_vaccine_and_number"


def test_only_lots_that_may_be_used_today_are_offered() -> None:
    facility = make.make_facility()
    good = make.make_lot()
    expired = make.make_lot(expires_on=make.today() - timedelta(days=1))
    blocked = make.make_lot(blocked_at=timezone.now())
    for lot in (good, expired, blocked):
        make.stock_up(facility, lot, 10)
    make.make_lot()
    assert list(usable_lots(facility_id=facility.pk, on=make.today())) == [good]
    assert doses_left(facility_id=facility.pk, on=make.today(), vaccine_id="PFZ") == 10


@pytest.mark.django_db(transaction=True)
def test_twenty_take_from_ten_doses_and_ten_go_away() -> None:
    facility, lot = make.make_facility(), make.make_lot()
    make.stock_up(facility, lot, 10)
    gate, outcomes = threading.Barrier(20), []

    def take() -> None:
        try:
            gate.wait()
            book(facility=facility, lot=lot, kind="used", doses=-1, cause_id=uuid.uuid4(), by=SYSTEM)
            outcomes.append("taken")
        except OutOfStock:
            outcomes.append("out of stock")
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _one in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (outcomes.count("taken"), outcomes.count("out of stock")) == (10, 10)
    assert balance(facility, lot) == 0
    assert StockMovement.objects.filter(kind="used").count() == 10
