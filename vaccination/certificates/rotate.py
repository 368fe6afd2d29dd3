"""Changing the key."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from hssk.audit import record as audit
from hssk.audit.record import Actor
from vaccination.certificates.keys import KeyUnusable, configured_pair, new_pair, write_private
from vaccination.certificates.models import SigningKey
from vaccination.certificates.signers import digest_of_key, publish_key


def rotate_key(*, path: Path, withdraw_old: bool = False, now: datetime | None = None, by: Actor) -> SigningKey:
    """Make a new key, publish it, and put it in the file at `path`, from where every process takes it at once.

    Old public keys stay, so that what they signed holds. `withdraw_old`: the old key is in wrong hands, and
    nothing that it signed is accepted any more; people get their certificates signed anew.
    """
    now = now or timezone.now()
    pair = new_pair(now)
    with transaction.atomic():
        if withdraw_old:
            withdraw(now, by)
        row = publish_key(pair, now=now, by=by)
        # Last: should it fail, nothing was published.
        write_private(path, pair.pem(), replace=True)
    return row


def withdraw(now: datetime, by: Actor) -> None:
    """Take back the trust in the key configured until now."""
    try:
        old = configured_pair()
    except KeyUnusable:
        return
    for row in SigningKey.objects.trusted().filter(key_digest=digest_of_key(old)):
        SigningKey.objects.filter(pk=row.pk).update(withdrawn_at=now)
        audit.record("certificate_key.withdrawn", subject_kind="certificate_key", subject_id=row.pk, by=by)
