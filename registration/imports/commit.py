"""Writing the good rows of a list: persons, documents, registrations. Any number of times, with one effect."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.areas.models import AdministrativeUnit
from hssk.audit import record as audit
from hssk.refusals import Refused
from notifications.outbox.enqueue import enqueue_many
from registration.campaigns.models import Campaign
from registration.imports.known import Answer, find_all, registered, who_is
from registration.imports.lists import list_for, waiting_rows
from registration.imports.models import BatchState, ImportBatch, ImportRow, RowState
from registration.imports.remarks import as_json
from registration.imports.upload import check_lasts
from registration.imports.verdicts import borrowed
from registration.people.create import NewPerson, Unsaved, prepare
from registration.people.models import IdentityDocument, Person
from registration.registrations.messages import received
from registration.registrations.models import Registration, Source
from registration.registrations.signals import registrations_submitted
from registration.registrations.submit import submitted_entry

# Rows of one transaction: long enough that statements are few, short enough (some 0.3 s) to hold its locks.
CHUNK = 500


@dataclass
class Work:
    """What one chunk is about to write."""

    rows: list[ImportRow]
    people: dict[uuid.UUID, Unsaved] = field(default_factory=dict)
    registrations: dict[uuid.UUID, Registration] = field(default_factory=dict)


def commit_list(*, batch_id: uuid.UUID, announce: bool = False, now: datetime | None = None, by: User) -> ImportBatch:
    """The list, committed. With `announce` each new registrant gets the message that a registration gives.

    Written in chunks of their own transactions: a commit that was killed halfway goes on where it stopped when
    asked again, and two officials who press the button together share the work. A committed list is returned
    as it is; a cancelled one raises Refused.
    """
    batch = list_for(by, batch_id)
    if batch.state == BatchState.COMMITTED:
        return batch
    now = now or timezone.now()
    check_lasts(batch.campaign, now)
    while write_chunk(batch, announce, now, by):
        pass
    return list_for(by, batch_id)


def write_chunk(batch: ImportBatch, announce: bool, now: datetime, by: User) -> bool:  # noqa: FBT001
    """One chunk in one transaction; False when nothing is left and the list is marked as committed."""
    with transaction.atomic():
        # Before looking who is known: two lists that name one person must not both find nobody. Lists of a
        # campaign wait for each other here; registrations made elsewhere do not (NO KEY).
        Campaign.objects.select_for_update(no_key=True).get(pk=batch.campaign_id)
        state = ImportBatch.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
        if state == BatchState.CANCELLED:
            raise Refused(_("Danh sách này đã bị hủy."), code="list_cancelled")
        if state == BatchState.COMMITTED:
            return False
        rows = list(waiting_rows(batch)[:CHUNK])
        if not rows:
            close(batch, now, by)
            return False
        write(prepared(rows, batch, now, by), announce, by)
    return True


def close(batch: ImportBatch, now: datetime, by: User) -> None:
    """Mark the list as committed."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED, committed_at=now)
    audit.record("list.committed", subject_kind="import", subject_id=batch.pk, by=by)


def prepared(rows: list[ImportRow], batch: ImportBatch, now: datetime, by: User) -> Work:
    """Decide for each row, by what is on record now, whom it is about and what has to be written."""
    work = Work(rows)
    answers = find_all([who_is(row.values) for row in rows])
    areas = AdministrativeUnit.objects.in_bulk({row.values["area_id"] for row in rows})
    live = registered(batch.campaign, [answer.person_id for answer in answers if answer.person_id])
    today = timezone.localdate(now)
    for row, answer in zip(rows, answers, strict=True):
        row.is_waiting = False
        if answer.borrowed:
            row.state, row.values = RowState.FAILED, None
            row.remarks = [*row.remarks, *as_json([borrowed()])]
        elif answer.person_id in live:
            row.state, row.registration_id = RowState.KNOWN, live[answer.person_id]
        else:
            person_id = person_for(row, answer, areas, today, work)
            work.registrations[person_id] = registration_of(row, batch, person_id, now, by)
            live[person_id] = work.registrations[person_id].pk
            row.state, row.registration_id = RowState.COMMITTED, live[person_id]
    return work


