"""Submitting a registration."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.audit import record as audit
from hssk.audit.models import AuditEntry
from hssk.audit.record import Actor
from hssk.refusals import Refused, broken_constraint
from notifications.outbox.enqueue import enqueue_many
from registration.campaigns.models import Campaign, ConsentText, PriorityGroup
from registration.campaigns.policy import questions_on
from registration.people.models import Person
from registration.people.together import together
from registration.registrations import rules
from registration.registrations.messages import received
from registration.registrations.models import Registration, Source
from registration.registrations.signals import registrations_submitted
from registration.sign_in.models import CitizenAccount

BY_CITIZENS = {Source.WEB, Source.API}
ONE_LIVE = "one_live_registration_per_person_and_campaign"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is asked for, as it was given."""

    campaign: Campaign
    group: PriorityGroup
    source: str
    wished_on: date | None = None
    wished_shift: str = "any"
    declaration: Mapping[str, str] | None = None
    consent_text: ConsentText | None = None


def submit_registration(
    *,
    id: uuid.UUID,
    campaign: Campaign,
    person: Person,
    group: PriorityGroup,
    wished_on: date | None = None,
    wished_shift: str = "any",
    declaration: Mapping[str, str] | None = None,
    consent_text: ConsentText | None = None,
    source: str,
    by: Actor,
    now: datetime | None = None,
) -> tuple[Registration, bool]:
    """A registration of a recorded person; whether it was made now.

    Sending the same `id` again returns the first result. Citizens (sources web and api) must find the campaign
    open, declare and consent; lists of a commune bring neither. Raises Invalid for wrong fields, CampaignClosed,
    AlreadyRegistered.
    """
    wish = Wish(
        campaign=campaign,
        group=group,
        source=source,
        wished_on=wished_on,
        wished_shift=wished_shift,
        declaration=declaration,
        consent_text=consent_text,
    )
    now = now or timezone.now()
    try:
        check(wish, person, on=timezone.localdate(now))
        with transaction.atomic():
            return write(unsaved(wish, person, id=id, by=by, now=now), entries=[], by=by), True
    except (Refused, IntegrityError) as problem:
        if first := Registration.objects.filter(pk=id, person=person).select_related("person", "group").first():
            return first, False
        raise friendly(problem) from problem


def check(wish: Wish, person: Person, *, on: date) -> None:
    """All rules about the wish and the person; every wrong field is named at once."""
    campaign, by_citizen = wish.campaign, wish.source in BY_CITIZENS
    if by_citizen:
        rules.check_open(campaign, on)
    checks = [
        lambda: rules.check_age(campaign, person.birth_date, on),
        lambda: _check_group(campaign, wish.group),
        lambda: rules.check_declaration(questions_on(on), wish.declaration, complete=by_citizen),
    ]
    if wish.source != Source.WALK_IN:  # who stands at the door is vaccinated, wherever they live
        checks.append(lambda: rules.check_area(campaign, person.area))
    if by_citizen:
        checks.append(lambda: rules.check_wish(campaign, wish.wished_on, wish.wished_shift, on))
        checks.append(lambda: rules.check_consent(wish.consent_text))
    together(*checks)


def _check_group(campaign: Campaign, group: PriorityGroup) -> None:
    if group.campaign_id != campaign.pk:
        raise rules.wrong("group", _("Chọn một nhóm ưu tiên của chiến dịch."))


def unsaved(wish: Wish, person: Person, *, id: uuid.UUID, by: Actor, now: datetime) -> Registration:
    """The row to be written."""
    return Registration(
        id=id,
        campaign=wish.campaign,
        person=person,
        group=wish.group,
        source=wish.source,
        wished_on=wish.wished_on,
        wished_shift=wish.wished_shift,
        declaration=dict(wish.declaration) if wish.declaration else None,
        consent_text=wish.consent_text,
        consented_at=now if wish.consent_text else None,
        submitted_by_kind=by.actor_kind,
        submitted_by_id=by.actor_id,
        submitted_at=now,
    )


def write(registration: Registration, *, entries: Iterable[AuditEntry], by: Actor) -> Registration:
    """Write a checked registration, audit (with the caller's `entries`), news and message.

    In the caller's transaction.
    """
    registration.save(force_insert=True)
    audit.record_many([*entries, submitted_entry(registration, by)])
    registrations_submitted.send(Registration, registrations=[registration])
    person = registration.person
    phone = person.phone or (by.phone if isinstance(by, CitizenAccount) else "")
    enqueue_many(received(registration, phone, person.language))
    return registration


def submitted_entry(registration: Registration, by: Actor) -> AuditEntry:
    """What the audit trail says of it."""
    detail: dict[str, Any] = {"source": str(registration.source)}
    if registration.consent_text:
        detail["consent"] = registration.consent_text.version
    return audit.entry(
        "registration.submitted",
        subject_kind="registration",
        subject_id=registration.pk,
        person_id=registration.person_id,
        detail=detail,
        by=by,
    )


def friendly(problem: Refused | IntegrityError) -> Refused:
    """A refusal as it is; what a constraint refused, in words."""
    if isinstance(problem, Refused):
        return problem
    if broken_constraint(problem) == ONE_LIVE:
        words = _("Người này đã đăng ký trong chiến dịch này.")
        return rules.AlreadyRegistered(words, fields={"person": words})
    if broken_constraint(problem).endswith("_pkey"):
        return Refused(_("Mã này đã được dùng cho một đăng ký khác."), code="id_taken")
    raise problem
