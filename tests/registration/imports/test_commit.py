"""Good rows become persons and registrations, once, whatever happens on the way."""

import threading
from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hssk.accounts.models import User
from hssk.audit.models import AuditEntry
from hssk.refusals import NotYours, Refused
from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.imports import commit as room
from registration.imports.cancel import cancel_list
from registration.imports.commit import commit_list
from registration.imports.lists import counts_of
from registration.imports.models import ImportBatch
from registration.people.models import Person
from registration.registrations.models import Registration
from registration.registrations.signals import registrations_submitted
from tests import factories
from tests.registration.imports.samples import line, rows_of, text, uploaded, xlsx


def states(batch: ImportBatch) -> Counter[str]:
    return Counter(row.state for row in rows_of(batch))


def test_good_rows_become_persons_with_documents_and_registrations(campaign: Campaign, official: User) -> None:
    given = line(full_name="Hà Thị Nguyệt", identity="17185000123", bhyt="GD4171234567890", phone="912345678")
    batch = uploaded(campaign, official, given, line(group="77"))
    batch = commit_list(batch_id=batch.pk, by=official)
    person = Person.objects.get()
    assert (person.full_name, person.name_key) == ("Hà Thị Nguyệt", "ha thi nguyet")
    assert (person.birth_date, person.sex, person.phone) == (date(1985, 3, 8), "female", "+84912345678")
    assert (person.area.name, person.hamlet) == ("Xã Mai Châu", "Xóm Bản Lác")
    documents = {(each.kind, each.number) for each in person.documents.all()}
    assert documents == {("cccd", "017185000123"), ("bhyt", "GD4171234567890")}
    registration = Registration.objects.get()
    assert (registration.person, registration.group.code, registration.source) == (person, "9", "list")
    assert registration.submitted_by_id == official.pk
    assert batch.state == "committed"
    assert counts_of([batch])[batch.pk] | {"total": 2} == {
        "new": 0, "repaired": 0, "known": 0, "failed": 1, "committed": 1, "total": 2,
    }  # fmt: skip


def test_doubts_are_kept_with_the_person(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(sex="0"), line(identity=""))
    commit_list(batch_id=batch.pk, by=official)
    found = Person.objects.order_by("created_at").values_list("sex", "doubts")
    assert dict(found) == {"male": ["cccd_sex_mismatch"], "female": ["no_document"]}


def test_committing_again_changes_nothing(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(), line())
    first = commit_list(batch_id=batch.pk, by=official)
    second = commit_list(batch_id=batch.pk, by=official)
    assert first.committed_at == second.committed_at
    assert (Person.objects.count(), Registration.objects.count()) == (2, 2)


def test_the_same_file_again_adds_nothing(campaign: Campaign, official: User) -> None:
    content = xlsx(line(), line(identity=""), line(phone=""))
    for _turn in range(2):
        batch = commit_list(batch_id=uploaded(campaign, official, content=content).pk, by=official)
    assert states(batch) == {"known": 3}
    assert (Person.objects.count(), Registration.objects.count()) == (3, 3)


def test_two_lists_that_name_the_same_people_add_them_once(campaign: Campaign, official: User) -> None:
    """Both were judged before either was committed, so both say "new"."""
    one, other = line(), line(identity="")
    first = uploaded(campaign, official, one, other)
    second = uploaded(campaign, official, other, one, line())
    commit_list(batch_id=first.pk, by=official)
    commit_list(batch_id=second.pk, by=official)
    assert states(second) == {"known": 2, "committed": 1}
    assert (Person.objects.count(), Registration.objects.count()) == (3, 3)


def test_a_number_taken_meanwhile_fails_at_the_commit(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity="017185999999"))
    factories.make_person("Đinh Công Sơn", document="017185999999", birth_date=date(1950, 1, 1))
    commit_list(batch_id=batch.pk, by=official)
    row = rows_of(batch)[0]
    assert (row.state, row.remarks[-1]["code"]) == ("failed", "document_of_another")
    assert not Registration.objects.exists()


def test_whoever_registers_while_the_list_is_written_is_met_again_as_known(
    campaign: Campaign, official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = factories.make_person("Hà Thị Nguyệt")
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity=""))
    insert = room.insert

    def overtaken(registrations: Any) -> Any:
        if not Registration.objects.exists():
            factories.make_registration(person, campaign)
        return insert(registrations)

    monkeypatch.setattr(room, "insert", overtaken)
    commit_list(batch_id=batch.pk, by=official)
    row = rows_of(batch)[0]
    assert (row.state, row.registration_id) == ("known", Registration.objects.get().pk)


def test_a_known_person_gets_a_registration_and_stays_as_they_are(campaign: Campaign, official: User) -> None:
    person = factories.make_person("Hà Thị Nguyệt", document="017185999999", phone="+84987654321")
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity="017185999999"))
    commit_list(batch_id=batch.pk, by=official)
    person.refresh_from_db()
    assert person.phone == "+84987654321"
    assert Registration.objects.get().person == person
    assert rows_of(batch)[0].registration_id == Registration.objects.get().pk


