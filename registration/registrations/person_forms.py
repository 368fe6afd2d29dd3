"""The questions of the wizard about a new person. Rules are asked of rules.py and of people."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hssk.areas.models import AdministrativeUnit
from hssk.forms import VietnameseDateField
from hssk.refusals import Refused
from registration.campaigns.policy import kept
from registration.people.facts import checked_birth, tidy_name
from registration.people.models import DocumentKind, Sex
from registration.people.numbers import checked_document
from registration.registrations import rules
from registration.registrations.communes import meant_by
from registration.registrations.forms import Row, StepForm, checked
from registration.sign_in.phones import normalised_phone

YEAR = re.compile(r"\d{4}")


class BirthField(VietnameseDateField):
    """A birth date, or only its year."""

    default_error_messages = {"required": _("Nhập ngày sinh, ví dụ 05/09/1968.")}

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        return date(int(text), 1, 1) if YEAR.fullmatch(text) and text != "0000" else super().to_python(value)


NO_DOCUMENT = "none"
DOCUMENTS = [(kind.value, kind.label) for kind in DocumentKind if kind != DocumentKind.BHYT]


class PersonForm(StepForm):
    """Somebody new."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=300)
    birth_date = BirthField(label=_("Ngày sinh"), help_text=_("Ví dụ 05/09/1968. Chỉ nhớ năm thì ghi năm: 1968."))
    sex = forms.ChoiceField(label=_("Giới tính"), choices=Sex.choices, widget=forms.RadioSelect)
    document_kind = forms.ChoiceField(
        label=_("Loại giấy tờ"),
        choices=[*DOCUMENTS, (NO_DOCUMENT, _("Chưa có giấy tờ"))],
        help_text=_("Dùng để không ai bị ghi nhầm mũi tiêm. Chưa có vẫn đăng ký được."),
    )
    document_number = forms.CharField(
        label=_("Số giấy tờ"),
        max_length=60,
        error_messages={"required": _("Nhập số giấy tờ, hoặc chọn “Chưa có giấy tờ”.")},
    )
    bhyt = forms.CharField(label=_("Số thẻ BHYT"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Số điện thoại riêng"), max_length=30, required=False, help_text=_("Để trống nếu dùng số của Ông/Bà.")
    )
    occupation = forms.CharField(label=_("Nghề nghiệp"), max_length=200, required=False)
    workplace = forms.CharField(label=_("Đơn vị công tác"), max_length=255, required=False)

    def arrange(self) -> None:
        self.fields["document_number"].required = self.data.get("document_kind") != NO_DOCUMENT

    def clean_full_name(self) -> str:
        return checked(lambda: tidy_name(self.cleaned_data["full_name"]))

    def clean_birth_date(self) -> date:
        born = self.cleaned_data["birth_date"]
        journey = self.journey
        return checked(
            lambda: checked_birth(born, on=self.today),
            lambda: rules.check_age(journey.campaign, born, self.today),
            lambda: rules.check_guardian(journey.relationship, born, self.today),
        )

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        return checked(lambda: normalised_phone(phone)) if phone else ""

    def clean_bhyt(self) -> str:
        number = self.cleaned_data["bhyt"].strip()
        return checked(lambda: checked_document("bhyt", number)) if number else ""

    def clean(self) -> dict[str, Any]:
        """The number is right for the chosen kind."""
        kind, number = self.cleaned_data.get("document_kind"), self.cleaned_data.get("document_number", "").strip()
        if kind == NO_DOCUMENT:
            self.cleaned_data["document_number"] = ""
        elif kind and number:
            try:
                self.cleaned_data["document_number"] = checked_document(kind, number)
            except Refused as refused:
                self.add_error("document_number", str(refused.message))
        return self.cleaned_data

    @property
    def documents(self) -> list[tuple[str, str]]:
        """Kind and number of each document."""
        given = [(self.cleaned_data["document_kind"], self.cleaned_data["document_number"])]
        return [(kind, number) for kind, number in [*given, ("bhyt", self.cleaned_data["bhyt"])] if number]

    @property
    def birth_year_only(self) -> bool:
        """Whether only the year was written."""
        return bool(YEAR.fullmatch(str(self.data.get("birth_date", "")).strip()))

    def rows(self) -> Iterable[Row]:
        for label, words in super().rows():
            is_year = label == self.fields["birth_date"].label and self.birth_year_only
            yield label, str(self.cleaned_data["birth_date"].year) if is_year else words


def provinces_of_today() -> dict[str, AdministrativeUnit]:
    """Provinces and cities by code, in the order of their names."""
    units = AdministrativeUnit.objects.today().provinces().order_by("name_key")
    return {unit.code: unit for unit in units}


class AddressForm(StepForm):
    """Where the person lives now. The commune is searched as one types, or when the page is sent."""

    province = forms.ChoiceField(label=_("Tỉnh/Thành phố"))
    commune = forms.CharField(label=_("Xã/Phường"), max_length=100)
    # Choices appear when the typed name may mean several communes, or is a former name.
    area = forms.ChoiceField(
        label=_("Xã, phường hiện nay"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": _("Chọn một xã, phường trong danh sách dưới đây.")},
    )
    hamlet = forms.CharField(label=_("Thôn/Xóm/Tổ dân phố"), max_length=80, required=False)
    address = forms.CharField(label=_("Số nhà, đường"), max_length=255, required=False)

    def arrange(self) -> None:
        self.provinces = kept("provinces", provinces_of_today)
        field: Any = self.fields["province"]
        field.choices = [(code, unit.name) for code, unit in self.provinces.items()]
        field.initial = self.journey.campaign.area.path.split("/")[1]
        self.suggested: list[Any] = []
        if self.is_bound:
            self.suggest()

    def suggest(self) -> None:
        """Offer the communes that the typed name may mean, unless it names exactly one."""
        typed = str(self.data.get("commune", ""))[:100]
        self.found, self.suggested = meant_by(typed, self.provinces.get(str(self.data.get("province", ""))))
        field: Any = self.fields["area"]
        field.choices = [(each.commune.code, each.commune.name) for each in self.suggested]
        field.choice_hints = {each.commune.code: each.note for each in self.suggested if each.note}
        field.required = bool(self.suggested)
        if self.data.get("area") not in dict(field.choices):  # chosen for another name that was typed before
            self.retype("area", "")

    def clean(self) -> dict[str, Any]:
        """The commune of today; or choices, or what is wrong."""
        chosen = self.cleaned_data.get("area")
        picked = next((each.commune for each in self.suggested if each.commune.code == chosen), None)
        self.unit: Any = self.found or picked
        if "commune" not in self.cleaned_data or "province" not in self.cleaned_data:
            return self.cleaned_data
        if self.unit:
            self.refuse_unless(lambda: rules.check_area(self.journey.campaign, self.unit))
        elif not self.suggested:
            words = _("Không thấy xã, phường “%(name)s” trong tỉnh này. Thử gõ một phần của tên.")
            self.add_error("commune", words % {"name": self.cleaned_data["commune"]})
        return self.cleaned_data

    def rows(self) -> Iterable[Row]:
        yield _("Xã/Phường"), f"{self.unit.name}, {self.provinces[self.cleaned_data['province']].name}"
        yield self.fields["hamlet"].label or "", self.cleaned_data["hamlet"]
        yield self.fields["address"].label or "", self.cleaned_data["address"]
