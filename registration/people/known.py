"""Finding the person that a list or a walk-in means, among those already recorded."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key
from registration.people.models import IdentityDocument, Person
from registration.people.numbers import number_index

LONGEST_CHAIN = 20


def find_known(
    *, full_name: str, birth_date: date, area: AdministrativeUnit | None, documents: Iterable[tuple[str, str]]
) -> Person | None:
    """The person already recorded, or None; certain enough for staff, who see both, and for nobody else.

    A document decides when name or birth date agrees with it (borrowed and mistyped numbers are common); then name
    and birth date within the commune, unless documents of one kind differ. Namesakes elsewhere are other people: in
    a province some dozens share a name and a birth date. A merged person stands for the one they were merged into.
    """
    documents = list(documents)
    key = search_key(full_name)
    for person in with_documents(documents).order_by("created_at", "pk"):
        if person.name_key == key or person.birth_date == birth_date:
            return canonical(person)
    if area is None:
        return None
    namesakes = Person.objects.filter(name_key=key, birth_date=birth_date, area=area).order_by("created_at", "pk")
    unlike = {kind: number_index(kind, number) for kind, number in documents}
    for person in namesakes.prefetch_related("documents"):
        if not any(unlike.get(held.kind, held.number_index) != held.number_index for held in person.documents.all()):
            return canonical(person)
    return None


def with_documents(documents: Iterable[tuple[str, str]]) -> QuerySet[Person]:
    """Persons who have one of these documents (kind, number), merged ones too."""
    indexes = {number_index(kind, number) for kind, number in documents}
    if not indexes:
        return Person.objects.none()
    return Person.objects.filter(pk__in=IdentityDocument.objects.filter(number_index__in=indexes).values("person"))


def canonical(person: Person) -> Person:
    """The person whom the row stands for now."""
    for _step in range(LONGEST_CHAIN):
        if person.merged_into is None:
            return person
        person = person.merged_into
    return person
