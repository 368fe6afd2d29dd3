"""Who read or changed a person's record, in words for that person."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hssk.audit.models import AuditEntry
from hssk.refusals import NotYours, Words
from registration.people.models import Person

VERBS: dict[str, Words] = {
    "record.read": _("Xem hồ sơ"),
    "person.added": _("Thêm hồ sơ"),
    "person.guardian_added": _("Thêm người chăm sóc"),
    "registration.submitted": _("Gửi đăng ký tiêm"),
    "registration.accepted": _("Tiếp nhận đăng ký tiêm"),
    "registration.rejected": _("Không tiếp nhận đăng ký tiêm"),
    "registration.scheduled": _("Xếp lịch tiêm"),
    "registration.completed": _("Hoàn thành đăng ký tiêm"),
    "registration.withdrawn": _("Rút đăng ký tiêm"),
    "appointment.announced": _("Mời tiêm"),
    "appointment.confirmed": _("Xác nhận lịch hẹn"),
    "appointment.declined": _("Báo không đến"),
    "appointment.cancelled": _("Hủy lịch hẹn"),
    "appointment.checked_in": _("Tiếp đón tại điểm tiêm"),
    "appointment.missed": _("Không đến tiêm"),
    "screening.recorded": _("Khám sàng lọc"),
    "dose.recorded": _("Ghi nhận mũi tiêm"),
    "observation.recorded": _("Theo dõi sau tiêm"),
    "certificate.issued": _("Cấp chứng nhận tiêm chủng"),
    "certificate.revoked": _("Thu hồi chứng nhận tiêm chủng"),
}
# What an entry is about when its verb has no words of its own.
SUBJECTS: dict[str, Words] = {
    "appointment": _("Thay đổi lịch hẹn"),
    "registration": _("Thay đổi đăng ký tiêm"),
    "dose": _("Thay đổi mũi tiêm"),
    "person": _("Thay đổi hồ sơ"),
}
REASONS: dict[str, Words] = {
    "registration_list": _("danh sách đăng ký của địa bàn"),
    "registration": _("xem đăng ký tiêm"),
    "session_board": _("danh sách buổi tiêm"),
    "search": _("tìm người đến tiêm"),
    "find": _("tìm người đến tiêm"),
    "certificate": _("xem chứng nhận tiêm chủng"),
}


def accesses_to(person_id: uuid.UUID, *, by: Any) -> QuerySet[AuditEntry]:
    """Entries about a person and those merged into them; raises NotYours unless `by` may see the person."""
    if not Person.objects.visible_to(by).filter(pk=person_id).exists():
        raise NotYours(_("Không tìm thấy người này."))
    merged = Person.objects.filter(merged_into=person_id).values("pk")
    return AuditEntry.objects.filter(Q(person_id=person_id) | Q(person_id__in=merged)).order_by("-at", "-pk")


def verb_words(entry: AuditEntry) -> Words:
    """What was done."""
    return VERBS.get(entry.verb) or SUBJECTS.get(entry.verb.split(".")[0], _("Thay đổi hồ sơ"))


def reason_words(entry: AuditEntry) -> Words:
    """Why, when it was said."""
    reason = str(entry.detail.get("reason", ""))
    return REASONS.get(reason, "")


def who_words(entry: AuditEntry) -> Words:
    """Role and organisation as they were then."""
    if entry.actor_kind == "citizen":
        return _("Người chăm sóc")
    return entry.actor_title or _("Hệ thống")
