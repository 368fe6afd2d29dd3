"""A citizen registers somebody they look after, or somebody new."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.audit.models import AuditEntry
from hssk.refusals import NotYours, Refused, broken_constraint
from registration.people.create import NewPerson, Unsaved, prepare
from registration.people.models import Guardianship, Person
from registration.people.take_on import write as write_person
from registration.people.together import together
from registration.registrations import rules
from registration.registrations.models import Registration
from registration.registrations.submit import Wish, check, friendly, unsaved, write
from registration.sign_in.models import CitizenAccount

# Persons get an id made from the registration's: a repeated send cannot make a second person.
PERSONS = uuid.UUID("0f3c2a52-5f0e-4b38-9d3d-0a1d7f6f8f10")


def register(
    *,
    id: uuid.UUID,
    person: uuid.UUID | NewPerson,
    relationship: str = "",
    wish: Wish,
    by: CitizenAccount,
    now: datetime | None = None,
) -> tuple[Registration, bool]:
    """A registration of a person looked after by `by` (their id) or of a new one; whether it was made now.

    Everything is written in one transaction: person, guardianship, registration, audit, counts, message. Sending
    the same `id` again returns the first result, also when the rules have changed since. Raises Invalid for wrong
    fields, NotYours for a stranger's id, and the refusals of submit.py and take_on.py.
    """
    now = now or timezone.now()
    try:
        return _attempt(id, person, relationship, wish, by, now), True
    except (Refused, IntegrityError) as problem:
        if first := first_result(id, by):
            return first, False
        if isinstance(problem, IntegrityError) and "number" in broken_constraint(problem):
            # Two of 850 thousand million numbers were the same; the next will not be.
            return _attempt(id, person, relationship, wish, by, now), True
        raise friendly(problem) from problem


def first_result(id: uuid.UUID, by: CitizenAccount) -> Registration | None:
    """The registration that `by` sent under this id before."""
    mine = Registration.objects.visible_to(by).filter(pk=id)
    return mine.select_related("person", "group", "campaign", "consent_text").first()


def _attempt(
    id: uuid.UUID,
    person: uuid.UUID | NewPerson,
    relationship: str,
    wish: Wish,
    by: CitizenAccount,
    now: datetime,
) -> Registration:
    on = timezone.localdate(now)
    if isinstance(person, uuid.UUID):
        held = _looked_after(person, by)
        _check(wish, held.person, held.relationship, on)
        with transaction.atomic():
            return write(unsaved(wish, held.person, id=id, by=by, now=now), entries=[], by=by)
    rows = _prepared(person, id, relationship, wish, on)
    with transaction.atomic():
        taken = write_person(rows, account=by, relationship=relationship, by=by)
        entries: list[AuditEntry] = taken.entries
        return write(unsaved(wish, taken.person, id=id, by=by, now=now), entries=entries, by=by)


def _looked_after(person_id: uuid.UUID, by: CitizenAccount) -> Guardianship:
    mine = Guardianship.objects.filter(account=by, person=person_id, ended_at__isnull=True)
    if (held := mine.select_related("person__area").first()) is None:
        words = _("Không tìm thấy người này trong danh sách của Ông/Bà.")
        raise NotYours(words, fields={"person": words})
    return held


def _prepared(new: NewPerson, id: uuid.UUID, relationship: str, wish: Wish, on: date) -> Unsaved:
    """Rows of the new person; what is wrong with person and wish is said together."""
    made: list[Unsaved] = []
    probe = Person(birth_date=new.birth_date, area=new.area)
    together(
        lambda: made.append(prepare(new, id=uuid.uuid5(PERSONS, str(id)), on=on)),
        lambda: _check(wish, probe, relationship, on),
    )
    return made[0]


def _check(wish: Wish, person: Person, relationship: str, on: date) -> None:
    together(lambda: check(wish, person, on=on), lambda: rules.check_guardian(relationship, person.birth_date, on))
