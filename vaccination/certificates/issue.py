"""Certifying the doses of a person.

Certificates are issued when somebody entitled first asks, renewed after they expire, signed anew after the key
has changed, and replaced when the rows say something else than they did: asking always gives what is true now.
"""

import calendar
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.audit.record import Actor, record_many
from hssk.refusals import Refused
from registration.people.models import Person
from vaccination.certificates.cose import sign1
from vaccination.certificates.envelope import pack
from vaccination.certificates.facts import Facts
from vaccination.certificates.from_rows import facts_of_doses
from vaccination.certificates.keys import KeyUnusable
from vaccination.certificates.models import Certificate, RevocationReason
from vaccination.certificates.payload import claims_of, digest_of
from vaccination.certificates.revoke import audit_entry, revoke_all
from vaccination.certificates.shc import bundle_of, rid_of, sign_card
from vaccination.certificates.signers import Signer, current_signer
from vaccination.certificates.uvci import new_uvci
from vaccination.doses.history import every_dose
from vaccination.doses.models import Dose

logger = logging.getLogger(__name__)


class CannotCertify(Refused):
    """There is no key to sign with; the operator is told why in the log."""

    code = "cannot_certify"
    status = 503


@dataclass(frozen=True, slots=True)
class Certified:
    """A dose with its certificate: the row, what it says, the text of the QR.

    `shc` is the same as SMART Health Card (JWS); None for products without a code there.
    """

    certificate: Certificate
    dose: Dose
    facts: Facts
    text: str
    shc: str | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dose that is certified from `since` on, when mistakes at the table have had time to be noticed."""

    dose: Dose
    since: datetime


@dataclass(slots=True)
class Book:
    """A person's certificates, the newest dose first, and doses still to be certified."""

    certified: list[Certified] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)


def certify(*, person: Person, now: datetime | None = None, by: Actor) -> Book:
    """The certificates of a person as of now, issued where they are missing. Raises CannotCertify without a key.

    Doses of records that were merged into this one count; they are certified in the name of the record that counts.
    """
    now = now or timezone.now()
    history = every_dose(person)
    standing = [dose for dose in history if dose.voided_at is None]
    due = [dose for dose in standing if certified_from(dose) <= now]
    held = {each.dose_id: each for each in Certificate.objects.standing().filter(dose__in=history)}
    book = Book(waiting=[Waiting(dose, certified_from(dose)) for dose in standing if certified_from(dose) > now])
    if due or held:
        facts = facts_of_doses(person.merged_into or person, standing)
        signer = signer_for(now)
        held = brought_up_to_date(held, due, facts, signer, person.merged_into or person, now, by)
        pairs = [(held[dose.pk], dose) for dose in reversed(due) if dose.pk in held]
        book.certified = [shown(certificate, dose, facts[dose.pk], signer) for certificate, dose in pairs]
    return book


def certified_from(dose: Dose) -> datetime:
    """When the time is over in which a slip is put right."""
    return dose.recorded_at + timedelta(hours=settings.CERTIFICATE_GRACE_HOURS)


def signer_for(now: datetime) -> Signer:
    """The key that signs; CannotCertify for people, and why for the operator."""
    try:
        return current_signer(now)
    except KeyUnusable as error:
        logger.error("No certificate is issued. %s", error)
        raise CannotCertify(_("Hiện chưa cấp được chứng nhận. Mũi tiêm vẫn có trong sổ; xin thử lại sau.")) from error


def brought_up_to_date(
    held: Mapping[UUID, Certificate],
    due: Sequence[Dose],
    facts: Mapping[UUID, Facts],
    signer: Signer,
    person: Person,
    now: datetime,
    by: Actor,
) -> dict[UUID, Certificate]:
    """Standing certificates by dose, after revoking what is no longer true and issuing what is missing."""
    outdated = {dose: why for dose, each in held.items() if (why := why_outdated(each, facts.get(dose), now))}
    kept = {dose: each for dose, each in held.items() if dose not in outdated}
    missing = [dose for dose in due if dose.pk not in kept]
    signed_before = [each.pk for each in kept.values() if each.key_id != signer.row.pk]
    if not (outdated or missing or signed_before):
        return kept
    with transaction.atomic():
        for dose, why in outdated.items():
            revoke_all([held[dose]], why, now=now, by=by)
        Certificate.objects.filter(pk__in=signed_before).update(key=signer.row)
        issue([new_certificate(dose, facts[dose.pk], signer, person, now) for dose in missing], by)
    # Read again: another request may have issued one first, and the constraint let only that one stand.
    standing = Certificate.objects.standing().filter(dose__in=[dose.pk for dose in due])
    return {each.dose_id: each for each in standing}


def why_outdated(certificate: Certificate, facts: Facts | None, now: datetime) -> RevocationReason | None:
    """Why it no longer counts; `facts` are None when the dose was voided."""
    if facts is None:
        return RevocationReason.DOSE_VOIDED
    if certificate.facts_digest != digest_of(facts):
        return RevocationReason.FACTS_CHANGED
    return RevocationReason.RENEWED if certificate.expires_at <= now else None


def new_certificate(dose: Dose, facts: Facts, signer: Signer, person: Person, now: datetime) -> Certificate:
    """An unsaved certificate of a dose."""
    issued_at = now.replace(microsecond=0)
    return Certificate(
        person=person,
        dose=dose,
        uvci=new_uvci(),
        key=signer.row,
        facts_digest=digest_of(facts),
        issued_at=issued_at,
        expires_at=min(months_later(issued_at, settings.CERTIFICATE_MONTHS), signer.row.valid_to),
    )


def issue(certificates: Sequence[Certificate], by: Actor) -> None:
    """Write certificates, with an audit entry for each that is the first of its dose."""
    Certificate.objects.bulk_create(certificates, ignore_conflicts=True)
    written = set(Certificate.objects.filter(pk__in=[each.pk for each in certificates]).values_list("pk", flat=True))
    record_many(audit_entry("certificate.issued", each, {}, by) for each in certificates if each.pk in written)


def months_later(moment: datetime, months: int) -> datetime:
    """The same day of the month, or its last one."""
    year, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + year, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def shown(certificate: Certificate, dose: Dose, facts: Facts, signer: Signer) -> Certified:
    """The certificate with the text of its QR, signed now."""
    facts = replace(facts, uvci=certificate.uvci)
    claims = claims_of(facts, issued_at=certificate.issued_at, expires_at=certificate.expires_at)
    text = pack(sign1(claims, kid=signer.kid, key=signer.private))
    return Certified(certificate, dose, facts, text, health_card(certificate, dose, facts, signer))


def health_card(certificate: Certificate, dose: Dose, facts: Facts, signer: Signer) -> str | None:
    """The certificate as SMART Health Card."""
    if not facts.codes or not facts.codes.cvx:
        return None
    return sign_card(
        bundle_of(facts, lot=dose.lot.number, place=dose.facility.name),
        rid=rid_of(certificate.pk),
        issuer=settings.SITE_URL.rstrip("/"),
        issued_at=certificate.issued_at,
        expires_at=certificate.expires_at,
        private=signer.private,
    )
