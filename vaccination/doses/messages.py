"""What people are told about their doses."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from hssk.look.words import short_date
from notifications.kinds import CAMPAIGN, Kind, register
from notifications.outbox.enqueue import Draft
from vaccination.doses.models import Dose

# Time to notice a slip at the table before the phone says it.
GRACE = timedelta(hours=2)


def still_stands(dose_id: UUID) -> bool:
    """Whether the dose was not voided in the meantime."""
    return Dose.objects.standing().filter(pk=dose_id).exists()


DOSE_RECORDED = register(
    Kind(
        name="dose.recorded",
        variables=frozenset({"name", "vaccine", "dose", "date", "facility", "phone", "url"}),
        priority=CAMPAIGN,
        lifetime=timedelta(days=7),
        still_wanted=still_stands,
        sample={
            "name": "Nguyễn Phước Hoàng Tường Vi",
            "vaccine": "Pfizer",
            "dose": 1,
            "date": "24/11/2026",
            "facility": "Trạm Y tế xã Mai Châu",
            "phone": "02183867115",
            "url": "hssk.vn",
        },
    )
)


def recorded_draft(dose: Dose) -> Draft:
    """The message that tells a dose to the person's phone, after the grace time."""
    return Draft(
        kind=DOSE_RECORDED.name,
        to_phone=dose.person.phone,
        cause=f"dose.recorded:{dose.pk}",
        subject_id=dose.pk,
        values={
            "name": dose.person.full_name,
            "vaccine": dose.vaccine.short_name,
            "dose": dose.number,
            "date": short_date(timezone.localdate(dose.given_at)),
            "facility": dose.facility.name,
            "phone": dose.facility.phone or settings.HOTLINE,
            "url": settings.SITE_URL,
        },
        language=dose.person.language,
        not_before=dose.recorded_at + GRACE,
    )
