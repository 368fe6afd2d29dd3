"""The filters of the dashboard, as they stand in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import within_areas
from hssk.forms import VietnameseDateField
from registration.campaigns.models import Campaign
from vaccination.coverage.models import Population
from vaccination.coverage.question import GroupBy


class Filters(forms.Form):
    """What is asked. Choices are only offered here; `question.py` checks them, for page and API alike."""

    campaign = forms.CharField(label=_("Chiến dịch"), required=False, widget=forms.Select())
    area = forms.CharField(label=_("Địa bàn"), required=False, widget=forms.Select())
    group_by = forms.CharField(label=_("Xem theo"), required=False, widget=forms.Select(choices=GroupBy.choices))
    to = VietnameseDateField(label=_("Đến ngày"), required=False)

    def __init__(self, given: Any, *, paths: Iterable[str]) -> None:
        super().__init__(given)
        # "from" is a word of Python's own, so it cannot be declared like the others.
        to = self.fields.pop("to")
        self.fields |= {"from": VietnameseDateField(label=_("Từ ngày"), required=False), "to": to}
        self.fields["campaign"].widget.choices = campaign_choices()
        self.fields["area"].widget.choices = [("", _("Tất cả")), *area_choices(paths)]

    def add_error(self, field: str | None, error: Any) -> None:
        """One error a field, since form and question both read the days."""
        if field not in self.errors:
            super().add_error(field, error)


def campaign_choices() -> list[tuple[str, str]]:
    """Campaigns, latest first, as `campaign_of` chooses when none is named."""
    return [(str(campaign.pk), campaign.name) for campaign in Campaign.objects.order_by("-starts_on", "-id")[:50]]


def area_choices(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Communes of these areas whose population is known."""
    known = Population.objects.filter(within_areas("area", paths), area__valid_to=None)
    return list(known.order_by("area__name_key").values_list("area__code", "area__name").distinct())
