"""Adding a person."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key
from hssk.audit import record as audit
from hssk.audit.models import AuditEntry
from hssk.audit.record import Actor
from hssk.refusals import Invalid, Refused, Words
from registration.people.facts import checked_birth, tidy_name
from registration.people.models import DocumentKind, EthnicGroup, IdentityDocument, Person, Sex
from registration.people.numbers import checked_document, number_index
from registration.people.verification import doubts_of
from registration.sign_in.phones import normalised_phone

Checked = TypeVar("Checked")
LENGTHS = {"hamlet": 80, "address": 255, "occupation": 200, "workplace": 255}


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What is said about a person who is to be added, as it was given."""

    full_name: str
    birth_date: date
    sex: str
    area: AdministrativeUnit
    birth_year_only: bool = False
    documents: Sequence[tuple[str, str]] = ()
    phone: str = ""
    hamlet: str = ""
    address: str = ""
    nationality: str = "VN"
    occupation: str = ""
    workplace: str = ""
    ethnic_group: EthnicGroup | None = None
    language: str = "vi"


@dataclass
class Unsaved:
    """Rows that are ready to be written together."""

    person: Person
    documents: list[IdentityDocument] = field(default_factory=list)

    def save(self) -> None:
        """Write them, in the caller's transaction."""
        self.person.save(force_insert=True)
        if self.documents:
            IdentityDocument.objects.bulk_create(self.documents)

    def audit_entry(self, by: Actor) -> AuditEntry:
        """What the audit trail says of it."""
        pk = self.person.pk
        return audit.entry("person.added", subject_kind="person", subject_id=pk, person_id=pk, by=by)


def add_person(
    *,
    id: uuid.UUID,
    full_name: str,
    birth_date: date,
    birth_year_only: bool,
    sex: str,
    area: AdministrativeUnit,
    documents: list[tuple[str, str]],
    phone: str = "",
    hamlet: str = "",
    address: str = "",
    nationality: str = "VN",
    occupation: str = "",
    workplace: str = "",
    ethnic_group: EthnicGroup | None = None,
    by: Actor,
) -> Person:
    """A new person with documents. Every wrong field is named at once, in one Invalid.

    Whether the person is known already is for the caller to ask (known.py); this adds. Sending the same `id` again
    returns the first; under which somebody else was added it is refused (409).
    """
    given = NewPerson(
        full_name=full_name,
        birth_date=birth_date,
        birth_year_only=birth_year_only,
        sex=sex,
        area=area,
        documents=documents,
        phone=phone,
        hamlet=hamlet,
        address=address,
        nationality=nationality,
        occupation=occupation,
        workplace=workplace,
        ethnic_group=ethnic_group,
    )
    return written_once(prepare(given, id=id), by)


def written_once(rows: Unsaved, by: Actor) -> Person:
    """The rows written with their audit entry; or the person whom the same id stands for already."""
    try:
        with transaction.atomic():
            rows.save()
            audit.record_many([rows.audit_entry(by)])
    except IntegrityError:
        if first := added_before(rows.person):
            return first
        raise
    return rows.person


def added_before(new: Person) -> Person | None:
    """The person whom this id stands for already; raises Refused when it is another."""
    first = Person.objects.filter(pk=new.pk).first()
    if first and (first.name_key, first.birth_date) != (new.name_key, new.birth_date):
        raise Refused(_("Mã này đã được dùng cho một hồ sơ khác."), code="id_taken")
    return first


def prepare(given: NewPerson, *, id: uuid.UUID, on: date | None = None) -> Unsaved:
    """The checked and unsaved rows of a new person; raises Invalid with each wrong field."""
    wrong: dict[str, Words] = {}
    name = _tried(wrong, lambda: tidy_name(given.full_name)) or ""
    _tried(wrong, lambda: checked_birth(given.birth_date, on=on or timezone.localdate()))
    phone = _tried(wrong, lambda: normalised_phone(given.phone)) if given.phone else ""
    documents = _checked_documents(given.documents, wrong)
    wrong |= _wrong_texts(given)
    if wrong:
        raise Invalid(_("Có thông tin chưa đúng."), fields=wrong)
    person = _person(given, id, name, phone or "")
    person.doubts = doubts_of(
        birth_date=person.birth_date,
        sex=person.sex,
        birth_year_only=person.birth_year_only,
        documents=documents,
    )
    return Unsaved(person, [_document(person, kind, number) for kind, number in documents])


def _tried(wrong: dict[str, Words], check: Callable[[], Checked]) -> Checked | None:
    try:
        return check()
    except Invalid as refused:
        wrong.update(refused.fields)
        return None


def _checked_documents(given: Sequence[tuple[str, str]], wrong: dict[str, Words]) -> list[tuple[str, str]]:
    """Normalised, each once; what is wrong with one is said under `documents`."""
    checked: dict[tuple[str, str], None] = {}
    for kind, number in given:
        if kind not in DocumentKind.values:
            wrong["documents"] = _("Không rõ loại giấy tờ.")
            continue
        try:
            checked[kind, checked_document(kind, number)] = None
        except Invalid as refused:
            wrong["documents"] = refused.message
    return list(checked)


def _wrong_texts(given: NewPerson) -> dict[str, Words]:
    wrong: dict[str, Words] = {}
    for name, longest in LENGTHS.items():
        if len(getattr(given, name)) > longest:
            wrong[name] = _("Dài nhất %(longest)s ký tự.") % {"longest": longest}
    if given.sex not in Sex.values:
        wrong["sex"] = _("Chọn giới tính.")
    if len(given.nationality) != 2 or not given.nationality.isalpha():
        wrong["nationality"] = _("Quốc tịch là mã hai chữ cái, ví dụ VN.")
    return wrong


def _person(given: NewPerson, id: uuid.UUID, name: str, phone: str) -> Person:
    return Person(
        id=id,
        full_name=name,
        name_key=search_key(name),
        birth_date=given.birth_date,
        birth_year_only=given.birth_year_only,
        sex=given.sex,
        area=given.area,
        phone=phone,
        hamlet=given.hamlet.strip(),
        address=given.address.strip(),
        nationality=given.nationality.upper(),
        occupation=given.occupation.strip(),
        workplace=given.workplace.strip(),
        ethnic_group=given.ethnic_group,
        language=given.language,
    )


def _document(person: Person, kind: str, number: str) -> IdentityDocument:
    return IdentityDocument(person=person, kind=kind, number=number, number_index=number_index(kind, number))
