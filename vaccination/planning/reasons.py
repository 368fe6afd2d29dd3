"""Why somebody has no seat in a plan: codes for rows and programs, words for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """One reason; the first that applies, from the person to the supply."""

    HAS_APPOINTMENT = "has_appointment", _("Đã có lịch hẹn")
    CONTRAINDICATED = "contraindicated", _("Chống chỉ định với vắc xin hiện có")
    DEFERRED = "deferred", _("Đang tạm hoãn sau khám sàng lọc")
    COMPLETE = "complete", _("Đã đủ mũi theo quy định")
    WRONG_AGE = "wrong_age", _("Chưa có vắc xin dùng cho độ tuổi này")
    WRONG_PRODUCT = "wrong_product", _("Các buổi tiêm không có loại vắc xin phù hợp")
    INTERVAL = "interval", _("Chưa đủ khoảng cách với mũi trước")
    NO_SESSION = "no_session", _("Không có buổi tiêm phục vụ xã/phường này")
    FULL = "full", _("Các buổi tiêm đã đủ chỗ")
    # Found when publishing: what changed since the draft was made.
    WITHDRAWN = "withdrawn", _("Đăng ký không còn chờ xếp lịch")
    SESSION_CLOSED = "session_closed", _("Buổi tiêm đã hủy hoặc lô vắc xin ngừng dùng sau khi lập kế hoạch")


# What an official can do about it.
REMEDIES = {
    Reason.CONTRAINDICATED: _("Mở buổi tiêm với loại vắc xin khác, hoặc chuyển khám tại bệnh viện."),
    Reason.NO_SESSION: _("Mở buổi tiêm tại cơ sở phục vụ xã/phường này."),
    Reason.FULL: _("Mở thêm buổi tiêm hoặc kéo dài khoảng ngày."),
    Reason.WRONG_PRODUCT: _("Mở buổi tiêm với loại vắc xin phù hợp."),
    Reason.INTERVAL: _("Sẽ được xếp khi đủ khoảng cách."),
    Reason.DEFERRED: _("Sẽ được xếp sau ngày hẹn lại."),
}


def words_for(code: str) -> str:
    """The reason in words; an unknown code shows itself."""
    return str(Reason(code).label) if code in Reason.values else code


def remedy_for(code: str) -> str:
    """What would help, or nothing."""
    return str(REMEDIES.get(Reason(code), "")) if code in Reason.values else ""
