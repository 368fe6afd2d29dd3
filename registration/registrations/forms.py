"""The questions of the wizard, one form a page. Rules are asked of rules.py; forms only show them.

Those about a new person are in person_forms.py.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.forms import VietnameseDateField, beside
from hssk.look.words import short_date
from hssk.refusals import Refused, Words
from registration.campaigns.policy import consent_on, groups_of, questions_on
from registration.people.models import Relationship
from registration.registrations import rules
from registration.registrations.journey import Journey
from registration.registrations.mine import refuse_second
from registration.registrations.models import Shift

Row = tuple[Words, Words]
YEAR = re.compile(r"\d{4}")


class StepForm(forms.Form):
    """A page of the wizard; `journey` is the account, the campaign and what was answered before."""

    def __init__(self, *args: Any, journey: Journey, **options: Any) -> None:
        super().__init__(*args, **options)
        self.journey = journey
        self.today = timezone.localdate()
        self.status = 400
        self.arrange()

    def arrange(self) -> None:
        """Choices and hints that depend on the journey."""

    def retype(self, name: str, value: str) -> None:
        """Show another value of a field than was sent."""
        data = QueryDict(mutable=True)
        data.update({**dict(self.data.items()), name: value})
        self.data = data

    def rows(self) -> Iterable[Row]:
        """Label and words of each answer, for checking."""
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if isinstance(field, forms.ChoiceField) and value:
                value = dict(field.choices)[value]  # type: ignore[arg-type]
            if value and not isinstance(field.widget, forms.HiddenInput):
                yield field.label or "", short_date(value) if isinstance(value, date) else value

    def refuse_unless(self, check: Callable[[], object]) -> None:
        """Show what a rule refuses beside its field."""
        try:
            check()
        except Refused as refused:
            self.status = beside(self, refused)


def newcomer(kind: Relationship) -> Words:
    """How somebody who is not recorded yet is offered below those who are."""
    if kind == Relationship.SELF:
        return kind.label
    return _("Thêm người khác") if kind == Relationship.OTHER else _("Thêm %(who)s") % {"who": kind.label.lower()}


class WhoForm(StepForm):
    """Who is to be vaccinated."""

    who = forms.ChoiceField(
        label=_("Ông/Bà đăng ký cho ai?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn người được tiêm.")},
    )

    def arrange(self) -> None:
        held = self.journey.people
        known = [(str(each.person_id), each.person.full_name) for each in held]
        has_self = any(each.relationship == Relationship.SELF for each in held)
        kinds = [kind for kind in Relationship if not (has_self and kind == Relationship.SELF)]
        field: Any = self.fields["who"]
        field.choices = [*known, *[(f"new:{kind}", newcomer(kind) if known else kind.label) for kind in kinds]]
        field.choice_hints = {str(each.person_id): each.get_relationship_display() for each in held}

    def clean(self) -> dict[str, Any]:
        """Who is recorded already may register if the campaign is for them, and once."""
        chosen = self.cleaned_data.get("who", "")
        if held := next((each for each in self.journey.people if str(each.person_id) == chosen), None):
            self.refuse_unless(lambda: refuse_second(held.person, self.journey.campaign))
            self.refuse_unless(lambda: rules.check_age(self.journey.campaign, held.person.birth_date, self.today))
            self.refuse_unless(lambda: rules.check_area(self.journey.campaign, held.person.area))
        return self.cleaned_data

    def rows(self) -> Iterable[Row]:
        chosen = self.cleaned_data["who"]
        names = {f"new:{kind}": str(kind.label) for kind in Relationship}
        names |= {str(each.person_id): each.person.full_name for each in self.journey.people}
        yield _("Người được tiêm"), names[chosen]


def checked(*checks: Any) -> Any:
    """What the first check returns; a refusal of any becomes the field's error."""
    try:
        first, *_rest = [check() for check in checks]
        return first
    except Refused as refused:
        raise ValidationError(str(next(iter(refused.fields.values()), refused.message))) from refused


