"""What happens on the day: screening and observation."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.crypto import SealedJSONField
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.schedules.models import Consequence, ScreeningForm


class Identity(models.TextChoices):
    """How identity was confirmed at the door."""

    DOCUMENT = "document", _("Đã xem giấy tờ")
    KNOWN = "known", _("Nhân viên biết người này")
    UNCONFIRMED = "unconfirmed", _("Chưa xác nhận được")


class CheckIn(models.Model):
    """Somebody came."""

    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="check_in")
    identity = models.CharField(_("xác nhận danh tính"), max_length=12, choices=Identity.choices)
    # The citizen showed the code of the appointment: proof of having come that staff cannot make up.
    code_shown = models.BooleanField(_("đã đưa mã hẹn"), default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(identity__in=Identity.values), name="identity_check_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.at:%H:%M}"


class Screening(models.Model):
    """A filled screening form and what the screener decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="screenings")
    form = models.ForeignKey(ScreeningForm, on_delete=models.PROTECT)
    # {item code: true | false} and {"temperature": 36.8, …}; sealed, since they are about health.
    answers = SealedJSONField()
    vital_signs = SealedJSONField(default=dict)
    proposed = models.CharField(max_length=16, choices=Consequence.choices)
    outcome = models.CharField(_("kết luận"), max_length=16, choices=Consequence.choices)
    override_reason = models.CharField(_("lý do khác đề xuất"), max_length=200, blank=True)
    deferred_until = models.DateField(_("hoãn đến ngày"), null=True, blank=True)
    screener = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=F("proposed")) | ~Q(override_reason=""),
                name="another_outcome_than_proposed_says_why",
                violation_error_message=_("Hãy ghi lý do kết luận khác với đề xuất."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="defer") | Q(deferred_until__isnull=False),
                name="a_deferral_says_until_when",
                violation_error_message=_("Hãy ghi ngày hẹn lại."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.outcome}"


class Observation(models.Model):
    """The half hour after an injection (at least 30 minutes, QĐ 3588/QĐ-BYT of 2021)."""

    dose = models.OneToOneField(Dose, on_delete=models.PROTECT, related_name="observation")
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, related_name="observation", null=True, blank=True
    )
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(released_at__gte=F("due_at")) | ~Q(note=""),
                name="leaving_early_says_why",
                violation_error_message=_("Chưa đủ 30 phút: hãy ghi lý do cho về sớm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dose_id} {self.due_at:%H:%M}"
