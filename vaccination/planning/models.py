"""Plans, and the appointments that come of them."""

import secrets
import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import facilities_for, paths_for, within_areas
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign
from registration.people.models import Person, looked_after_by
from registration.registrations.models import Registration
from registration.sign_in.models import CitizenAccount
from vaccination.planning.states import LIVE, State
from vaccination.sessions.models import ArrivalSlot, Session


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    DISCARDED = "discarded", _("đã bỏ")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Reading plans, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """Plans of areas where `asker` plans."""
        return self.filter(within_areas("area", paths_for(asker, May.PLAN)))


class Plan(models.Model):
    """A draft of who goes where and when, read and then published by an official."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    area = models.ForeignKey(AdministrativeUnit, on_delete=models.PROTECT)
    from_day = models.DateField(_("từ ngày"))
    to_day = models.DateField(_("đến ngày"))
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    # SHA-256 of what the plan was made from, so that it can be replayed and audited.
    input_digest = models.CharField(max_length=64)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_is_known"),
            models.CheckConstraint(
                condition=Q(to_day__gte=F("from_day")),
                name="a_plan_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_day}–{self.to_day}"


class PlannedSeat(models.Model):
    """A draft's proposal: this registration into this slot."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="seats")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE)
    slot = models.ForeignKey(ArrivalSlot, on_delete=models.CASCADE)
    dose_number = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "registration"], name="one_seat_per_plan_and_registration"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.registration_id}"


class Unserved(models.Model):
    """A registration that a draft has no seat for, and why (codes of planning/reasons.py)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="unserved")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE)
    reason = models.CharField(max_length=30)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "registration"], name="one_reason_per_plan_and_registration"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.reason}"


def new_presence_code() -> str:
    """Four digits that the citizen knows and shows: proof of having come."""
    return f"{secrets.randbelow(10_000):04d}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reading appointments, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """A citizen's: of persons looked after. Staff's: at their facility, or of people of their areas."""
        if isinstance(asker, CitizenAccount):
            return self.filter(looked_after_by(asker, "person")).exclude(state=State.PLANNED)
        return self.filter(
            Q(session__facility__in=facilities_for(asker, May.SEE_PEOPLE))
            | within_areas("person__area", paths_for(asker, May.SEE_PEOPLE))
        )

    def live(self) -> Self:
        """Those that still count."""
        return self.filter(state__in=LIVE)


class Origin(models.TextChoices):
    """How an appointment came about."""

    PLAN = "plan", _("theo kế hoạch")
    WALK_IN = "walk_in", _("đến trực tiếp")


class Appointment(models.Model):
    """One person, one dose, one place and time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="appointments")
    # A walk-in takes no arrival slot.
    slot = models.ForeignKey(ArrivalSlot, on_delete=models.PROTECT, null=True, blank=True)
    dose_number = models.PositiveSmallIntegerField(_("mũi"))
    state = models.CharField(max_length=15, choices=State.choices, default=State.PLANNED)
    origin = models.CharField(max_length=7, choices=Origin.choices, default=Origin.PLAN)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True)
    presence_code = models.CharField(max_length=4, default=new_presence_code)
    deferred_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="appointment_state_is_known"),
            models.UniqueConstraint(
                fields=["person", "campaign", "dose_number"],
                condition=Q(state__in=LIVE),
                name="one_live_appointment_per_person_and_dose",
                violation_error_message=_("Người này đã có lịch cho mũi tiêm này."),
            ),
            models.CheckConstraint(
                condition=Q(origin="walk_in") | Q(slot__isnull=False), name="a_planned_appointment_has_a_slot"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["session", "state"], name="appointments_of_session")]

    def __str__(self) -> str:
        return str(self.id)
