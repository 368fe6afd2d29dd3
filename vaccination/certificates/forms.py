"""The form of the public check."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaccination.certificates.envelope import LONGEST_TEXT


class CheckForm(forms.Form):
    """A QR as text or as a photo."""

    photo = forms.FileField(
        label=gettext_lazy("Ảnh chụp mã QR"),
        help_text=gettext_lazy("JPEG, PNG hoặc WebP, tối đa 10 MB. Trên điện thoại có thể chụp ngay."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": gettext_lazy("Tệp rỗng.")},
    )
    qr = forms.CharField(
        label=gettext_lazy("Hoặc nội dung mã QR"),
        help_text=gettext_lazy("Bắt đầu bằng HC1:"),
        required=False,
        # A certificate may end in a blank.
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Either will do, one is needed."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("photo") and not given.get("qr", "").strip():
            self.add_error("photo", _("Chọn ảnh chụp mã QR hoặc dán nội dung mã QR."))
        return given
