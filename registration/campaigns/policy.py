"""What a campaign asks and allows, read often and changed rarely: kept in each process for some seconds."""

import time
import uuid
from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hssk.refusals import Invalid
from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion, PriorityGroup

# A registration costs three statements fewer; a campaign closes this much later at worst.
KEPT_SECONDS = 15
_kept: dict[Hashable, tuple[float, Any]] = {}
Found = TypeVar("Found")


def kept(key: Hashable, read: Callable[[], Found]) -> Found:
    """What `read` gave lately, or gives now; what is missing is not kept."""
    at, value = _kept.get(key, (0.0, None))
    if value is None or time.monotonic() - at > KEPT_SECONDS:
        value = read()
        if value is not None:
            _kept[key] = (time.monotonic(), value)
    return value


def forget_policy() -> None:
    """Read anew at the next use (after loading or changing policy)."""
    _kept.clear()


def campaign_by(reference: str | uuid.UUID) -> Campaign:
    """The campaign with this code or id; raises Invalid, with field `campaign`, when there is none."""
    found = kept(("campaign", str(reference)), lambda: _campaign(str(reference)))
    if found is None:
        words = _("Không có chiến dịch này.")
        raise Invalid(words, code="unknown_campaign", fields={"campaign": words})
    return found


def named(reference: str) -> Q:
    """The campaign with this id or code."""
    try:
        return Q(pk=uuid.UUID(reference))
    except ValueError:
        return Q(code=reference)


def _campaign(reference: str) -> Campaign | None:
    return Campaign.objects.filter(named(reference)).select_related("area").first()


def groups_of(campaign: Campaign) -> dict[str, PriorityGroup]:
    """Priority groups of a campaign by code, in their order."""
    return kept(("groups", campaign.pk), lambda: {group.code: group for group in campaign.groups.all()})


def group_of(campaign: Campaign, code: str) -> PriorityGroup:
    """A priority group by its code; raises Invalid, with field `group`, when the campaign does not have it."""
    if (group := groups_of(campaign).get(str(code))) is None:
        words = _("Chọn một nhóm ưu tiên của chiến dịch.")
        raise Invalid(words, code="unknown_group", fields={"group": words})
    return group


def questions_on(day: date) -> list[DeclarationQuestion]:
    """The questions of the health declaration on `day`, in their order."""
    lasting = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return kept(("questions", day), lambda: list(DeclarationQuestion.objects.filter(lasting, valid_from__lte=day)))


def consent_on(day: date) -> ConsentText | None:
    """The consent text in force on `day`."""
    texts = ConsentText.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version")
    return kept(("consent", day), texts.first)


def open_campaigns(day: date) -> QuerySet[Campaign]:
    """Campaigns in which people can register on `day`, the newest first."""
    return Campaign.objects.filter(registration_open=True, ends_on__gte=day).order_by("-starts_on", "code")
