"""What a citizen has answered so far: one draft an account, found again after a lost line or on another device."""

import uuid
from typing import Any, cast

from django.db import transaction

from registration.campaigns.models import Campaign
from registration.registrations.models import RegistrationDraft
from registration.sign_in.models import CitizenAccount

Answers = dict[str, Any]


def draft_of(account: CitizenAccount) -> RegistrationDraft | None:
    """The open draft of an account."""
    return RegistrationDraft.objects.filter(account=account).select_related("campaign__area").first()


@transaction.atomic
def keep(*, account: CitizenAccount, campaign: Campaign, step: str, answers: Answers) -> RegistrationDraft:
    """Keep the answers of one step as they were typed. A draft for another campaign gives way to a new one."""
    # Two devices may write different steps at once: the row is locked while it is read and written.
    mine = RegistrationDraft.objects.select_for_update().filter(account=account, campaign=campaign)
    draft = mine.first() or begin(account, campaign)
    known: Answers = cast(Answers, draft.answers)
    draft.answers = known | {step: answers}
    draft.save(update_fields=["answers", "changed_at"])
    return draft


def begin(account: CitizenAccount, campaign: Campaign) -> RegistrationDraft:
    """An empty draft, locked; two devices that begin at once get the same one."""
    drafts = RegistrationDraft.objects.filter(account=account)
    drafts.exclude(campaign=campaign).delete()
    RegistrationDraft.objects.bulk_create(
        [RegistrationDraft(account=account, campaign=campaign)], ignore_conflicts=True
    )
    return drafts.select_for_update().get()


def discard(*, account: CitizenAccount, draft_id: uuid.UUID | None = None) -> None:
    """Forget the draft; with an id only that one, so that a newer one stays."""
    drafts = RegistrationDraft.objects.filter(account=account)
    (drafts.filter(pk=draft_id) if draft_id else drafts).delete()
