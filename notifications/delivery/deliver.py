"""Sending a claimed batch and writing what came of it."""

from datetime import datetime

from django.utils import timezone

from notifications.delivery.claim import ATTEMPTS, RETRY_AFTER, claim
from notifications.gateways.choose import chosen_gateway
from notifications.gateways.contract import Accepted, Answer, Outgoing, Rejected, TryLater
from notifications.kinds import KINDS
from notifications.outbox.models import Message, State
from notifications.texts.length import measure
from notifications.texts.render import render

RENDERED = ["text", "text_version", "encoding", "parts"]
OUTCOME = ["state", "sent_at", "gateway", "gateway_ref", "failure", "not_before", "text", "values"]


def prepare(message: Message, now: datetime) -> bool:
    """Check that the message still makes sense and put it into words; False when it goes no further."""
    if message.deadline <= now:
        message.state, message.failure = State.EXPIRED, "deadline"
    elif not KINDS[message.kind].still_wanted(message.subject_id):
        message.state, message.failure = State.WITHDRAWN, "no_longer_wanted"
    else:
        message.text, message.text_version = render(message.kind, message.language, message.values)
        message.encoding, _units, message.parts = measure(message.text)
        return True
    return False


def prepare_or_fail(message: Message, now: datetime) -> bool:
    """As `prepare`; a message that cannot be put into words fails alone, not with its batch."""
    try:
        return prepare(message, now)
    except (KeyError, ValueError, IndexError) as error:
        message.state, message.failure = State.FAILED, f"text: {type(error).__name__}"
        return False


def settle(message: Message, answer: Answer, gateway: str, now: datetime) -> None:
    """Write the gateway's answer onto the message."""
    message.gateway = gateway
    if isinstance(answer, Accepted):
        message.state, message.sent_at, message.gateway_ref = State.SENT, now, answer.gateway_ref
        if KINDS[message.kind].secret:
            message.text, message.values = "", {}
        return
    message.failure = answer.reason
    if isinstance(answer, TryLater) and message.attempts < ATTEMPTS:
        message.state, message.not_before = State.QUEUED, now + RETRY_AFTER * 2 ** (message.attempts - 1)
    elif isinstance(answer, TryLater | Rejected):
        message.state = State.FAILED
    else:
        message.state = State.UNCERTAIN


def outgoing(message: Message) -> Outgoing:
    """The message as the gateway sees it."""
    return Outgoing(message.pk, message.to_phone, message.text, message.encoding, message.parts)


def deliver_batch(*, now: datetime | None = None) -> int:
    """Claim, check, render, send and settle one batch. Returns how many were claimed.

    The words are saved before the gateway is called, so that a death in between leaves a trace
    (see `sweep`); no transaction is open during the call.
    """
    now = now or timezone.now()
    claimed = claim(now=now)
    if not claimed:
        return 0
    ready = [message for message in claimed if prepare_or_fail(message, now)]
    Message.objects.bulk_update(ready, RENDERED)
    gateway = chosen_gateway()
    answers = gateway.send([outgoing(message) for message in ready]) if ready else []
    for message, answer in zip(ready, answers, strict=True):
        settle(message, answer, gateway.name, timezone.now())
    Message.objects.bulk_update(claimed, OUTCOME)
    return len(claimed)
