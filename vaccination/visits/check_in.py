"""Somebody came: their identity is confirmed, and they wait for screening."""

import hmac

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.api.tries import counted, key_of
from hssk.refusals import Invalid, Refused
from vaccination.planning.change_state import CannotMove, move_appointment
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.sessions.models import SessionState
from vaccination.visits.models import CheckIn, Identity

# Four digits prove a visit only while nobody can try them all.
WRONG_TRIES = 5
WAIT_SECONDS = 15 * 60


def check_in(*, appointment: Appointment, identity: str, presence_code: str = "", by: User) -> tuple[CheckIn, bool]:
    """Note that the person came; True when they were not checked in before.

    `identity` is document, known or unconfirmed; `presence_code` the four digits of the invitation, empty
    when not shown. Raises Invalid for a wrong code, Refused after five of them (429) and when the session or the
    appointment is over.
    """
    if first := CheckIn.objects.filter(appointment=appointment).first():
        return first, False
    shown = checked(appointment, identity, presence_code)
    if appointment.session.state != SessionState.OPEN:
        raise Refused(_("Buổi tiêm này không còn mở."), code="session_not_open")
    try:
        with transaction.atomic():
            move_appointment(appointment=appointment, to=State.CHECKED_IN, by=by)
            values = {"identity": identity, "code_shown": shown, "at": timezone.now(), "by": by}
            return CheckIn.objects.create(appointment=appointment, **values), True
    except CannotMove:
        # Two at the door at once: who came second sees what the first wrote.
        if first := CheckIn.objects.filter(appointment=appointment).first():
            return first, False
        raise


def checked(appointment: Appointment, identity: str, presence_code: str) -> bool:
    """Whether the right code was shown; raises Invalid for a wrong one or an unknown way of confirming."""
    if identity not in Identity.values:
        words = _("Chọn cách xác nhận danh tính.")
        raise Invalid(words, fields={"identity": words})
    code = presence_code.strip()
    tries = key_of("presence", str(appointment.pk))
    if code and counted(tries, seconds=WAIT_SECONDS) > WRONG_TRIES:
        words = _("Đã nhập sai mã hẹn nhiều lần. Để trống ô này, hoặc thử lại sau 15 phút.")
        raise Refused(words, code="too_often", status=429, fields={"presence_code": words})
    if code and not hmac.compare_digest(code.encode(), appointment.presence_code.encode()):
        words = _("Mã hẹn không đúng. Xem lại tin nhắn mời tiêm, hoặc để trống.")
        raise Invalid(words, code="wrong_presence_code", fields={"presence_code": words})
    return bool(code)