def person_for(
    row: ImportRow, answer: Answer, areas: dict[int, AdministrativeUnit], today: date, work: Work
) -> uuid.UUID:
    """The person on record, or a new one."""
    if answer.person_id:
        return answer.person_id
    # The same row always makes the same person.
    person_id = uuid.uuid5(row.batch_id, f"person {row.number}")
    work.people[person_id] = prepare(new_person(row.values, areas), id=person_id, on=today)
    return person_id


def new_person(values: dict[str, Any], areas: dict[int, AdministrativeUnit]) -> NewPerson:
    """The values of a row, as people/ takes them."""
    return NewPerson(
        full_name=values["full_name"],
        birth_date=date.fromisoformat(values["birth_date"]),
        birth_year_only=values["birth_year_only"],
        sex=values["sex"],
        area=areas[values["area_id"]],
        documents=[(kind, number) for kind, number in values["documents"]],
        phone=values["phone"],
        hamlet=values["hamlet"],
        address=values["address"],
        workplace=values["workplace"],
    )


def registration_of(row: ImportRow, batch: ImportBatch, person_id: uuid.UUID, now: datetime, by: User) -> Registration:
    """The unsaved registration of a row."""
    return Registration(
        id=uuid.uuid5(batch.pk, f"registration {row.number}"),
        campaign=batch.campaign,
        person_id=person_id,
        group_id=row.values["group_id"],
        source=Source.LIST,
        submitted_by_kind=by.actor_kind,
        submitted_by_id=by.actor_id,
        submitted_at=now,
    )


def write(work: Work, announce: bool, by: User) -> None:  # noqa: FBT001
    """Everything of a chunk, set by set, in the caller's transaction."""
    people = list(work.people.values())
    Person.objects.bulk_create([new.person for new in people])
    IdentityDocument.objects.bulk_create([document for new in people for document in new.documents])
    made = insert(list(work.registrations.values()))
    put_back(work.rows, made)
    entries = [new.audit_entry(by) for new in people]
    entries += [submitted_entry(registration, by) for registration in made]
    audit.record_many(entries)
    keep_verdicts(work.rows)
    registrations_submitted.send(Registration, registrations=made)
    if announce:
        enqueue_many(draft for each in made for draft in received(each, each.person.phone, each.person.language))


def insert(registrations: Sequence[Registration]) -> list[Registration]:
    """Write those that are still possible: somebody may have registered on the web this very moment."""
    Registration.objects.bulk_create(registrations, ignore_conflicts=True)
    written = Registration.objects.filter(pk__in=[each.pk for each in registrations])
    return list(written.select_related("person__area", "group", "campaign"))


def keep_verdicts(rows: Sequence[ImportRow]) -> None:
    """Write what became of the rows. One statement by arrays: bulk_update spends half of a commit on its CASEs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registration_importrow AS row"
            " SET state = said.state, registration_id = said.registration_id, is_waiting = said.is_waiting"
            " FROM unnest(%s::bigint[], %s::text[], %s::uuid[], %s::bool[])"
            " AS said (id, state, registration_id, is_waiting)"
            " WHERE row.id = said.id",
            [
                [row.pk for row in rows],
                [str(row.state) for row in rows],
                [str(row.registration_id) if row.registration_id else None for row in rows],
                [row.is_waiting for row in rows],
            ],
        )
    ImportRow.objects.bulk_update([row for row in rows if row.state == RowState.FAILED], ["remarks", "values"])


def put_back(rows: Sequence[ImportRow], made: Sequence[Registration]) -> None:
    """Rows whose registration met another wait for the next chunk, which finds that other."""
    written = {registration.pk for registration in made}
    for row in rows:
        if row.state == RowState.COMMITTED and row.registration_id not in written:
            row.state, row.registration_id, row.is_waiting = RowState.KNOWN, None, True
