"""Which rows mean a person already recorded, or one of the same list. A few statements for any number of rows."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from hssk.areas.names import search_key
from registration.campaigns.models import Campaign
from registration.people.models import IdentityDocument, Person
from registration.people.numbers import number_index
from registration.registrations.models import Registration

# "Nguyen Thi Hoa" and "Nguyen Thi Hoan" are alike, "Bui Van An" and "Ha Thi Lan" are not.
ALIKE = 0.8


@dataclass(frozen=True)
class Who:
    """Somebody as lists and records tell people apart."""

    name_key: str
    birth_date: date
    area_id: int
    # Kind of document to the keyed hash of its number.
    documents: Mapping[str, uuid.UUID] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, date, int]:
        """Name, birth date and commune: enough where no document says otherwise."""
        return self.name_key, self.birth_date, self.area_id


@dataclass(frozen=True)
class Answer:
    """Who a row is: a person, nobody yet (None), or somebody whose document another row or person bears."""

    person_id: uuid.UUID | None = None
    borrowed: bool = False
    # The record differs from the row in name or birth date; the record stays as it is.
    differs: bool = False


def who_is(values: Mapping[str, Any]) -> Who:
    """The person that the values of a row describe."""
    documents = {kind: number_index(kind, number) for kind, number in values["documents"]}
    birth_date = date.fromisoformat(values["birth_date"])
    return Who(search_key(values["full_name"]), birth_date, values["area_id"], documents)


def same_human(one: Who, other: Who) -> bool:
    """Whether two who bear one document can be one person: the name agrees, or nearly so and the birth date does."""
    if one.name_key == other.name_key:
        return True
    alike = SequenceMatcher(None, one.name_key, other.name_key).ratio() >= ALIKE
    return alike and one.birth_date == other.birth_date


def contradicts(one: Who, other: Who) -> bool:
    """Whether both have a document of one kind with different numbers: then they are two people of one name."""
    return any(other.documents.get(kind, index) != index for kind, index in one.documents.items())


def earlier_rows(people: Sequence[Who]) -> dict[int, tuple[int, bool]]:
    """Rows that repeat an earlier one: place to (place of the earlier one, whether they differ in who it is)."""
    by_document: dict[uuid.UUID, int] = {}
    by_place: dict[tuple[str, date, int], list[int]] = {}
    found: dict[int, tuple[int, bool]] = {}
    for place, who in enumerate(people):
        twin = next((by_document[index] for index in who.documents.values() if index in by_document), None)
        if twin is not None:
            found[place] = twin, not same_human(people[twin], who)
            continue
        namesakes = [at for at in by_place.get(who.place, []) if not contradicts(people[at], who)]
        if namesakes:
            found[place] = namesakes[0], False
            continue
        by_document |= dict.fromkeys(who.documents.values(), place)
        by_place.setdefault(who.place, []).append(place)
    return found


def find_all(people: Sequence[Who]) -> list[Answer]:
    """For each of them the person on record. Three statements at most."""
    bearers = bearers_of({index for who in people for index in who.documents.values()})
    namesakes = namesakes_of(people)
    return [answer_for(who, bearers, namesakes) for who in people]


Record = tuple[uuid.UUID, Who]


def answer_for(
    who: Who, bearers: Mapping[uuid.UUID, list[Record]], namesakes: Mapping[tuple[str, date, int], list[Record]]
) -> Answer:
    """A document decides where name or birth date agrees; then name, birth date and commune."""
    holders = [record for index in who.documents.values() for record in bearers.get(index, [])]
    for person_id, record in holders:
        if same_human(record, who):
            return Answer(person_id, differs=record.place[:2] != who.place[:2])
    if holders:
        return Answer(borrowed=True)
    for person_id, record in namesakes.get(who.place, []):
        if not contradicts(record, who):
            return Answer(person_id)
    return Answer()


def bearers_of(indexes: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Record]]:
    """Persons by the hash of each of these documents; a merged one stands for the other."""
    found: dict[uuid.UUID, list[Record]] = {}
    rows = IdentityDocument.objects.filter(number_index__in=list(indexes)).values_list(
        "number_index",
        "person_id",
        "person__merged_into",
        "person__name_key",
        "person__birth_date",
        "person__area_id",
    )
    for index, person_id, merged_into, name_key, birth_date, area_id in rows:
        record = merged_into or person_id, Who(name_key, birth_date, area_id)
        found.setdefault(index, []).append(record)
    return found


def namesakes_of(people: Sequence[Who]) -> dict[tuple[str, date, int], list[Record]]:
    """Persons on record by name, birth date and commune, with their documents."""
    wanted = {who.place for who in people}
    rows = Person.objects.canonical().filter(
        name_key__in={place[0] for place in wanted},
        birth_date__in={place[1] for place in wanted},
        area_id__in={place[2] for place in wanted},
    )
    places = {pk: tuple(place) for pk, *place in rows.values_list("pk", "name_key", "birth_date", "area_id")}
    here: dict[uuid.UUID, Any] = {pk: place for pk, place in places.items() if place in wanted}
    documents: dict[uuid.UUID, dict[str, uuid.UUID]] = {}
    held = IdentityDocument.objects.filter(person__in=list(here)).values_list("person_id", "kind", "number_index")
    for person_id, kind, index in held:
        documents.setdefault(person_id, {})[kind] = index
    found: dict[tuple[str, date, int], list[Record]] = {}
    for pk, (name_key, birth_date, area_id) in here.items():
        who = Who(name_key, birth_date, area_id, documents.get(pk, {}))
        found.setdefault(who.place, []).append((pk, who))
    return found


def registered(campaign: Campaign, person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Live registrations of these persons in the campaign: person to registration."""
    live = Registration.objects.live().filter(campaign=campaign, person__in=list(person_ids))
    return dict(live.values_list("person_id", "pk"))
