"""A citizen adds a person to those they look after.

Nobody learns from the site whether a stranger is registered: a person found by document or name is never attached
to a new account here, and the answer is the same whether or not the system knows them. A new row is made, the doubt
`possible_duplicate` is noted on it, and an official joins the two. Only somebody whom the same account looks after
already is refused, since that tells the citizen nothing new.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import CharField, F, Value
from django.utils.translation import gettext_lazy as _

from hssk.audit import record as audit
from hssk.audit.models import AuditEntry
from hssk.audit.record import Actor
from hssk.refusals import Refused
from registration.people.create import NewPerson, Unsaved, prepare
from registration.people.guardians import (
    LookedAfterAlready,
    guardian_entry,
    lock,
    refuse_too_many,
    unsaved_guardianship,
)
from registration.people.models import Guardianship, IdentityDocument, Person
from registration.sign_in.models import CitizenAccount


@dataclass(frozen=True)
class TakenOn:
    """A person written with their guardianship; `entries` are for the caller's audit trail."""

    person: Person
    guardianship: Guardianship
    entries: list[AuditEntry]


def take_on(
    *, id: uuid.UUID, account: CitizenAccount, person: NewPerson, relationship: str, by: Actor
) -> tuple[Person, bool]:
    """A new person looked after by `account`; whether it was made now.

    Sending the same `id` again returns the first result. Raises Invalid for wrong fields, TooManyPersons, and
    LookedAfterAlready.
    """
    try:
        rows = prepare(person, id=id)
        with transaction.atomic():
            taken = write(rows, account=account, relationship=relationship, by=by)
            audit.record_many(taken.entries)
    except (Refused, IntegrityError) as problem:
        if first := Person.objects.visible_to(account).filter(pk=id).first():
            return first, False
        if isinstance(problem, Refused):
            raise
        raise Refused(_("Mã này đã được dùng cho một hồ sơ khác."), code="id_taken") from problem
    return taken.person, True


def write(rows: Unsaved, *, account: CitizenAccount, relationship: str, by: Actor) -> TakenOn:
    """Write a prepared person and the guardianship, in the caller's transaction; the audit entries are returned."""
    guardianship = unsaved_guardianship(account, rows.person, relationship)
    lock(account)
    mine, alike = _similar(rows, account)
    refuse_too_many(len(mine))
    if mine & alike:
        raise LookedAfterAlready(_("Ông/Bà đã chăm sóc người này. Hãy chọn trong danh sách."))
    if alike:
        rows.person.doubts = [*rows.person.doubts, "possible_duplicate"]
    if not rows.person.phone:
        rows.person.phone = account.phone
    rows.save()
    guardianship.save(force_insert=True)
    return TakenOn(rows.person, guardianship, [rows.audit_entry(by), guardian_entry(guardianship, by)])


def _similar(rows: Unsaved, account: CitizenAccount) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Persons whom the account looks after, and persons with a document, or name, birth and commune, of the new one.

    One statement of three index look-ups.
    """
    new = rows.person
    mine = Guardianship.objects.filter(account=account, ended_at__isnull=True)
    namesakes = Person.objects.filter(name_key=new.name_key, birth_date=new.birth_date, area=new.area)
    indexes = [document.number_index for document in rows.documents]
    same_documents = IdentityDocument.objects.filter(number_index__in=indexes)
    found: Iterable[tuple[uuid.UUID, str]] = _marked(mine, "person_id", "mine").union(
        _marked(namesakes, "id", "alike"), _marked(same_documents, "person_id", "alike"), all=True
    )
    pairs = list(found)
    return {pk for pk, why in pairs if why == "mine"}, {pk for pk, why in pairs if why == "alike"}


def _marked(rows, name: str, mark: str):  # type: ignore[no-untyped-def]
    return rows.order_by().values_list(F(name), Value(mark, output_field=CharField()))
