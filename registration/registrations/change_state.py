"""Moving registrations from state to state."""

from collections.abc import Iterable
from itertools import groupby

from django.db import IntegrityError, transaction

from hssk.audit import record as audit
from hssk.audit.record import Actor
from registration.registrations.models import Registration
from registration.registrations.signals import registrations_moved
from registration.registrations.states import MOVES
from registration.registrations.submit import friendly


def move_registrations(*, registrations: Iterable[Registration], to: str, by: Actor) -> list[Registration]:
    """Move those that may move to state `to`; returns them as they are now, with person and group loaded.

    Those in a state from which `to` cannot be reached are left alone: ask the result what moved. Raises
    AlreadyRegistered when coming back to life meets another live registration.
    """
    allowed = [was for was, nexts in MOVES.items() if to in nexts]
    ids = [registration.pk for registration in registrations]
    try:
        with transaction.atomic():
            moving = list(
                Registration.objects.filter(pk__in=ids, state__in=allowed)
                .select_related("person", "group")
                .select_for_update(of=("self",))
                .order_by("pk")  # one order of locks, whoever moves
            )
            _move(moving, to, by)
    except IntegrityError as problem:
        raise friendly(problem) from problem
    return moving


def _move(moving: list[Registration], to: str, by: Actor) -> None:
    """Write the state, audit and news of locked rows."""
    if not moving:
        return
    Registration.objects.filter(pk__in=[each.pk for each in moving]).update(state=to)
    by_state = sorted(moving, key=lambda each: each.state)
    for was, group in groupby(by_state, key=lambda each: each.state):
        same = list(group)
        for each in same:
            each.state = to
        audit.record_many(
            audit.entry(
                f"registration.{to}",
                subject_kind="registration",
                subject_id=each.pk,
                person_id=each.person_id,
                detail={"was": str(was)},
                by=by,
            )
            for each in same
        )
        registrations_moved.send(Registration, registrations=same, was=str(was), by=by)
