"""Taking a registration back."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from hssk.refusals import NotYours
from registration.registrations.change_state import CannotMove, move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import State


def withdraw_registration(*, registration_id: uuid.UUID, by: Any) -> Registration:
    """The registration, withdrawn; one that was withdrawn before is returned as it is.

    Raises NotYours for one that `by` may not see, CannotMove when it is completed or rejected.
    """
    mine = Registration.objects.visible_to(by).select_related("person", "group", "campaign", "consent_text")
    if (registration := mine.filter(pk=registration_id).first()) is None:
        raise NotYours(_("Không tìm thấy đăng ký này."))
    if registration.state == State.WITHDRAWN:
        return registration
    try:
        move_registrations(registrations=[registration], to=State.WITHDRAWN, by=by)
    except CannotMove as refused:
        if first := mine.filter(pk=registration_id, state=State.WITHDRAWN).first():  # sent twice at once
            return first
        words = _("Đăng ký này đã kết thúc nên không rút được nữa.")
        raise CannotMove(words, code="cannot_withdraw") from refused
    return registration
