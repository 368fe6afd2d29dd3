"""Form fields that several rooms need."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hssk.look.words import short_date
from hssk.refusals import Refused

DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})")
DIGITS_ONLY = re.compile(r"(\d{2})(\d{2})(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def parse_vietnamese_date(text: str) -> dt.date:
    """A day from dd/mm/yyyy, d/m/yyyy, ddmmyyyy or yyyy-mm-dd; ValidationError says what is wrong."""
    text = text.strip()
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(text) or DIGITS_ONLY.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        raise ValidationError(_("Viết ngày theo dạng ngày/tháng/năm, ví dụ 05/09/1968."), code="format")
    if not 1 <= month <= 12:
        raise ValidationError(_("Tháng từ 1 đến 12; ở đây là %(month)s.") % {"month": month}, code="month")
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        words = f"{day:02}/{month:02}/{year:04}"
        message = _("Ngày %(date)s không có trong lịch.") % {"date": words}
        raise ValidationError(message, code="no_such_day") from error


class VietnameseDateInput(forms.TextInput):
    """One box for the whole day: one label, one error, ddmmyyyy at typing speed, autofill works."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "10", "class": "w-date"}
        super().__init__({**given, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return short_date(value) if isinstance(value, dt.date) else super().format_value(value)


class VietnameseDateField(forms.Field):
    """A day as people write it; `earliest` and `latest` bound it and may be functions."""

    widget = VietnameseDateInput
    default_error_messages = {"required": gettext_lazy("Nhập ngày theo dạng ngày/tháng/năm.")}

    def __init__(self, *, earliest: Any = None, latest: Any = None, **options: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def to_python(self, value: Any) -> dt.date | None:
        """The day; None when nothing was given."""
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date) or value in self.empty_values:
            return value or None
        return parse_vietnamese_date(str(value)) if str(value).strip() else None

    def validate(self, value: Any) -> None:
        """Refuse days outside the bounds."""
        super().validate(value)
        if value is None:
            return
        earliest, latest = (bound() if callable(bound) else bound for bound in (self.earliest, self.latest))
        if earliest and value < earliest:
            raise ValidationError(_("Chọn ngày từ %(day)s trở đi.") % {"day": short_date(earliest)}, code="early")
        if latest and value > latest:
            raise ValidationError(_("Chọn ngày đến %(day)s là muộn nhất.") % {"day": short_date(latest)}, code="late")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the day differs, however it is written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def beside(form: forms.BaseForm, refused: Refused) -> int:
    """Show a refusal beside the fields that it names, or above the form; returns the HTTP status of the answer."""
    shown = {name: words for name, words in refused.fields.items() if name in form.fields}
    for name, words in shown.items():
        form.add_error(name, str(words))
    if not shown:
        form.add_error(None, str(refused.message))
    return refused.status
