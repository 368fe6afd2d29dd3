"""Messages of planning: invitations and their cancelling, one for each phone and arrival time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils import translation

from hssk.look.words import clock, national_digits
from notifications.kinds import CAMPAIGN, SOON, Kind, register
from notifications.outbox.enqueue import Draft
from vaccination.planning.models import Appointment
from vaccination.planning.names import ROOM, names_in, place_in
from vaccination.planning.states import EXPECTED, State

SAMPLE = {
    "who": "Nguyễn Thị Minh Nguyệt",
    "time": "07:30",
    "date": "24/11/2026",
    "facility": "Trạm Y tế xã Mai Châu",
    "phone": "02183867115",
}
Group = list[Appointment]


def still_invited(appointment_id: UUID) -> bool:
    """Whether anybody of the message that was written with this appointment is still expected then."""
    first = Appointment.objects.select_related("person").filter(pk=appointment_id).first()
    if first is None:
        return False
    together = Appointment.objects.filter(slot=first.slot, person__phone=first.person.phone)
    return together.filter(state__in=EXPECTED).exists()


def still_cancelled(appointment_id: UUID) -> bool:
    """Whether the appointment is still cancelled."""
    return Appointment.objects.filter(pk=appointment_id, state=State.CANCELLED).exists()


ANNOUNCED = register(
    Kind(
        name="appointment.announced",
        variables=frozenset({"who", "time", "date", "facility", "code", "url", "phone"}),
        priority=CAMPAIGN,
        lifetime=timedelta(days=2),
        still_wanted=still_invited,
        sample=SAMPLE | {"code": "4821", "url": "hssk.phutho.gov.vn/me"},
    )
)
CANCELLED = register(
    Kind(
        name="appointment.cancelled",
        variables=frozenset({"who", "time", "date", "facility", "phone"}),
        priority=SOON,
        lifetime=timedelta(days=1),
        still_wanted=still_cancelled,
        sample=SAMPLE,
    )
)


def short_address() -> str:
    """Where to answer, as short as phones still make a link of: hssk.phutho.gov.vn/me."""
    return f"{urlsplit(settings.SITE_URL).netloc}/me"


def by_phone_and_slot(appointments: Iterable[Appointment]) -> list[Group]:
    """People who share a phone and an arrival time are told together; those without a phone cannot be."""
    groups: dict[tuple[str, int | None], Group] = defaultdict(list)
    for each in appointments:
        if each.person.phone:
            groups[each.person.phone, each.slot_id].append(each)
    return list(groups.values())


def draft_of(kind: Kind, group: Group, version: str) -> Draft:
    """One message to one phone. `session__facility`, `slot` and `person` must be loaded."""
    first = group[0]
    facility, starts_at = first.session.facility, first.slot.starts_at if first.slot else first.created_at
    place = place_in(facility.name)
    with translation.override(first.person.language):
        who = names_in([each.person.full_name for each in group], ROOM - len(place))
    values = {
        "who": who,
        "time": clock(starts_at),
        "date": f"{first.session.on:%d/%m/%Y}",
        "facility": place,
        "code": first.presence_code,
        "url": short_address(),
        "phone": national_digits(facility.phone) or settings.HOTLINE.replace(" ", ""),
    }
    values = {name: value for name, value in values.items() if name in kind.variables}
    cause = f"{kind.name}:{first.pk}:{version}"
    return Draft(kind.name, first.person.phone, cause, first.pk, values, first.person.language)


def invitations(appointments: Iterable[Appointment], *, version: str = "1") -> list[Draft]:
    """Messages that invite."""
    return [draft_of(ANNOUNCED, group, version) for group in by_phone_and_slot(appointments)]


def cancellations(appointments: Iterable[Appointment]) -> list[Draft]:
    """Messages that take an invitation back."""
    return [draft_of(CANCELLED, group, "1") for group in by_phone_and_slot(appointments)]
