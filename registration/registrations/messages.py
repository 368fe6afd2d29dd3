"""Messages about registrations."""

import uuid
from datetime import timedelta

from django.conf import settings

from notifications.kinds import SOON, Kind, register
from notifications.outbox.enqueue import Draft
from registration.people.facts import short_name
from registration.registrations.models import Registration, Source
from registration.registrations.states import LIVE


def is_live(registration_id: uuid.UUID) -> bool:
    """Whether the registration still counts."""
    return Registration.objects.filter(pk=registration_id, state__in=LIVE).exists()


RECEIVED = register(
    Kind(
        name="registration.received",
        variables=frozenset({"name", "number", "url"}),
        priority=SOON,
        lifetime=timedelta(days=2),
        still_wanted=is_live,
        sample={"name": "Nguyễn Thị Phương Thảo", "number": "7KQ4M2XA", "url": "https://hssk.example.vn/me/"},
    )
)


def received(registration: Registration, phone: str, language: str) -> list[Draft]:
    """The message that tells the number; none without a phone, nor for someone who stands in front of staff."""
    if not phone or registration.source == Source.WALK_IN:
        return []
    values = {
        "name": short_name(registration.person.full_name),
        "number": registration.number,
        "url": f"{settings.SITE_URL}/me/",
    }
    cause = f"{RECEIVED.name}:{registration.pk}"
    return [Draft(RECEIVED.name, phone, cause, registration.pk, values, language)]
