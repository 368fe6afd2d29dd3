"""A person's doses, whichever of their records they were written to."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from registration.people.models import Person
from vaccination.doses.models import Dose
from vaccination.schedules.next_dose import Given


def every_dose(person: Person) -> list[Dose]:
    """Doses of the person and of records merged into it, voided ones too, in the order of time."""
    root = root_id(person)
    mine = Q(person=root) | Q(person__merged_into=root)
    return list(Dose.objects.filter(mine).select_related("vaccine", "lot", "facility").order_by("given_at", "number"))


def history_of(person: Person) -> list[Dose]:
    """The doses that stand, in the order of time."""
    return [dose for dose in every_dose(person) if dose.voided_at is None]


def root_id(person: Person) -> UUID:
    """The record that counts: a merged person's is the one that it was merged into."""
    return person.merged_into_id or person.pk


def given_in(doses: Iterable[Dose]) -> list[Given]:
    """What the rules have to know of a history."""
    return [Given(dose.number, dose.vaccine_id, timezone.localdate(dose.given_at)) for dose in doses]
