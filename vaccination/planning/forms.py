"""Forms of planning: asking for a plan, filters of its people, answers of citizens."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.forms import VietnameseDateField
from hssk.look.words import short_date
from registration.campaigns.models import Campaign
from vaccination.planning.answer import CannotCome
from vaccination.planning.people import WITHOUT_PHONE
from vaccination.planning.reasons import Reason
from vaccination.planning.summary import Line, area_to_plan

WEEK = 6


def tomorrow() -> date:
    """The first day that people can still be told of."""
    return timezone.localdate() + timedelta(days=1)


class PlanForm(forms.Form):
    """Which days, which part of the area."""

    # Made with the form: a second click makes no second plan.
    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    from_day = VietnameseDateField(label=_("Từ ngày"))
    to_day = VietnameseDateField(label=_("Đến ngày"))
    area = forms.ModelChoiceField(AdministrativeUnit.objects.none(), label=_("Địa bàn"), empty_label=None)

    def __init__(self, *given: Any, campaign: Campaign, user: Any) -> None:
        super().__init__(*given)
        units = AdministrativeUnit.objects.today().within(campaign.area)
        self.fields["area"].queryset = units.filter(within(paths_for(user, May.PLAN)))  # type: ignore[attr-defined]
        self.fields["area"].initial = area_to_plan(campaign, user).pk
        first = max(tomorrow(), campaign.starts_on)
        self.fields["from_day"].initial = first
        self.fields["to_day"].initial = max(first, min(first + timedelta(days=WEEK), campaign.ends_on))


def within(paths: Iterable[str]) -> Q:
    """Units that lie in one of the paths."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def choices_of(lines: Iterable[Line]) -> list[tuple[Any, Any]]:
    """Communes or groups of a plan to choose from."""
    return [("", _("Tất cả")), *((line.key, line.label) for line in lines)]


class PeopleFilters(forms.Form):
    """Filters of the people of a plan; they live in the address."""

    show = forms.ChoiceField(
        label=_("Xem"),
        choices=[
            ("served", _("Được xếp lịch")),
            (WITHOUT_PHONE, _("Được xếp, không có điện thoại")),
            ("unserved", _("Chưa được xếp")),
        ],
        required=False,
    )
    q = forms.CharField(label=_("Tên hoặc mã đăng ký"), max_length=80, required=False)
    commune = forms.ChoiceField(label=_("Xã/phường"), required=False)
    group = forms.ChoiceField(label=_("Nhóm"), required=False)
    day = forms.ChoiceField(label=_("Ngày"), required=False)
    reason = forms.ChoiceField(label=_("Lý do"), required=False, choices=[("", _("Tất cả")), *Reason.choices])

    def __init__(self, given: Any, *, communes: Iterable[Line], groups: Iterable[Line], days: Iterable[date]) -> None:
        super().__init__(given)
        self.fields["commune"].choices = choices_of(communes)  # type: ignore[attr-defined]
        self.fields["group"].choices = choices_of(groups)  # type: ignore[attr-defined]
        shown = [(day.isoformat(), short_date(day)) for day in days]
        self.fields["day"].choices = [("", _("Tất cả")), *shown]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """The filters that are valid; a wrong one is shown and left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class NotComingForm(forms.Form):
    """Why somebody cannot come."""

    reason = forms.ChoiceField(label=_("Vì sao không đến được?"), choices=CannotCome.choices, widget=forms.RadioSelect)


class OtherTimeForm(forms.Form):
    """Another time, out of those free when the page was made; whether it still is, the verb says."""

    slot = forms.TypedChoiceField(label=_("Chọn giờ khác"), coerce=int, widget=forms.RadioSelect)
