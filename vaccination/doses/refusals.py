"""Why a dose is not recorded, in words that state the fact."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hssk.look.words import clock, short_date
from hssk.refusals import Refused, Words
from vaccination.doses.models import Dose
from vaccination.schedules.judge import Objection
from vaccination.schedules.rules import vaccine_by_code
from vaccination.stock.models import Lot


class DoseRefused(Refused):
    """The dose is not recorded. `overridable` says whether a reason would do."""

    code = "dose_refused"

    def __init__(self, message: Words, *, code: str, overridable: bool = False, field: str = "") -> None:
        super().__init__(message, code=code, fields={field: message} if field else {})
        self.overridable = overridable


def too_early(found: Objection, last: Dose | None, on: date) -> Words:
    """ "Mũi 1 tiêm ngày 10/11/2026, mới 12 ngày; tối thiểu 21 ngày." """
    if last is None:
        return _("Chưa đủ tuổi cho đến ngày %(day)s.") % {"day": short_date(found.earliest)}
    before = timezone.localdate(last.given_at)
    facts = {"number": last.number, "day": short_date(before), "days": (on - before).days, "least": found.min_days}
    return _("Mũi %(number)s tiêm ngày %(day)s, mới %(days)s ngày; tối thiểu %(least)s ngày.") % facts


def wrong_age(found: Objection, vaccine: str, age: int) -> Words:
    """Too young or too old for this product."""
    low, high = found.ages
    facts: dict[str, object] = {"vaccine": vaccine, "low": low, "high": high, "age": age}
    if high is None:
        return _("%(vaccine)s dùng cho người từ %(low)s tuổi; người này %(age)s tuổi.") % facts
    return _("%(vaccine)s dùng cho người từ %(low)s đến %(high)s tuổi; người này %(age)s tuổi.") % facts


def wrong_product(found: Objection, vaccine: str, last: Dose | None) -> Words:
    """The product may not follow what was given before."""
    instead = ", ".join(sorted(vaccine_by_code(code).short_name for code in found.instead))
    facts: dict[str, object] = {"vaccine": vaccine, "instead": instead or "–"}
    if last is None:
        return _("%(vaccine)s không dùng cho mũi đầu; dùng được: %(instead)s.") % facts
    facts |= {"number": last.number, "before": last.vaccine.short_name, "day": short_date(last.given_at)}
    return _("Mũi %(number)s là %(before)s (%(day)s); không tiêm tiếp %(vaccine)s, dùng được: %(instead)s.") % facts


def not_due(given: int) -> Words:
    """The series is complete and nothing follows by the rules of the day."""
    return ngettext_lazy(
        "Người này đã tiêm %(count)s mũi và đủ liều; chưa có quy định tiêm thêm.",
        "Người này đã tiêm %(count)s mũi và đủ liều; chưa có quy định tiêm thêm.",
        given,
    ) % {"count": given}


def expired_lot(lot: Lot) -> DoseRefused:
    """The lot was out of date on the day."""
    facts = {"lot": lot.number, "day": short_date(lot.expires_on)}
    return DoseRefused(_("Lô %(lot)s đã hết hạn ngày %(day)s.") % facts, code="expired_lot", field="lot")


def blocked_lot(lot: Lot) -> DoseRefused:
    """The lot was stopped before."""
    facts = {"lot": lot.number, "reason": lot.blocked_reason or "–"}
    return DoseRefused(_("Lô %(lot)s đã ngừng sử dụng: %(reason)s.") % facts, code="blocked_lot", field="lot")


def in_the_future(given_at: datetime) -> DoseRefused:
    """The clock of the device is wrong, or a slip."""
    facts = {"time": clock(given_at), "day": short_date(timezone.localdate(given_at))}
    return DoseRefused(
        _("Giờ tiêm %(time)s ngày %(day)s chưa đến. Kiểm tra đồng hồ của máy.") % facts, code="future", field="given_at"
    )


def already_given(dose: Dose) -> DoseRefused:
    """Somebody else was first: who, when and where."""
    facts = {
        "number": dose.number,
        "time": clock(dose.recorded_at),
        "day": short_date(timezone.localdate(dose.recorded_at)),
        "by": dose.recorded_by.full_name,
        "facility": dose.facility.name,
    }
    words = _("Mũi %(number)s đã được %(by)s ghi nhận lúc %(time)s ngày %(day)s tại %(facility)s.") % facts
    return DoseRefused(words, code="already_given")
