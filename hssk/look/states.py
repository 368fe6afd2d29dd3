"""What a chip calls each state, with its tone and shape. Labels in rooms' states.py are for forms and the API's schema.

Tones: neutral, waiting, active, partial (one dose, yellow), good (green), warn, danger, off.
Shapes: ring, half, dot, arrow, check, pause, cross, alert, dash (drawn in components/chip.html).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Look:
    """A state in words, colour and shape."""

    word: str | Promise
    tone: str
    shape: str


STATES: dict[str, dict[str, Look]] = {
    "registration": {
        "draft": Look(_("Đang viết"), "neutral", "ring"),
        "submitted": Look(_("Đã gửi"), "waiting", "ring"),
        "accepted": Look(_("Đã tiếp nhận"), "active", "half"),
        "scheduled": Look(_("Đã xếp lịch"), "active", "dot"),
        "completed": Look(_("Đã hoàn thành"), "good", "check"),
        "rejected": Look(_("Không tiếp nhận"), "danger", "cross"),
        "withdrawn": Look(_("Đã rút"), "off", "dash"),
    },
    "appointment": {
        "planned": Look(_("Dự kiến"), "neutral", "ring"),
        "announced": Look(_("Đã mời"), "waiting", "ring"),
        "confirmed": Look(_("Sẽ đến"), "active", "dot"),
        "checked_in": Look(_("Đã đến"), "active", "arrow"),
        "screened": Look(_("Đã khám sàng lọc"), "active", "half"),
        "vaccinated": Look(_("Đã tiêm, đang theo dõi"), "partial", "half"),
        "observed": Look(_("Đã tiêm xong"), "good", "check"),
        "declined": Look(_("Báo không đến"), "off", "dash"),
        "cancelled": Look(_("Đã hủy"), "off", "cross"),
        "missed": Look(_("Không đến"), "warn", "dash"),
        "deferred": Look(_("Tạm hoãn"), "warn", "pause"),
        "contraindicated": Look(_("Chống chỉ định"), "danger", "alert"),
        "referred": Look(_("Chuyển bệnh viện"), "warn", "arrow"),
    },
    "message": {
        "queued": Look(_("Chờ gửi"), "neutral", "ring"),
        "sending": Look(_("Đang gửi"), "waiting", "half"),
        "sent": Look(pgettext_lazy("tin nhắn", "Đã gửi"), "active", "dot"),
        "delivered": Look(_("Đã đến máy"), "good", "check"),
        "failed": Look(_("Không gửi được"), "danger", "alert"),
        "expired": Look(_("Quá hạn"), "off", "dash"),
        "withdrawn": Look(_("Đã thu hồi"), "off", "dash"),
        "uncertain": Look(_("Chưa rõ"), "warn", "half"),
    },
    "correction": {
        "open": Look(_("Chờ xem"), "waiting", "ring"),
        "in_review": Look(_("Đang xem"), "active", "half"),
        "accepted": Look(_("Đã sửa"), "good", "check"),
        "refused": Look(_("Không sửa"), "off", "cross"),
    },
    "plan": {
        "draft": Look(_("Bản nháp"), "neutral", "ring"),
        "published": Look(_("Đã công bố"), "good", "check"),
        "discarded": Look(_("Đã bỏ"), "off", "dash"),
    },
    "campaign": {
        "draft": Look(_("Chưa bắt đầu"), "neutral", "ring"),
        "open": Look(_("Đang diễn ra"), "active", "dot"),
        "closed": Look(_("Đã kết thúc"), "off", "dash"),
    },
    "session": {
        "open": Look(_("Đang mở"), "active", "dot"),
        "full": Look(_("Đã đủ chỗ"), "warn", "pause"),
        "closed": Look(_("Đã kết thúc"), "off", "dash"),
        "cancelled": Look(_("Đã hủy"), "off", "cross"),
    },
    "lot": {
        "usable": Look(_("Dùng được"), "good", "check"),
        "expiring": Look(_("Sắp hết hạn"), "warn", "alert"),
        "expired": Look(_("Hết hạn"), "danger", "cross"),
        "recalled": Look(_("Thu hồi"), "danger", "alert"),
        "used_up": Look(_("Hết"), "off", "dash"),
    },
    "row": {
        "new": Look(_("Mới"), "active", "dot"),
        "known": Look(_("Đã có"), "neutral", "ring"),
        "repaired": Look(_("Đã sửa khi đọc"), "warn", "half"),
        "failed": Look(_("Có lỗi"), "danger", "alert"),
        "committed": Look(_("Đã nhập"), "good", "check"),
    },
    "batch": {
        "review": Look(_("Chờ xem lại"), "waiting", "half"),
        "committed": Look(_("Đã nhập"), "good", "check"),
        "cancelled": Look(_("Đã hủy"), "off", "cross"),
    },
    "screening": {
        "eligible": Look(_("Đủ điều kiện tiêm"), "good", "check"),
        "caution": Look(_("Thận trọng khi tiêm"), "warn", "half"),
        "defer": Look(_("Trì hoãn tiêm"), "warn", "pause"),
        "emergency_site": Look(_("Tiêm nơi có cấp cứu phản vệ"), "warn", "alert"),
        "hospital": Look(_("Khám sàng lọc tại bệnh viện"), "warn", "arrow"),
        "contraindicated": Look(_("Chống chỉ định"), "danger", "alert"),
    },
    "certificate": {
        "valid": Look(_("Chứng nhận hợp lệ"), "good", "check"),
        "expired": Look(_("Chứng nhận đã hết hạn"), "warn", "pause"),
        "revoked": Look(_("Chứng nhận đã bị thu hồi"), "danger", "cross"),
        "not_ours": Look(_("Không phải chứng nhận của hệ thống này"), "danger", "alert"),
        "unreadable": Look(_("Không đọc được chứng nhận"), "neutral", "dash"),
    },
    "doses": {
        "none": Look(_("Chưa tiêm"), "neutral", "ring"),
        "partial": Look(_("Đã tiêm một mũi"), "partial", "half"),
        "full": Look(_("Đủ liều"), "good", "check"),
    },
}


def look_of(kind: str, state: str) -> Look:
    """How a state looks; an unknown one shows its own name, so that nothing is hidden."""
    return STATES.get(kind, {}).get(str(state), Look(str(state), "neutral", "ring"))
