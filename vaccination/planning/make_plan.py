"""Making a draft: who goes where and when. A draft takes no seats and nobody is told."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.access import paths_for
from hssk.accounts.models import User
from hssk.accounts.roles import May
from hssk.areas.models import AdministrativeUnit
from hssk.audit import record as audit
from hssk.audit.record import System
from hssk.look.words import short_date
from hssk.refusals import Invalid, NotYours, Refused, Words
from registration.campaigns.models import Campaign
from vaccination.planning.deal import Candidate, Dealt, Place, deal
from vaccination.planning.demand import waiting_people
from vaccination.planning.models import Plan, PlannedSeat, Unserved
from vaccination.planning.supply import free_places

BATCH = 2000
MOST_DAYS = 92


def make_plan(
    *,
    id: UUID,
    campaign: Campaign,
    area: AdministrativeUnit,
    from_day: date,
    to_day: date,
    by: User,
    now: datetime | None = None,
) -> Plan:
    """Deal the free seats of these days to those of `area` who wait, and keep the draft with its reasons.

    Sending the same id again returns the first plan. Raises NotYours for an area where `by` does not
    plan, Invalid for days that cannot be planned, Refused (409) for an id under which another made a plan.
    """
    now = now or timezone.now()
    refuse_area(campaign, area, by)
    if known := Plan.objects.filter(pk=id, made_by=by).first():
        return known
    refuse_days(campaign, from_day, to_day, timezone.localdate(now))
    people = waiting_people(campaign, area, max(from_day, timezone.localdate(now)))
    places = free_places(campaign, area, from_day=from_day, to_day=to_day, now=now)
    values = {"campaign": campaign, "area": area, "from_day": from_day, "to_day": to_day, "made_at": now}
    with transaction.atomic():
        plan, new = Plan.objects.get_or_create(
            pk=id, defaults=values | {"made_by": by, "input_digest": digest(people, places)}
        )
        if new:
            write(plan, deal(people, places), by)
        elif plan.made_by_id != by.pk:
            raise Refused(_("Mã này đã được dùng cho một kế hoạch khác."), code="id_taken")
    return plan


def write(plan: Plan, dealt: Dealt, by: User) -> None:
    """Keep what was dealt, in the order of dealing."""
    seats = (PlannedSeat(plan=plan, **row_of(seat)) for seat in dealt.seats)
    PlannedSeat.objects.bulk_create(seats, batch_size=BATCH)
    unserved = (Unserved(plan=plan, registration_id=who, reason=str(why)) for who, why in dealt.unserved)
    Unserved.objects.bulk_create(unserved, batch_size=BATCH)
    numbers = {"served": len(dealt.seats), "unserved": len(dealt.unserved)}
    audit.record("plan.made", subject_kind="plan", subject_id=plan.pk, detail=numbers, by=by)


def row_of(seat: object) -> dict[str, object]:
    """Columns of a dealt seat."""
    return {name: getattr(seat, name) for name in ("registration_id", "slot_id", "dose_number")}


def digest(people: Iterable[Candidate], places: Iterable[Place]) -> str:
    """SHA-256 of all that the plan was made from, in its order."""
    found = hashlib.sha256()
    for row in (*people, *places):
        found.update(repr(row).encode())
    return found.hexdigest()


def refuse_area(campaign: Campaign, area: AdministrativeUnit, by: User) -> None:
    """The area lies where `by` plans, and within the campaign."""
    mine = isinstance(by, System) or any(area.path.startswith(path) for path in paths_for(by, May.PLAN))
    if not mine:
        words = _("Ông/Bà không lập kế hoạch cho địa bàn này.")
        raise NotYours(words, fields={"area": words})
    if not area.is_within(campaign.area):
        words = _("Địa bàn này không thuộc chiến dịch.")
        raise Invalid(words, fields={"area": words})


def refuse_days(campaign: Campaign, from_day: date, to_day: date, today: date) -> None:
    """The days run forward, are not over, are not too many, and lie within the campaign."""
    if to_day < from_day:
        refuse("to_day", _("Ngày kết thúc phải sau ngày bắt đầu."))
    if to_day < today:
        refuse("to_day", _("Các ngày này đã qua. Chọn ngày từ %(day)s trở đi.") % {"day": short_date(today)})
    if (to_day - from_day).days >= MOST_DAYS:
        refuse("to_day", _("Mỗi kế hoạch dài nhất %(days)s ngày.") % {"days": MOST_DAYS})
    if from_day < campaign.starts_on or to_day > campaign.ends_on:
        days = {"from": short_date(campaign.starts_on), "to": short_date(campaign.ends_on)}
        field = "from_day" if from_day < campaign.starts_on else "to_day"
        refuse(field, _("Chiến dịch kéo dài từ %(from)s đến %(to)s.") % days)


def refuse(field: str, words: Words) -> None:
    """Say no beside the field that must change."""
    raise Invalid(words, fields={field: words})
