"""Taking a registration back."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from hssk.refusals import NotYours, Refused
from registration.registrations.change_state import move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import State


class CannotWithdraw(Refused):
    """What was done cannot be taken back."""

    code = "cannot_withdraw"


def withdraw_registration(*, registration_id: uuid.UUID, by: Any) -> Registration:
    """The registration, withdrawn; one that was withdrawn before is returned as it is.

    Raises NotYours for one that `by` may not see, CannotWithdraw when it is completed or rejected.
    """
    mine = Registration.objects.visible_to(by).select_related("person", "group", "campaign", "consent_text")
    if (registration := mine.filter(pk=registration_id).first()) is None:
        raise NotYours(_("Không tìm thấy đăng ký này."))
    moved = move_registrations(registrations=[registration], to=State.WITHDRAWN, by=by)
    registration.refresh_from_db(fields=["state"])
    if not moved and registration.state != State.WITHDRAWN:
        raise CannotWithdraw(_("Đăng ký này đã kết thúc nên không rút được nữa."))
    return registration
