"""The one place where registrations change state."""

from collections.abc import Sequence

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

    The move is claimed on states that allow it, as they are in the database, not as the asker saw them.
    """
    allowed = [state for state, moves in MOVES.items() if to in moves]
    rows = Registration.objects.filter(pk__in=[each.pk for each in registrations])
    was = dict(rows.order_by("pk").select_for_update().values_list("pk", "state"))
    if any(state not in allowed for state in was.values()) or len(was) != len(registrations):
        raise CannotMove(_("Trạng thái của đăng ký không cho phép thay đổi này."))
    with refusing(Registration):
        rows.update(state=to)
    tell(registrations, was, to, by)
    return list(registrations)


def tell(registrations: Sequence[Registration], was: dict, to: str, by: Actor) -> None:  # type: ignore[type-arg]
    """Audit, and news for the rooms above: one piece for each state that was left."""
    for each in registrations:
        each.state = to
    audit.record_many(
        audit.entry(
            f"registration.{to}",
            subject_kind="registration",
            subject_id=each.pk,
            person_id=each.person_id,
            by=by,
        )
        for each in registrations
    )
    for state in sorted(set(was.values())):
        moved = [each for each in registrations if was[each.pk] == state]
        registrations_moved.send(Registration, registrations=moved, was=state, by=by)
