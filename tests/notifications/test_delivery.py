"""From the queue to the gateway: nothing lost, nothing sent twice."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from notifications.delivery import deliver
from notifications.delivery.claim import ATTEMPTS, LOST_AFTER, claim, sweep
from notifications.delivery.deliver import deliver_batch
from notifications.gateways.contract import Accepted, Answer, Outgoing, Rejected, TryLater, Uncertain
from notifications.gateways.development import DevelopmentGateway
from notifications.gateways.models import PhoneScreen
from notifications.kinds import Kind
from notifications.outbox.enqueue import Draft, enqueue
from notifications.outbox.models import Message
from tests.notifications.conftest import UNWANTED


class Answering:
    """A gateway of the tests' own: answers what it is told, and remembers what it was given."""

    name = "answering"

    def __init__(self, answer: Callable[[Outgoing], Answer]) -> None:
        self.answer, self.given = answer, list[Outgoing]()

    def send(self, messages: list[Outgoing]) -> list[Answer]:
        self.given += messages
        return [self.answer(message) for message in messages]


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], Answering]:
    def answering(answer: Answer) -> Answering:
        made = Answering(lambda _message: answer)
        monkeypatch.setattr(deliver, "chosen_gateway", lambda: made)
        return made

    return answering


def queue(kind: Kind, count: int = 1) -> list[Message]:
    causes = [f"test:{uuid.uuid4()}" for _ in range(count)]
    with transaction.atomic():
        for cause in causes:
            enqueue(Draft(kind.name, "+84912345678", cause, uuid.uuid4(), {"name": "Hòa"}))
    return list(Message.objects.filter(cause__in=causes))


@pytest.mark.django_db
def test_a_sent_message_keeps_its_words_and_length(kind: Kind, settings: Any) -> None:
    queue(kind)
    settings.SMS_GATEWAY = "development"
    assert deliver_batch() == 1
    message, screen = Message.objects.get(), PhoneScreen.objects.get()
    assert message.state == "sent"
    assert screen.text == message.text == "Chao Hoa, moi Ong/Ba den tiem."
    assert (screen.encoding, screen.parts) == ("GSM-7", 1)


@pytest.mark.django_db
def test_with_diacritics_when_the_setting_says_so(kind: Kind, gateway: Callable[..., Answering], settings: Any) -> None:
    settings.SMS_DIACRITICS = True
    taken = gateway(Accepted("1"))
    queue(kind)
    deliver_batch()
    assert taken.given[0].text == "Chào Hòa, mời Ông/Bà đến tiêm."
    assert taken.given[0].encoding == "UCS-2"


@pytest.mark.django_db
def test_what_no_longer_makes_sense_is_withdrawn(kind: Kind, gateway: Callable[..., Answering]) -> None:
    taken = gateway(Accepted("1"))
    [message] = queue(kind)
    UNWANTED.add(message.subject_id)
    deliver_batch()
    assert Message.objects.get().state == "withdrawn"
    assert not taken.given


@pytest.mark.django_db
def test_what_is_too_late_expires(kind: Kind, gateway: Callable[..., Answering]) -> None:
    taken = gateway(Accepted("1"))
    [message] = queue(kind)
    deliver_batch(now=message.deadline)
    assert Message.objects.get().state == "expired"
    assert not taken.given


@pytest.mark.django_db
def test_a_refused_message_fails_with_its_reason(kind: Kind, gateway: Callable[..., Answering]) -> None:
    gateway(Rejected("bad sender"))
    queue(kind)
    deliver_batch()
    message = Message.objects.get()
    assert (message.state, message.failure) == ("failed", "bad sender")


@pytest.mark.django_db
def test_no_answer_is_not_sent_again_by_itself(kind: Kind, gateway: Callable[..., Answering]) -> None:
    taken = gateway(Uncertain("time-out"))
    queue(kind)
    deliver_batch()
    deliver_batch(now=timezone.now() + timedelta(hours=1))
    assert Message.objects.get().state == "uncertain"
    assert len(taken.given) == 1


@pytest.mark.django_db
def test_tries_again_later_and_not_for_ever(kind: Kind, gateway: Callable[..., Answering]) -> None:
    taken = gateway(TryLater("throttled"))
    queue(kind)
    moment = timezone.now()
    for _ in range(ATTEMPTS + 2):
        deliver_batch(now=moment)
        moment = max(moment, Message.objects.get().not_before)
    assert len(taken.given) == ATTEMPTS
    assert Message.objects.get().state == "failed"


@pytest.mark.django_db
def test_a_code_overtakes_a_campaign_and_leaves_no_trace(
    kind: Kind, secret_kind: Kind, gateway: Callable[..., Answering]
) -> None:
    taken = gateway(Accepted("1"))
    queue(kind, 3)
    [code] = queue(secret_kind)
    deliver_batch()
    assert taken.given[0].text == "482913 la ma cua Hoa"
    kept = Message.objects.get(pk=code.pk)
    assert (kept.state, kept.text, kept.values) == ("sent", "", {})


@pytest.mark.django_db
def test_a_worker_that_died_before_the_words_were_made_loses_nothing(
    kind: Kind, gateway: Callable[..., Answering]
) -> None:
    gateway(Accepted("1"))
    queue(kind)
    claim(now=timezone.now())
    assert sweep(now=timezone.now()) == 0
    assert sweep(now=timezone.now() + LOST_AFTER + timedelta(seconds=1)) == 1
    deliver_batch()
    assert Message.objects.get().state == "sent"


@pytest.mark.django_db
def test_a_worker_that_died_while_sending_leaves_it_uncertain(kind: Kind) -> None:
    queue(kind)
    claim(now=timezone.now())
    Message.objects.update(text="Chao Hoa")
    sweep(now=timezone.now() + LOST_AFTER + timedelta(seconds=1))
    assert Message.objects.get().state == "uncertain"


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_message_once(kind: Kind, gateway: Callable[..., Answering]) -> None:
    taken = gateway(Accepted("1"))
    queue(kind, 600)

    def work() -> None:
        while deliver_batch():
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken.given) == len({message.reference for message in taken.given}) == 600
    assert Message.objects.filter(state="sent").count() == 600


@pytest.mark.django_db
def test_the_development_gateway_shows_a_repeated_reference_once() -> None:
    outgoing = Outgoing(uuid.uuid4(), "+84912345678", "Chao", "GSM-7", 1)
    for _ in range(2):
        DevelopmentGateway().send([outgoing])
    assert PhoneScreen.objects.count() == 1


@pytest.mark.django_db
def test_a_batch_costs_the_same_statements_whatever_its_size(
    kind: Kind, gateway: Callable[..., Answering], django_assert_max_num_queries: Any
) -> None:
    gateway(Accepted("1"))
    queue(kind, 100)
    with django_assert_max_num_queries(12):
        deliver_batch()
