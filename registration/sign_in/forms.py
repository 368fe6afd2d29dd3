"""Forms of signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PhoneForm(forms.Form):
    """Which phone gets the code."""

    phone = forms.CharField(label=_("Số điện thoại"), max_length=30, help_text=_("Ví dụ 0912 345 678"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The code from the message."""

    code = forms.CharField(label=_("Mã xác thực"), max_length=12, help_text=_("6 chữ số"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)
