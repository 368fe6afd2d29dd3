"""What must hold for a registration. Each rule raises in the citizen's words, beside the field it is about. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit
from hssk.look.words import short_date
from hssk.refusals import Invalid, Refused
from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion
from registration.people.facts import age_on
from registration.people.models import Relationship

ANSWERS = {"yes", "no", "unknown"}
ADULT_YEARS = 18
SHIFTS = {"morning", "afternoon", "any"}


class CampaignClosed(Refused):
    """The campaign takes no registrations."""

    code = "campaign_closed"


class AlreadyRegistered(Refused):
    """The person has a live registration in the campaign."""

    code = "already_registered"


def wrong(field: str, words: str, code: str = "invalid") -> Invalid:
    """A refusal that belongs to one field."""
    return Invalid(words, code=code, fields={field: words})


def check_open(campaign: Campaign, on: date) -> None:
    """The campaign takes registrations on this day."""
    if not campaign.registration_open or campaign.ends_on < on:
        raise CampaignClosed(_("Chiến dịch này đã ngừng nhận đăng ký. Xin gọi trạm y tế xã để được hướng dẫn."))


def check_age(campaign: Campaign, birth_date: date, on: date) -> None:
    """Old enough for some vaccine of the campaign."""
    if age_on(birth_date, on) < campaign.min_age_years:
        words = _("Chiến dịch này tiêm cho người từ %(years)s tuổi trở lên.") % {"years": campaign.min_age_years}
        raise wrong("birth_date", words, "too_young")


def check_area(campaign: Campaign, area: AdministrativeUnit) -> None:
    """The commune lies in the campaign's area."""
    if not area.is_within(campaign.area):
        words = _("%(commune)s không thuộc %(area)s, nơi tổ chức chiến dịch này.") % {
            "commune": area.name,
            "area": campaign.area.name,
        }
        raise wrong("commune", words, "outside_campaign")


def check_wish(campaign: Campaign, wished_on: date | None, shift: str, on: date) -> None:
    """The wished day lies within what is left of the campaign, the shift is one we know."""
    if shift not in SHIFTS:
        raise wrong("wished_shift", _("Chọn buổi sáng, buổi chiều hoặc cả ngày."))
    first, last = wish_days(campaign, on)
    if wished_on and not first <= wished_on <= last:
        words = _("Chọn ngày từ %(first)s đến %(last)s.") % {"first": short_date(first), "last": short_date(last)}
        raise wrong("wished_on", words, "outside_campaign_days")


def wish_days(campaign: Campaign, on: date) -> tuple[date, date]:
    """First and last day that one can wish for."""
    return max(on, campaign.starts_on), campaign.ends_on


def check_declaration(
    questions: Iterable[DeclarationQuestion], answers: Mapping[str, Any] | None, *, complete: bool
) -> None:
    """Each answer is yes, no or unknown to a question that is asked; with `complete` none is missing."""
    if answers is None and not complete:
        return
    given = answers or {}
    asked = [question.code for question in questions]
    fields = {f"declaration.{code}": _("Không có câu hỏi này.") for code in given if code not in asked}
    for code in asked:
        if (code in given or complete) and given.get(code) not in ANSWERS:
            fields[f"declaration.{code}"] = _("Chọn Có, Không hoặc Không rõ.")
    if fields:
        raise Invalid(_("Xin trả lời đủ các câu hỏi về sức khỏe."), code="declaration", fields=fields)


def check_consent(consent_text: ConsentText | None) -> None:
    """Consent was given, to a text that is known."""
    if consent_text is None:
        raise wrong("consent", _("Cần đánh dấu đồng ý tiêm chủng thì mới gửi được đăng ký."), "missing_consent")


def check_guardian(relationship: str, birth_date: date, on: date) -> None:
    """A minor is registered, and consented for, by a guardian."""
    if relationship == Relationship.SELF and age_on(birth_date, on) < ADULT_YEARS:
        words = _("Người dưới 18 tuổi cần cha mẹ hoặc người giám hộ đăng ký và đồng ý bằng số điện thoại của họ.")
        raise wrong("relationship", words, "minor_needs_guardian")
