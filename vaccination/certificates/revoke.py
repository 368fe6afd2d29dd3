"""Taking a certificate back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.audit.models import AuditEntry
from hssk.audit.record import Actor, entry, record_many
from hssk.refusals import NotYours
from vaccination.certificates.models import Certificate, RevocationReason


def revoke(*, certificate_id: UUID, reason: str = RevocationReason.BY_STAFF, by: Actor) -> Certificate:
    """Take a certificate back; once more changes nothing. Raises NotYours for one that there is not."""
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None:
        raise NotYours(_("Không tìm thấy chứng nhận."))
    revoke_all([certificate], reason, by=by)
    certificate.refresh_from_db()
    return certificate


def revoke_all(certificates: Sequence[Certificate], reason: str, *, now: datetime | None = None, by: Actor) -> None:
    """Take certificates back that still stand, with an audit entry each."""
    now = now or timezone.now()
    with transaction.atomic():
        for certificate in certificates:
            still = Certificate.objects.standing().filter(pk=certificate.pk)
            if still.update(revoked_at=now, revocation_reason=reason):
                detail = {"reason": str(reason)}
                record_many([audit_entry("certificate.revoked", certificate, detail, by)])


def audit_entry(verb: str, certificate: Certificate, detail: dict[str, str], by: Actor) -> AuditEntry:
    """An unsaved entry about a certificate."""
    return entry(
        verb,
        subject_kind="certificate",
        subject_id=certificate.pk,
        person_id=certificate.person_id,
        detail=detail,
        by=by,
    )
