"""What is typed on a vaccination day."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.areas.models import AdministrativeUnit
from hssk.forms import VietnameseDateField
from registration.people.cccd_qr import CardFacts
from registration.people.models import DocumentKind, Sex
from registration.registrations.communes import meant_by
from registration.registrations.person_forms import YEAR, BirthField
from vaccination.doses.models import BodySite
from vaccination.schedules.models import Consequence, ScreeningItem
from vaccination.sessions.models import Session
from vaccination.stock.models import Lot
from vaccination.visits.models import Identity

YES_NO = [("no", _("Không")), ("yes", _("Có"))]
SIGNS = {
    "temperature": (_("Nhiệt độ (°C)"), _("Bình thường 35,5–37,5")),
    "pulse": (_("Mạch (lần/phút)"), _("Bình thường 60–100")),
    "systolic": (_("Huyết áp tối đa (mmHg)"), _("Bình thường 90–140")),
    "diastolic": (_("Huyết áp tối thiểu (mmHg)"), _("Bình thường 60–90")),
    "breathing": (_("Nhịp thở (lần/phút)"), _("Bình thường đến 25")),
}


class OwnId(forms.Form):
    """A form that is sent under an id of its own: twice sent is once done."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CheckInForm(forms.Form):
    """How identity was confirmed."""

    identity = forms.ChoiceField(
        label=_("Xác nhận danh tính"), choices=Identity.choices, initial=Identity.DOCUMENT, widget=forms.RadioSelect
    )
    presence_code = forms.CharField(
        label=_("Mã hẹn"),
        required=False,
        max_length=10,
        help_text=_("Bốn chữ số trong tin nhắn mời tiêm. Không có thì để trống."),
    )


