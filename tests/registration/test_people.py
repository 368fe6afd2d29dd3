"""Adding persons, finding known ones, looking after them; what the database refuses."""

import threading
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hssk.audit.models import AuditEntry
from hssk.refusals import Invalid, Refused
from registration.people.create import NewPerson, add_person
from registration.people.guardians import LookedAfterAlready, TooManyPersons, look_after
from registration.people.known import find_known
from registration.people.models import Guardianship, IdentityDocument, Person
from registration.people.take_on import take_on
from registration.sign_in.models import CitizenAccount
from tests.factories import add_document, make_account, make_commune, make_person

pytestmark = pytest.mark.django_db
BORN = date(1985, 3, 8)


def add(**changed: Any) -> Person:
    values: dict[str, Any] = {
        "id": uuid.uuid4(),
        "full_name": "Bùi Thị Hòa",
        "birth_date": BORN,
        "birth_year_only": False,
        "sex": "female",
        "area": make_commune(),
        "documents": [("cccd", "017185000123")],
        "by": make_account(phone="+84900000001"),
    }
    return add_person(**values | changed)


def hoa(**changed: Any) -> NewPerson:
    values: dict[str, Any] = {
        "full_name": "Bùi Thị Hòa",
        "birth_date": BORN,
        "sex": "female",
        "area": make_commune(),
        "documents": [("cccd", "017185000123")],
    }
    return NewPerson(**values | changed)


def test_a_person_is_added_with_a_sealed_document() -> None:
    person = add(full_name="  BÙI thị  Hòa ", phone="0912345678")
    person.refresh_from_db()
    assert (person.full_name, person.name_key, person.phone) == ("BÙI thị Hòa", "bui thi hoa", "+84912345678")
    assert person.documents.get().number == "017185000123"
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM registration_identitydocument")
        assert b"017185000123" not in bytes(cursor.fetchone()[0])
    assert AuditEntry.objects.get(person_id=person.pk).verb == "person.added"


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        add(
            full_name="Hòa 2",
            birth_date=date(1800, 1, 1),
            documents=[("cccd", "1")],
            phone="12",
            sex="x",
            hamlet="x" * 81,
        )
    assert set(refused.value.fields) == {"full_name", "birth_date", "documents", "phone", "sex", "hamlet"}
    assert not Person.objects.exists()


def test_a_disagreeing_card_is_noted_and_not_refused() -> None:
    assert add(sex="male", birth_date=date(1986, 1, 1)).doubts == ["cccd_birth_mismatch", "cccd_sex_mismatch"]


def test_a_document_given_twice_is_kept_once() -> None:
    person = add(documents=[("cccd", "017185000123"), ("cccd", "017 185 000 123")])
    assert person.documents.count() == 1


# Finding


def test_a_document_finds_the_person_whatever_the_spelling() -> None:
    person = make_person("Bùi Thị Hòa", birth_date=BORN, document="017185000123")
    found = find_known(
        full_name="bui thi hoà", birth_date=date(1985, 8, 3), area=None, documents=[("cccd", "017185000123")]
    )
    assert found == person


def test_a_document_alone_does_not_make_two_people_one() -> None:
    make_person("Bùi Thị Hòa", birth_date=BORN, document="017185000123")
    borrowed = [("cccd", "017185000123")]
    assert find_known(full_name="Hà Văn Sơn", birth_date=date(1990, 1, 1), area=None, documents=borrowed) is None


def test_name_and_birth_date_find_the_person_within_the_commune_only() -> None:
    here, there = make_commune(), make_commune("Xã Pà Cò", "05245")
    person = make_person("Bùi Thị Hòa", birth_date=BORN, area=here)
    assert find_known(full_name="Bùi Thị Hòa", birth_date=BORN, area=here, documents=[]) == person
    assert find_known(full_name="Bùi Thị Hòa", birth_date=BORN, area=there, documents=[]) is None


def test_namesakes_with_different_cards_stay_two() -> None:
    make_person("Bùi Thị Hòa", birth_date=BORN, document="017185000123")
    other = [("cccd", "017185999999")]
    assert find_known(full_name="Bùi Thị Hòa", birth_date=BORN, area=make_commune(), documents=other) is None


def test_a_merged_person_stands_for_the_one_who_remains() -> None:
    remaining = make_person("Bùi Thị Hòa", birth_date=BORN)
    make_person("Bùi Thị Hoà", birth_date=BORN, document="017185000123", merged_into=remaining)
    documents = [("cccd", "017185000123")]
    assert find_known(full_name="Bùi Thị Hòa", birth_date=BORN, area=None, documents=documents) == remaining


def test_the_old_health_card_finds_the_new_one() -> None:
    person = add(documents=[("bhyt", "1234567890")])
    documents = [("bhyt", "GD4171234567890")]
    assert find_known(full_name="Bùi Thị Hòa", birth_date=BORN, area=None, documents=documents) == person
    assert Person.objects.with_document("GD4171234567890").get() == person


# Looking after


