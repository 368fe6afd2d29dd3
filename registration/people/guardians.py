"""Who looks after whom."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hssk.audit import record as audit
from hssk.audit.models import AuditEntry
from hssk.audit.record import Actor
from hssk.refusals import Invalid, Refused
from registration.people.models import Guardianship, Person, Relationship
from registration.sign_in.models import CitizenAccount


class TooManyPersons(Refused):
    """A phone looks after as many persons as one may."""

    code = "too_many_persons"


class LookedAfterAlready(Refused):
    """The same phone looks after this person already."""

    code = "looked_after_already"


def look_after(*, account: CitizenAccount, person: Person, relationship: str, by: Actor) -> Guardianship:
    """From now on `account` looks after `person`; once more changes nothing and returns what is.

    Raises TooManyPersons beyond settings.PERSONS_PER_PHONE.
    """
    guardianship = unsaved_guardianship(account, person, relationship)
    live = Guardianship.objects.filter(account=account, ended_at__isnull=True)
    with transaction.atomic():
        lock(account)
        if known := live.filter(person=person).first():
            return known
        refuse_too_many(live.count())
        guardianship.save(force_insert=True)
        audit.record_many([guardian_entry(guardianship, by)])
    return guardianship


def lock(account: CitizenAccount) -> None:
    """Additions to one phone go one after the other, so that its limit holds."""
    CitizenAccount.objects.select_for_update(no_key=True).only("pk").get(pk=account.pk)


def refuse_too_many(looked_after: int) -> None:
    """Raise TooManyPersons when one more would be too many."""
    if looked_after >= settings.PERSONS_PER_PHONE:
        words = _("Một số điện thoại chăm sóc nhiều nhất %(limit)s người. Hãy dùng số khác hoặc đến trạm y tế.")
        raise TooManyPersons(words % {"limit": settings.PERSONS_PER_PHONE})


def unsaved_guardianship(account: CitizenAccount, person: Person, relationship: str) -> Guardianship:
    """The row to be written; raises Invalid, with field `relationship`, for an unknown one."""
    if relationship not in Relationship.values:
        words = _("Chọn quan hệ với người này.")
        raise Invalid(words, fields={"relationship": words})
    return Guardianship(account=account, person=person, relationship=relationship)


def guardian_entry(guardianship: Guardianship, by: Actor) -> AuditEntry:
    """What the audit trail says of it."""
    pk, detail = guardianship.person_id, {"relationship": guardianship.relationship}
    return audit.entry(
        "person.guardian_added", subject_kind="person", subject_id=pk, person_id=pk, detail=detail, by=by
    )
