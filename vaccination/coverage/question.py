"""What is asked of the figures: a campaign, an area within the asker's own, days, and how to group."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hssk.areas.models import AdministrativeUnit
from hssk.forms import parse_vietnamese_date
from hssk.refusals import Invalid, NotYours, Refused
from registration.campaigns.models import Campaign


class GroupBy(models.TextChoices):
    """What a row of figures is about."""

    COMMUNE = "commune", _("Xã/phường")
    GROUP = "group", _("Nhóm ưu tiên")
    DAY = "day", _("Ngày")


@dataclass(frozen=True)
class Question:
    """Counts of `campaign` in `paths`, from one day to another (both included, None is open)."""

    campaign: Campaign
    paths: tuple[str, ...]
    area: AdministrativeUnit | None = None
    group_by: str = GroupBy.COMMUNE.value
    from_day: date | None = None
    to_day: date | None = None


Errors = dict[str, str | Promise]


def asked(given: Mapping[str, str], *, paths: Iterable[str]) -> Question:
    """The question that an address asks: `campaign`, `area`, `group_by`, `from`, `to`, all optional.

    `paths` are the areas whose figures the asker may see. Raises Invalid naming each wrong field, NotYours
    when there is no such campaign, Refused (403) for an area outside `paths`.
    """
    errors: Errors = {}
    from_day, to_day = day_of(given, "from", errors), day_of(given, "to", errors)
    if from_day and to_day and from_day > to_day:
        errors["from"] = _("Ngày bắt đầu phải trước ngày kết thúc.")
    group_by = given.get("group_by") or GroupBy.COMMUNE.value
    if group_by not in GroupBy.values:
        errors["group_by"] = _("Chỉ gộp được theo xã (commune), nhóm (group) hoặc ngày (day).")
    area = area_of(given, errors)
    if errors:
        raise Invalid(_("Có điều kiện lọc chưa đúng."), fields=errors)
    campaign = campaign_of(given.get("campaign", ""))
    return Question(campaign, seen(campaign, area, tuple(paths)), area, group_by, from_day, to_day)


def day_of(given: Mapping[str, str], name: str, errors: Errors) -> date | None:
    """A day of the question; what is wrong with it goes to `errors`."""
    text = given.get(name, "")
    try:
        return parse_vietnamese_date(text) if text.strip() else None
    except ValidationError as error:
        errors[name] = error.message
        return None


def area_of(given: Mapping[str, str], errors: Errors) -> AdministrativeUnit | None:
    """The province or commune of today that bears the code, if one is asked for."""
    code = given.get("area", "").strip()
    found = AdministrativeUnit.objects.today().filter(code=code).first() if code else None
    if code and found is None:
        errors["area"] = _("Không có tỉnh, xã nào hiện nay mang mã này.")
    return found


def campaign_of(name: str) -> Campaign:
    """The campaign with this id or code; the latest to begin when none is named."""
    found = Campaign.objects.select_related("area").order_by("-starts_on", "-id")
    if name:
        try:
            found = found.filter(pk=uuid.UUID(name))
        except ValueError:
            found = found.filter(code=name)
    campaign = found.first()
    if campaign is None:
        raise NotYours(_("Chưa có chiến dịch này."), fields={"campaign": _("Chưa có chiến dịch này.")})
    return campaign


def seen(campaign: Campaign, area: AdministrativeUnit | None, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Paths of the campaign's area that are asked for and may be seen."""
    if area is not None:
        if not any(area.path.startswith(path) for path in paths):
            raise Refused(_("Ông/Bà không có quyền xem số liệu của địa bàn này."), code="outside_area", status=403)
        paths = (area.path,)
    return narrowed(paths, campaign.area.path)


def narrowed(paths: Iterable[str], within: str) -> tuple[str, ...]:
    """The parts of `paths` that lie in `within`."""
    inner = {path if path.startswith(within) else within for path in paths if lies_on_one_line(path, within)}
    return tuple(sorted(inner))


def lies_on_one_line(path: str, other: str) -> bool:
    """Whether one of the areas lies in the other."""
    return path.startswith(other) or other.startswith(path)
