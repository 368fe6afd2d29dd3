"""Messages are rows written by the change that causes them."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from notifications.kinds import Kind
from notifications.outbox.enqueue import Draft, OutsideTransaction, enqueue
from notifications.outbox.models import Message
from notifications.texts.models import MessageText
from registration.sign_in.models import CitizenAccount
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def draft(kind: Kind, **fields: object) -> Draft:
    values = {"to_phone": "+84912345678", "cause": "test:1", "subject_id": uuid.uuid4(), "values": {"name": "Hoa"}}
    return Draft(kind=kind.name, **values | fields)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_refused(kind: Kind) -> None:
    with pytest.raises(OutsideTransaction):
        enqueue(draft(kind))
    assert not Message.objects.exists()


def test_a_change_that_fails_sends_nothing(kind: Kind) -> None:
    def change_that_fails() -> None:
        with transaction.atomic():
            enqueue(draft(kind))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_that_fails()
    assert not Message.objects.exists()


def test_the_same_cause_makes_one_message(kind: Kind) -> None:
    with transaction.atomic():
        enqueue(draft(kind))
        enqueue(draft(kind, values={"name": "Lan"}))
    assert Message.objects.get().values == {"name": "Hoa"}


def test_a_missing_variable_is_found_when_written_not_when_sent(kind: Kind) -> None:
    with transaction.atomic(), pytest.raises(KeyError):
        enqueue(draft(kind, values={}))


def test_message_state_is_known(kind: Kind) -> None:
    with transaction.atomic():
        enqueue(draft(kind))
    with pytest.raises(IntegrityError, match="message_state_is_known"), transaction.atomic():
        Message.objects.update(state="lost")


def test_a_sent_message_says_when(kind: Kind) -> None:
    with transaction.atomic():
        enqueue(draft(kind))
    with pytest.raises(IntegrityError, match="a_sent_message_says_when"), transaction.atomic():
        Message.objects.update(state="sent")
    Message.objects.update(state="sent", sent_at=timezone.now())


def test_one_text_per_kind_language_and_version(kind: Kind) -> None:
    with pytest.raises(IntegrityError, match="one_text_per_kind_language_and_version"), transaction.atomic():
        MessageText.objects.create(kind=kind.name, language="vi", version=1, body="Khác")


def test_a_text_says_something() -> None:
    with pytest.raises(IntegrityError, match="a_text_says_something"), transaction.atomic():
        MessageText.objects.create(kind="x", language="vi", version=1, body="")


def test_citizens_read_what_their_phone_received_but_no_codes(kind: Kind, secret_kind: Kind) -> None:
    account = CitizenAccount.objects.create(phone="+84912345678")
    with transaction.atomic():
        enqueue(draft(kind))
        enqueue(draft(secret_kind, cause="test:code"))
        enqueue(draft(kind, cause="test:other", to_phone="+84987654321"))
    assert [message.cause for message in Message.objects.visible_to(account)] == ["test:1"]
    assert not Message.objects.visible_to(make_staff()).exists()
