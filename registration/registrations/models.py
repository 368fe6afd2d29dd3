"""Registrations: the wish of a person to be vaccinated in a campaign."""

import secrets
import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for, within_areas
from hssk.accounts.roles import May
from hssk.crypto import SealedJSONField
from registration.campaigns.models import Campaign, ConsentText, PriorityGroup
from registration.people.models import Person, looked_after_by
from registration.registrations.states import LIVE, State
from registration.sign_in.models import CitizenAccount

# No 0/O, 1/I/L: the number is read out over bad lines.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_number() -> str:
    """A registration number that people can read out; it tells nothing and cannot be counted up."""
    return "".join(secrets.choice(ALPHABET) for _letter in range(8))


class Shift(models.TextChoices):
    """Half of a day."""

    MORNING = "morning", _("Buổi sáng")
    AFTERNOON = "afternoon", _("Buổi chiều")
    ANY = "any", _("Cả ngày")


class Source(models.TextChoices):
    """How a registration came in."""

    WEB = "web", _("Người dân tự đăng ký")
    API = "api", _("Ứng dụng")
    LIST = "list", _("Danh sách của xã")
    WALK_IN = "walk_in", _("Đến trực tiếp")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reading registrations, starting at a scope."""

    def visible_to(self, asker: Any) -> Self:
        """Those of persons whom `asker` may see."""
        if isinstance(asker, CitizenAccount):
            return self.filter(looked_after_by(asker, "person"))
        return self.filter(within_areas("person__area", paths_for(asker, May.SEE_PEOPLE)))

    def live(self) -> Self:
        """Those that still count."""
        return self.filter(state__in=LIVE)


class Registration(models.Model):
    """One wish of one person in one campaign."""

    # The client's own id: sending it again returns this row (law 4).
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("mã đăng ký"), max_length=8, unique=True, default=new_number)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    group = models.ForeignKey(PriorityGroup, on_delete=models.PROTECT, verbose_name=_("nhóm ưu tiên"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.WEB)
    wished_on = models.DateField(_("ngày muốn tiêm"), null=True, blank=True)
    wished_shift = models.CharField(_("buổi"), max_length=9, choices=Shift.choices, default=Shift.ANY)
    # {question code: "yes" | "no" | "unknown"}; sealed, since it is about health.
    declaration = SealedJSONField(null=True)
    consent_text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    submitted_by_kind = models.CharField(max_length=10)
    submitted_by_id = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(default=timezone.now)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="registration_state_is_known"),
            models.UniqueConstraint(
                fields=["campaign", "person"],
                condition=Q(state__in=LIVE),
                name="one_live_registration_per_person_and_campaign",
                violation_error_message=_("Người này đã đăng ký trong chiến dịch này."),
            ),
        ]
        indexes: ClassVar = [
            # The planner reads by group and time of registration.
            models.Index(
                fields=["campaign", "group", "submitted_at"],
                name="registrations_to_plan",
                condition=Q(state__in=["submitted", "accepted"]),
            ),
            models.Index(fields=["person"], name="registrations_of_person"),
        ]

    def __str__(self) -> str:
        return self.number


class RegistrationDraft(models.Model):
    """What a citizen has answered so far; its id becomes the registration's, so that it is sent once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(CitizenAccount, on_delete=models.CASCADE)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE)
    # {step: {field: text as it was typed}}
    answers = SealedJSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account"], name="one_draft_per_account")]

    def __str__(self) -> str:
        return str(self.id)
