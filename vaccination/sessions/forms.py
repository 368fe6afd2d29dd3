"""Forms of sessions: opening them, and filters of the list."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hssk.accounts.roles import May
from hssk.forms import VietnameseDateField
from hssk.look.words import short_date
from registration.campaigns.models import Campaign
from vaccination.facilities.models import Facility
from vaccination.sessions.arrival import SLOT_MINUTES
from vaccination.sessions.campaigns import campaigns_where
from vaccination.sessions.models import SessionShift, SessionState
from vaccination.sessions.open import MOST_SEATS
from vaccination.stock.models import Lot, Vaccine

LONGEST = 62


class LotChoice(forms.ModelChoiceField):
    """A lot by number, product and expiry."""

    def label_from_instance(self, lot: Any) -> str:
        return gettext("%(lot)s · %(vaccine)s · hạn %(day)s") % {
            "lot": lot.number,
            "vaccine": lot.vaccine.short_name,
            "day": short_date(lot.expires_on),
        }


class NewSessionForm(forms.Form):
    """One session, or the same one for many facilities and days."""

    # Made with the form: a second click opens nothing twice.
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Chiến dịch"), empty_label=None)
    facilities = forms.ModelMultipleChoiceField(
        Facility.objects.none(),
        label=_("Cơ sở tiêm"),
        help_text=_("Chọn nhiều cơ sở để mở cùng một buổi ở mỗi nơi."),
        widget=forms.CheckboxSelectMultiple,
    )
    on = VietnameseDateField(label=_("Ngày"), earliest=timezone.localdate)
    until = VietnameseDateField(
        label=_("Lặp lại mỗi ngày đến"), required=False, help_text=_("Để trống nếu chỉ một ngày.")
    )
    shifts = forms.MultipleChoiceField(
        label=_("Buổi"), choices=SessionShift.choices, widget=forms.CheckboxSelectMultiple, initial=["morning"]
    )
    vaccine = forms.ModelChoiceField(Vaccine.objects.none(), label=_("Vắc xin"), empty_label=_("Chọn vắc xin"))
    lot = LotChoice(
        Lot.objects.none(), label=_("Lô"), required=False, empty_label=_("Chưa chọn lô"),
        help_text=_("Lô còn hạn, không bị ngừng dùng."),
    )  # fmt: skip
    seats = forms.IntegerField(label=_("Số chỗ mỗi buổi"), min_value=1, max_value=MOST_SEATS, initial=100)
    slot_minutes = forms.TypedChoiceField(
        label=_("Khung giờ đến"),
        coerce=int,
        choices=[(minutes, format_lazy(_("{minutes} phút"), minutes=minutes)) for minutes in SLOT_MINUTES],
        widget=forms.RadioSelect,
        initial=30,
    )

    def __init__(self, *given: Any, user: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        campaigns = campaigns_where(user, May.MANAGE_SESSIONS)
        offer(self, "campaign", campaigns)
        offer(self, "facilities", Facility.objects.manageable_by(user, May.MANAGE_SESSIONS).order_by("name"))
        diseases = [campaign.disease for campaign in campaigns]
        offer(self, "vaccine", Vaccine.objects.filter(disease__in=diseases).order_by("short_name"))
        offer(self, "lot", usable_lots(timezone.localdate()).filter(vaccine__disease__in=diseases))

    def clean(self) -> dict[str, Any]:
        """The days from `on` to `until` as `days`."""
        given = super().clean() or {}
        first, last = given.get("on"), given.get("until") or given.get("on")
        if first and last and last < first:
            self.add_error("until", gettext("Ngày kết thúc phải sau ngày bắt đầu."))
        elif first and last and (last - first).days >= LONGEST:
            self.add_error("until", gettext("Mỗi lần lặp lại dài nhất %(days)s ngày.") % {"days": LONGEST})
        elif first and last:
            given["days"] = [first + timedelta(days=count) for count in range((last - first).days + 1)]
        return given


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field choose among `rows`."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]


def usable_lots(on: date) -> Any:
    """Lots that can still be used on a day, wherever they are."""
    rows = Lot.objects.filter(blocked_at__isnull=True, expires_on__gte=on).select_related("vaccine")
    return rows.order_by(F("vaccine__short_name"), "expires_on", "number")


class SessionFilters(forms.Form):
    """Filters of the list; they live in the address."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Chiến dịch"), required=False, empty_label=_("Tất cả")
    )
    facility = forms.ModelChoiceField(
        Facility.objects.none(), label=_("Cơ sở"), required=False, empty_label=_("Tất cả")
    )
    from_day = VietnameseDateField(label=_("Từ ngày"), required=False)
    to_day = VietnameseDateField(label=_("Đến ngày"), required=False)
    state = forms.ChoiceField(label=_("Trạng thái"), required=False, choices=[("", _("Tất cả")), *SessionState.choices])

    def __init__(self, *given: Any, user: Any) -> None:
        super().__init__(*given)
        offer(self, "campaign", campaigns_where(user, May.MANAGE_SESSIONS))
        offer(self, "facility", Facility.objects.manageable_by(user, May.MANAGE_SESSIONS).order_by("name"))

    def narrow(self, rows: Any) -> Any:
        """Rows that the valid filters let through."""
        self.is_valid()
        wanted = {name: value for name, value in self.cleaned_data.items() if value}
        names = {"from_day": "on__gte", "to_day": "on__lte"}
        return rows.filter(**{names.get(name, name): value for name, value in wanted.items()})
