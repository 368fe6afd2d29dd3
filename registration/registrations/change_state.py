"""The one place where registrations change state."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.audit import record as audit
from hssk.audit.record import Actor
from hssk.refusals import Refused, refusing
from registration.registrations.models import Registration
from registration.registrations.signals import registrations_moved
from registration.registrations.states import MOVES


class CannotMove(Refused):
    """The registration is not in a state that allows this."""

    code = "registration_state"
    status = 409


@transaction.atomic
def move_registrations(*, registrations: Sequence[Registration], to: str, by: Actor) -> list[Registration]:
    """Move registrations to a state; raises CannotMove (409), moving none, when one may not.

    The move is claimed on states that allow it, as they are in the database, not as the asker saw them. Coming
    back to life is refused (409) when the person has another live registration.
    """
    allowed = [state for state, moves in MOVES.items() if to in moves]
    # One order of locks, whoever moves. NO KEY, here and everywhere: new rows that point here need not wait.
    rows = Registration.objects.filter(pk__in=[each.pk for each in registrations]).order_by("pk")
    locked = list(rows.select_related("person", "group").select_for_update(of=("self",), no_key=True))
    if len(locked) != len(registrations) or any(each.state not in allowed for each in locked):
        raise CannotMove(_("Trạng thái của đăng ký không cho phép thay đổi này."))
    with refusing(Registration):
        Registration.objects.filter(pk__in=[each.pk for each in locked]).update(state=to)
    tell(locked, to, by)
    for each in registrations:
        each.state = to
    return locked


def tell(locked: list[Registration], to: str, by: Actor) -> None:
    """Audit, and news for the rooms above: one piece for each state that was left."""
    was_state = {each.pk: str(each.state) for each in locked}
    for each in locked:
        each.state = to
    audit.record_many(
        audit.entry(
            f"registration.{to}",
            subject_kind="registration",
            subject_id=each.pk,
            person_id=each.person_id,
            detail={"was": was_state[each.pk]},
            by=by,
        )
        for each in locked
    )
    for was, moved in groupby(sorted(locked, key=lambda each: was_state[each.pk]), key=lambda each: was_state[each.pk]):
        registrations_moved.send(Registration, registrations=list(moved), was=was, by=by)
