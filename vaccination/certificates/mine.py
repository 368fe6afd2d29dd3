"""A person's certificates as the one who looks after them sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.refusals import NotYours
from registration.people.models import Person
from registration.sign_in.models import CitizenAccount
from vaccination.certificates.card import colour_of
from vaccination.certificates.issue import Book, Certified, certify


@dataclass(frozen=True, slots=True)
class Card:
    """One certificate to show, among all of the person."""

    person: Person
    book: Book
    one: Certified | None
    colour: str


def card_of(account: CitizenAccount, person_id: UUID, certificate_id: UUID | None, *, now: datetime) -> Card:
    """The certificate asked for, the newest when none is named.

    Raises NotYours for a person or certificate that `account` does not look after, CannotCertify without a key.
    """
    people = Person.objects.visible_to(account).select_related("merged_into")
    person = people.filter(pk=person_id).first()
    if person is None:
        raise NotYours(_("Không tìm thấy người này trong danh sách của Ông/Bà."))
    book = certify(person=person, now=now, by=account)
    one = chosen(book, certificate_id)
    return Card(person.merged_into or person, book, one, colour(book, one, now) if one else "none")


def chosen(book: Book, certificate_id: UUID | None) -> Certified | None:
    """The certificate with this id, the newest without one; raises NotYours for an id that is not of this book."""
    if certificate_id is None:
        return book.certified[0] if book.certified else None
    for each in book.certified:
        if each.certificate.pk == certificate_id:
            return each
    raise NotYours(_("Không tìm thấy chứng nhận."))


def colour(book: Book, one: Certified, now: datetime) -> str:
    """The colour of the card against the disease of this certificate."""
    doses = [each.dose for each in reversed(book.certified) if each.dose.disease == one.dose.disease]
    return colour_of(
        [timezone.localdate(dose.given_at) for dose in doses],
        basic=doses[0].vaccine.basic_doses,
        green_after_days=settings.CERTIFICATE_GREEN_AFTER_DAYS,
        on=timezone.localdate(now),
    )