def test_the_rooms_above_hear_of_the_registrations(campaign: Campaign, official: User) -> None:
    heard: list[Registration] = []

    def listen(sender: Any, registrations: list[Registration], **_more: Any) -> None:
        heard.extend(registrations)

    registrations_submitted.connect(listen)
    try:
        commit_list(batch_id=uploaded(campaign, official, line(), line()).pk, by=official)
    finally:
        registrations_submitted.disconnect(listen)
    assert {each.pk for each in heard} == set(Registration.objects.values_list("pk", flat=True))


def test_nobody_is_messaged_unless_asked(campaign: Campaign, official: User) -> None:
    commit_list(batch_id=uploaded(campaign, official, line()).pk, by=official)
    assert not Message.objects.exists()


def test_asked_to_tell_each_new_registrant_with_a_phone_gets_one_message(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(phone="0912345678"), line(phone=""))
    commit_list(batch_id=batch.pk, announce=True, by=official)
    commit_list(batch_id=batch.pk, announce=True, by=official)
    assert [message.to_phone for message in Message.objects.all()] == ["+84912345678"]


def test_everything_is_audited(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    commit_list(batch_id=batch.pk, by=official)
    verbs = Counter(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == {"list.uploaded": 1, "list.committed": 1, "person.added": 1, "registration.submitted": 1}
    assert AuditEntry.objects.get(verb="registration.submitted").person_id == Person.objects.get().pk


class PowerCut(Exception):
    """The process is gone."""


def test_a_commit_killed_halfway_goes_on_where_it_stopped(
    campaign: Campaign, official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = uploaded(campaign, official, *(line() for _turn in range(5)))
    monkeypatch.setattr(room, "CHUNK", 2)
    write, calls = room.write, iter([False, True])

    def cut(*given: Any) -> None:
        write(*given)
        if next(calls, False):
            raise PowerCut

    monkeypatch.setattr(room, "write", cut)
    with pytest.raises(PowerCut):
        commit_list(batch_id=batch.pk, by=official)
    assert states(batch) == {"committed": 2, "new": 3}
    assert Registration.objects.count() == 2
    assert ImportBatch.objects.get().state == "review"
    commit_list(batch_id=batch.pk, by=official)
    assert states(batch) == {"committed": 5}
    assert (Person.objects.count(), Registration.objects.count()) == (5, 5)
    assert ImportBatch.objects.get().state == "committed"


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_commit_one_list_at_once_write_it_once(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, *(line() for _turn in range(20)))
    at_once(lambda: commit_list(batch_id=batch.pk, by=official), times=4)
    assert states(batch) == {"committed": 20}
    assert (Person.objects.count(), Registration.objects.count()) == (20, 20)
    assert AuditEntry.objects.filter(verb="list.committed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_lists_of_the_same_people_committed_at_once_add_them_once(campaign: Campaign, official: User) -> None:
    lines = [line(identity="") for _turn in range(20)]
    batches = [uploaded(campaign, official, *lines), uploaded(campaign, official, *reversed(lines))]
    turn = iter(batches)
    at_once(lambda: commit_list(batch_id=next(turn).pk, by=official), times=2)
    assert (Person.objects.count(), Registration.objects.count()) == (20, 20)
    assert states(batches[0]) + states(batches[1]) == {"committed": 20, "known": 20}


def at_once(act: Any, *, times: int) -> None:
    """Run it in threads that start together; what one raises is raised here."""
    ready, failed = threading.Barrier(times), []

    def run() -> None:
        try:
            ready.wait()
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _turn in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_statements_do_not_grow_with_the_rows(campaign: Campaign, official: User) -> None:
    def statements(rows: int) -> int:
        batch = uploaded(campaign, official, content=text(*(line() for _turn in range(rows))).encode())
        with CaptureQueriesContext(connection) as queries:
            commit_list(batch_id=batch.pk, by=official)
        return len(queries)

    statements(1)
    # A chunk is 500 rows, so 500 need as many statements as 10.
    assert statements(500) == statements(10)


def test_a_list_of_elsewhere_is_not_yours(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    stranger = factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội"))
    with pytest.raises(NotYours):
        commit_list(batch_id=batch.pk, by=stranger)
    with pytest.raises(NotYours):
        cancel_list(batch_id=batch.pk, by=stranger)


def test_a_cancelled_list_is_not_committed_and_stays_cancelled(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    cancel_list(batch_id=batch.pk, by=official)
    assert cancel_list(batch_id=batch.pk, by=official).state == "cancelled"
    with pytest.raises(Refused) as refused:
        commit_list(batch_id=batch.pk, by=official)
    assert refused.value.code == "list_cancelled"
    assert not Person.objects.exists()


def test_a_committed_list_cannot_be_cancelled(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    commit_list(batch_id=batch.pk, by=official)
    with pytest.raises(Refused) as refused:
        cancel_list(batch_id=batch.pk, by=official)
    assert refused.value.code == "list_committed"