class DecimalCommaField(forms.FloatField):
    """A measurement; 36,8 and 36.8 are the same."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class ScreeningForm(OwnId):
    """The ministry's form for one person; the fields are its questions and the vital signs."""

    def __init__(self, *args: Any, items: Sequence[ScreeningItem], declared: dict[str, bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_items = items
        self.items = [item for item in items if not item.by_vital_signs]
        for item in self.items:
            said = declared.get(item.code)
            self.fields[f"q_{item.code}"] = forms.ChoiceField(
                label=f"{item.code}. {item.text}",
                choices=YES_NO,
                widget=forms.RadioSelect,
                # Required, unless the button was pressed that says no to the rest.
                required=self.data.get("rest") != "no",
                error_messages={"required": _("Chọn Có hoặc Không.")},
                initial=None if said is None else "yes" if said else "no",
                help_text=_("Người dân khai: Có") if said else "",
            )
        for name, (label, hint) in SIGNS.items():
            self.fields[name] = DecimalCommaField(
                label=label,
                help_text=hint,
                required=name == "temperature",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def questions(self) -> list[forms.BoundField]:
        """The questions, in the form's order."""
        return [self[f"q_{item.code}"] for item in self.items]

    def measurements(self) -> list[forms.BoundField]:
        """The vital signs."""
        return [self[name] for name in SIGNS]

    def answers(self) -> dict[str, bool]:
        """What was answered; questions left open are not in it, unless the rest was said to be no."""
        rest = {item.code: False for item in self.items} if self.data.get("rest") == "no" else {}
        said = {item.code: self.cleaned_data.get(f"q_{item.code}") for item in self.items}
        return rest | {code: answer == "yes" for code, answer in said.items() if answer}

    def signs(self) -> dict[str, float]:
        """What was measured."""
        return {name: self.cleaned_data[name] for name in SIGNS if self.cleaned_data.get(name) is not None}


class DecisionForm(forms.Form):
    """What the screener decides on a proposal that is not plainly yes."""

    outcome = forms.ChoiceField(label=_("Kết luận"), choices=Consequence.choices, widget=forms.RadioSelect)
    override_reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=200,
        help_text=_("Cần ghi khi kết luận khác với đề xuất."),
    )
    deferred_until = VietnameseDateField(label=_("Hẹn lại từ ngày"), required=False, help_text=_("Cần khi trì hoãn."))


class DoseForm(OwnId):
    """The injection; everything has today's default."""

    lot = forms.ModelChoiceField(
        label=_("Lô vắc xin"),
        queryset=Lot.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Lô đã chọn vừa hết hoặc không dùng được nữa. Hãy chọn lô khác.")},
    )
    body_site = forms.ChoiceField(
        label=_("Vị trí tiêm"), choices=BodySite.choices, initial=BodySite.LEFT_ARM, widget=forms.RadioSelect
    )
    vaccinator = forms.ChoiceField(label=_("Người tiêm"))
    override_reason = forms.CharField(label=_("Lý do vẫn ghi nhận mũi tiêm này"), required=False, max_length=200)

    def __init__(self, *args: Any, lots: Sequence[Lot], staff: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = Lot.objects.filter(pk__in=[lot.pk for lot in lots])  # type: ignore[attr-defined]
        self.fields["lot"].choices = [(str(lot.pk), lot_words(lot)) for lot in lots]  # type: ignore[attr-defined]
        self.fields["vaccinator"].choices = [(str(one.pk), one.full_name) for one in staff]  # type: ignore[attr-defined]


def lot_words(lot: Lot) -> str:
    """A lot as people choose it."""
    return _("%(vaccine)s · lô %(lot)s · hạn %(day)s") % {
        "vaccine": lot.vaccine.short_name,
        "lot": lot.number,
        "day": f"{lot.expires_on:%d/%m/%Y}",
    }


class ReleaseForm(forms.Form):
    """Going home; early only with a reason."""

    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=200, help_text=_("Cần ghi lý do khi cho về trước 30 phút.")
    )


class NewcomerForm(OwnId):
    """Somebody who is not in the records; as little as identifies a person."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_date = BirthField(
        label=_("Ngày sinh"), help_text=_("Ví dụ 05/09/1968 hoặc 05091968. Chỉ nhớ năm thì ghi năm: 1968.")
    )
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    province = forms.ChoiceField(label=_("Tỉnh/Thành phố"))
    commune = forms.CharField(label=_("Xã/Phường"), max_length=100)
    phone = forms.CharField(label=_("Số điện thoại"), required=False, max_length=30)
    document_kind = forms.ChoiceField(label=_("Loại giấy tờ"), choices=DocumentKind.choices, required=False)
    document_number = forms.CharField(label=_("Số giấy tờ"), required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = AdministrativeUnit.objects.today().provinces().order_by("name_key")
        self.fields["province"].choices = [(one.code, one.name) for one in provinces]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The commune of today that was meant, and whether only the year of birth is known."""
        values = super().clean() or {}
        values["birth_year_only"] = bool(YEAR.fullmatch(str(self.data.get("birth_date", "")).strip()))
        if values.get("commune") and values.get("province"):
            province = AdministrativeUnit.objects.today().provinces().get(code=values["province"])
            meant, maybe = meant_by(values["commune"], province)
            values["area"] = meant
            if meant is None:
                names = ", ".join(dict.fromkeys(found.commune.name for found in maybe)) or "–"
                self.add_error("commune", _("Chưa rõ xã nào. Có thể là: %(names)s.") % {"names": names})
        return values


def from_card(card: CardFacts) -> dict[str, Any]:
    """What a scanned card already tells of a newcomer."""
    return {
        "full_name": card.full_name.title() if card.full_name.isupper() else card.full_name,
        "birth_date": card.birth_date,
        "sex": card.sex,
        "document_kind": DocumentKind.CCCD,
        "document_number": card.cccd,
    }


def home_of(session: Session) -> dict[str, str]:
    """The commune of the facility: most who come live there."""
    commune = session.facility.area
    return {"commune": commune.name, "province": commune.parent.code if commune.parent else ""}
