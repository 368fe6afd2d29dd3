"""Finding somebody by whatever is at hand: name, phone, document, appointment QR, the QR of a card."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hssk.areas.names import search_key
from hssk.audit.record import Actor, record_reading
from hssk.refusals import Invalid
from registration.people.cccd_qr import CardFacts, parse_cccd_qr
from registration.people.known import canonical, with_documents
from registration.people.models import DocumentKind, IdentityDocument, Person
from registration.people.numbers import search_indexes
from registration.sign_in.phones import normalised_phone
from vaccination.planning.models import Appointment

A_UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Sought:
    """What the typed or scanned text can mean."""

    id: UUID | None = None
    card: CardFacts | None = None
    numbers: tuple[str, ...] = ()
    phone: str = ""
    words: tuple[str, ...] = field(default=())

    @property
    def exact(self) -> bool:
        """Whether one hit is surely the one meant: a scan or a number, not a name."""
        return bool(self.id or self.card or self.numbers or self.phone)


def understood(text: str) -> Sought:
    """What `text` from the search box or a scanner can mean."""
    text = text.strip()
    if card := parse_cccd_qr(text):
        return Sought(card=card, numbers=tuple(filter(None, (card.cccd, card.cmnd))))
    if found := A_UUID.search(text):
        return Sought(id=UUID(found.group()))
    bare = re.sub(r"[\s.\-]", "", text)
    digits = sum(letter.isdigit() for letter in bare)
    if digits >= 6 and bare.lstrip("+").isalnum():
        return Sought(numbers=(bare.lstrip("+"),), phone=as_phone(bare))
    return Sought(words=tuple(search_key(text).split()))


def as_phone(text: str) -> str:
    """The number as stored, or empty when it is no phone number."""
    try:
        return normalised_phone(text)
    except Invalid:
        return ""


def matching(rows: QuerySet[Appointment], sought: Sought) -> QuerySet[Appointment]:
    """Appointments of the people meant; names match by the beginnings of words, in any order."""
    if sought.id:
        return rows.filter(Q(pk=sought.id) | Q(person=sought.id))
    if sought.exact:
        of_phone = Q(person__phone=sought.phone) if sought.phone else Q()
        return rows.filter(Exists(documents_with(sought.numbers)) | of_phone)
    if not sought.words:
        return rows
    for word in sought.words:
        rows = rows.filter(Q(person__name_key__startswith=word) | Q(person__name_key__contains=f" {word}"))
    return rows


def documents_with(numbers: tuple[str, ...]) -> QuerySet[IdentityDocument]:
    """Documents of the appointment's person with one of these numbers, of whatever kind."""
    indexes = {index for number in numbers for index in search_indexes(number)}
    return IdentityDocument.objects.filter(person=OuterRef("person"), number_index__in=indexes)


def persons_by_document(text: str, *, by: Actor) -> list[Person]:
    """People anywhere who have this document, for a walk-in; each look is logged for them to see."""
    sought = understood(text)
    if not sought.numbers:
        return []
    pairs = [(kind, number) for number in sought.numbers for kind in (DocumentKind.CCCD, DocumentKind.BHYT)]
    rows = with_documents(pairs).select_related("area", "merged_into__area")
    found = list({person.pk: person for person in map(canonical, rows)}.values())
    record_reading([person.pk for person in found], reason="walk_in_document", by=by)
    return found


def differing(card: CardFacts, person: Person) -> list[str]:
    """Which of name, birth date and sex the card tells otherwise than the record."""
    differs = {
        "full_name": search_key(card.full_name) != person.name_key,
        "birth_date": bool(card.birth_date) and card.birth_date != person.birth_date and not person.birth_year_only,
        "sex": bool(card.sex) and card.sex != person.sex,
    }
    return [name for name, wrong in differs.items() if wrong]


def persons_by_name(sought: Sought, *, by: Actor, limit: int = 10) -> list[Person]:
    """People of the facility's communes with this name, for a walk-in; each look is logged."""
    rows = Person.objects.visible_to(by).canonical()
    for word in sought.words:
        rows = rows.filter(Q(name_key__startswith=word) | Q(name_key__contains=f" {word}"))
    found = list(rows.select_related("area").order_by("name_key", "birth_date")[:limit])
    record_reading([person.pk for person in found], reason="walk_in_name", by=by)
    return found