def test_a_second_person_on_the_same_phone_works(citizen: CitizenAccount) -> None:
    for name, relationship in [("Bùi Thị Hòa", "self"), ("Hà Văn Sơn", "spouse")]:
        take_on(
            id=uuid.uuid4(),
            account=citizen,
            person=hoa(full_name=name, documents=[]),
            relationship=relationship,
            by=citizen,
        )
    assert Person.objects.visible_to(citizen).count() == 2


def test_looking_after_twice_changes_nothing(citizen: CitizenAccount) -> None:
    person = make_person()
    first = look_after(account=citizen, person=person, relationship="parent", by=citizen)
    assert look_after(account=citizen, person=person, relationship="child", by=citizen) == first


def test_a_phone_looks_after_ten_persons(citizen: CitizenAccount) -> None:
    for _person in range(settings.PERSONS_PER_PHONE):
        look_after(account=citizen, person=make_person(), relationship="other", by=citizen)
    with pytest.raises(TooManyPersons):
        look_after(account=citizen, person=make_person(), relationship="other", by=citizen)
    with pytest.raises(TooManyPersons):
        take_on(id=uuid.uuid4(), account=citizen, person=hoa(), relationship="other", by=citizen)


@pytest.mark.django_db(transaction=True)
def test_parallel_additions_stay_within_ten() -> None:
    citizen = make_account()
    area = make_commune()
    refused: list[Refused] = []

    def add_one(number: int) -> None:
        person = hoa(full_name="Người " + "ABCDEFGHIJKLMN"[number], documents=[], area=area)
        try:
            take_on(id=uuid.uuid4(), account=citizen, person=person, relationship="other", by=citizen)
        except TooManyPersons as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=add_one, args=[number]) for number in range(13)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (Guardianship.objects.count(), len(refused)) == (settings.PERSONS_PER_PHONE, 3)


def test_the_same_person_under_another_guardian_overwrites_nothing(
    citizen: CitizenAccount, stranger: CitizenAccount
) -> None:
    first, _new = take_on(id=uuid.uuid4(), account=citizen, person=hoa(), relationship="self", by=citizen)
    second, _new = take_on(
        id=uuid.uuid4(),
        account=stranger,
        person=hoa(full_name="Bùi Hòa", hamlet="Khác"),
        relationship="other",
        by=stranger,
    )
    first.refresh_from_db()
    assert first != second
    assert (first.full_name, first.doubts) == ("Bùi Thị Hòa", [])
    assert second.doubts == ["possible_duplicate"]
    assert not Person.objects.visible_to(stranger).filter(pk=first.pk).exists()


def test_somebody_looked_after_already_is_not_added_again(citizen: CitizenAccount) -> None:
    take_on(id=uuid.uuid4(), account=citizen, person=hoa(), relationship="self", by=citizen)
    with pytest.raises(LookedAfterAlready):
        take_on(id=uuid.uuid4(), account=citizen, person=hoa(full_name="Hoà B."), relationship="other", by=citizen)
    assert Person.objects.count() == 1


def test_sending_a_person_again_returns_the_first(citizen: CitizenAccount) -> None:
    sent = uuid.uuid4()
    first, is_new = take_on(id=sent, account=citizen, person=hoa(), relationship="self", by=citizen)
    again, is_new_again = take_on(id=sent, account=citizen, person=hoa(), relationship="self", by=citizen)
    assert (first, is_new, is_new_again) == (again, True, False)


def test_the_id_of_somebody_elses_person_is_refused_without_a_word(
    citizen: CitizenAccount, stranger: CitizenAccount
) -> None:
    person = make_person()
    with pytest.raises(Refused) as refused:
        take_on(id=person.pk, account=stranger, person=hoa(documents=[]), relationship="self", by=stranger)
    assert refused.value.code == "id_taken"


# What the database refuses


def broken(write: Callable[[], object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write()


def test_sex_is_known_to_us() -> None:
    broken(lambda: make_person(sex="x"), "sex_is_known_to_us")


def test_a_person_has_a_name() -> None:
    broken(lambda: make_person(""), "a_person_has_a_name")


def test_nobody_is_merged_into_themselves() -> None:
    person = make_person()
    broken(lambda: Person.objects.filter(pk=person.pk).update(merged_into=person), "nobody_is_merged_into_themselves")


def test_document_kind_is_known() -> None:
    person = make_person()
    broken(lambda: add_document(person, "1", kind="x"), "document_kind_is_known")


def test_one_document_is_kept_once_per_person() -> None:
    person = make_person(document="017185000123")
    broken(lambda: add_document(person, "017185000123"), "one_document_is_kept_once_per_person")


def test_a_verified_document_belongs_to_one_person() -> None:
    for person in (make_person(), make_person()):
        add_document(person, "017185000123")
    broken(
        lambda: IdentityDocument.objects.update(verified_at=timezone.now()), "a_verified_document_belongs_to_one_person"
    )


def test_one_live_guardianship_per_account_and_person() -> None:
    person = make_person()
    account = make_account(person)
    broken(lambda: make_account(person, phone=account.phone), "one_live_guardianship_per_account_and_person")
    Guardianship.objects.update(ended_at=timezone.now())
    make_account(person, phone=account.phone)