class GroupForm(StepForm):
    """The priority group."""

    group = forms.ChoiceField(
        label=_("Nhóm ưu tiên"),
        widget=forms.RadioSelect,
        help_text=_("Thuộc nhiều nhóm thì chọn nhóm ở trên. Không thuộc nhóm nào thì chọn nhóm cuối."),
    )

    def arrange(self) -> None:
        field: Any = self.fields["group"]
        groups = groups_of(self.journey.campaign).values()
        field.choices = [(group.code, str(group)) for group in groups]
        field.choice_hints = {group.code: group.name for group in groups if group.name != group.plain}


class WishForm(StepForm):
    """When it would suit."""

    wished_on = VietnameseDateField(label=_("Ngày muốn tiêm"), required=False)
    wished_shift = forms.ChoiceField(
        label=_("Buổi"), choices=Shift.choices, widget=forms.RadioSelect, initial=Shift.ANY.value
    )

    def arrange(self) -> None:
        first, last = rules.wish_days(self.journey.campaign, self.today)
        words = _("Từ %(first)s đến %(last)s. Chúng tôi cố xếp gần ngày này.")
        self.fields["wished_on"].help_text = words % {"first": short_date(first), "last": short_date(last)}

    def clean(self) -> dict[str, Any]:
        wished_on, shift = self.cleaned_data.get("wished_on"), self.cleaned_data.get("wished_shift", "any")
        self.refuse_unless(lambda: rules.check_wish(self.journey.campaign, wished_on, shift, self.today))
        return self.cleaned_data


ANSWERS = [("no", _("Không")), ("yes", _("Có")), ("unknown", _("Không rõ"))]


class DeclarationForm(StepForm):
    """The questions on health."""

    def arrange(self) -> None:
        for question in questions_on(self.today):
            self.fields[f"q{question.code}"] = forms.ChoiceField(
                label=f"{question.position}. {question.text}",
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Chọn Có, Không hoặc Không rõ.")},
            )

    @property
    def declaration(self) -> dict[str, str]:
        """Answer by code of the question."""
        return {name.removeprefix("q"): answer for name, answer in self.cleaned_data.items()}

    def rows(self) -> Iterable[Row]:
        """The questions under each answer; those answered no are only counted."""
        for answer, label in ANSWERS:
            asked = [str(self.fields[name].label) for name, given in self.cleaned_data.items() if given == answer]
            if answer == "no":
                yield label, _("%(count)s câu") % {"count": len(asked)}
            elif asked:
                yield label, "\n".join(asked)


class ConsentForm(StepForm):
    """Reading and consenting; never ticked beforehand."""

    agreed = forms.BooleanField(
        label=_("Tôi đã đọc và đồng ý tiêm chủng"),
        error_messages={"required": _("Cần đánh dấu đồng ý tiêm chủng thì mới gửi được đăng ký.")},
    )
    version = forms.CharField(widget=forms.HiddenInput)

    def arrange(self) -> None:
        self.text = consent_on(self.today)
        self.fields["version"].initial = self.text.version if self.text else ""
        if (person := self.journey.person_name) and self.journey.is_for_another:
            words = _("Tôi đã đọc và đồng ý để %(name)s được tiêm chủng")
            self.fields["agreed"].label = words % {"name": person}

    def clean(self) -> dict[str, Any]:
        if self.text is None or self.cleaned_data.get("version") != self.text.version:
            self.retype("version", self.text.version if self.text else "")
            self.add_error("agreed", _("Nội dung vừa được cập nhật. Xin đọc lại và đánh dấu đồng ý."))
        return self.cleaned_data

    def rows(self) -> Iterable[Row]:
        yield _("Đồng ý tiêm chủng"), _("Có, theo bản %(version)s") % {"version": self.cleaned_data["version"]}
