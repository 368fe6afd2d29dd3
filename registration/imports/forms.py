"""Forms of lists."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from registration.campaigns.models import Campaign
from registration.imports.places import campaigns_for


class CampaignChoice(forms.ModelChoiceField):
    """Campaigns by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class UploadForm(forms.Form):
    """A file for a campaign. The id makes a second click give the first list."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    campaign = CampaignChoice(label=_("Chiến dịch"), queryset=Campaign.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Tệp danh sách"),
        help_text=_("Excel (.xlsx, .xls) hoặc CSV theo mẫu 27 cột của Bộ Y tế; tối đa 10 MB, 20.000 dòng."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt"}),
        error_messages={"required": _("Chọn tệp danh sách."), "empty": _("Tệp rỗng.")},
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        lasting = Campaign.objects.filter(campaigns_for(user), ends_on__gte=timezone.localdate())
        self.fields["campaign"].queryset = lasting.order_by("-starts_on", "code")  # type: ignore[attr-defined]


class CommitForm(forms.Form):
    """Whether to tell the people on the list."""

    announce = forms.BooleanField(
        label=_("Báo tin cho người trong danh sách: mỗi người mới đăng ký nhận một tin nhắn có mã đăng ký"),
        required=False,
    )
