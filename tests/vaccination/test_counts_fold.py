"""Folding: a figure read at any moment is that of the rows committed at that moment."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests import factories
from vaccination.counts.figures import Slice, sums
from vaccination.counts.fold import fold_batch, fold_counts
from vaccination.counts.models import CountDelta, CountTotal
from vaccination.counts.move import delta, move_counts
from vaccination.tasks import fold

CAMPAIGN = uuid.uuid4()
WRITERS, EACH = 4, 60


def one(person, amount: int = 1) -> CountDelta:
    return delta("registered", campaign_id=CAMPAIGN, on=factories.today(), person=person, amount=amount)


def registered() -> int:
    return sum(amount for _metric, amount in sums(Slice(CAMPAIGN), by=["metric"]))


@pytest.mark.django_db
def test_one_total_per_key() -> None:
    person = factories.make_person()
    move_counts([one(person), one(person)])
    assert fold_batch() == 2
    move_counts([one(person)])
    fold()
    assert CountDelta.objects.count() == 0
    assert CountTotal.objects.get().amount == 3


@pytest.mark.django_db
def test_a_figure_is_the_same_before_and_after_folding() -> None:
    person = factories.make_person()
    move_counts([one(person), one(person), one(person, -1)])
    assert registered() == 1
    assert fold_batch(2) == 2
    assert registered() == 1
    assert fold_counts() == 1
    assert registered() == 1


@pytest.mark.django_db
def test_what_came_back_to_nothing_is_not_shown() -> None:
    person = factories.make_person()
    move_counts([one(person), one(person, -1)])
    assert sums(Slice(CAMPAIGN), by=["metric"]) == []


@pytest.mark.django_db
def test_figures_of_an_area_and_a_stretch_of_days(django_assert_num_queries) -> None:
    here = factories.make_person()
    there = factories.make_person(area=factories.make_commune("Xã Pà Cò", "05212"))
    move_counts([one(here), one(there), one(there)])
    today = factories.today()
    with django_assert_num_queries(1):
        assert sums(Slice(CAMPAIGN, (there.area.path,), today, today), by=["area_id"]) == [(there.area_id, 2)]
    assert sums(Slice(CAMPAIGN, ()), by=["area_id"]) == []
    with pytest.raises(ValueError, match="no such parts"):
        sums(Slice(CAMPAIGN), by=["id"])


def write(person) -> None:
    for _time in range(EACH):
        with transaction.atomic():
            move_counts([one(person), one(person)])
        with transaction.atomic():
            move_counts([one(person)])
            transaction.set_rollback(True)
    connection.close()


def keep_folding(stop: list[bool]) -> None:
    while not stop:
        fold_batch(7)
    connection.close()


def keep_reading(stop: list[bool]) -> list[int]:
    seen = [registered()]
    while not stop:
        seen.append(registered())
    connection.close()
    return seen


@pytest.mark.django_db(transaction=True)
def test_writers_folders_and_readers_together_lose_nothing() -> None:
    person = factories.make_person()
    stop: list[bool] = []
    with ThreadPoolExecutor(WRITERS + 4) as pool:
        folders = [pool.submit(keep_folding, stop) for _folder in range(2)]
        readers = [pool.submit(keep_reading, stop) for _reader in range(2)]
        writers = [pool.submit(write, person) for _writer in range(WRITERS)]
        try:
            for writer in writers:
                writer.result()
        finally:
            stop.append(True)
        for folder in folders:
            folder.result()
    assert registered() == WRITERS * EACH * 2
    for reader in readers:
        seen = reader.result()
        # Nothing is ever taken back here: a reader who saw a row twice or not at all would see a fall.
        assert seen == sorted(seen)
        assert all(count % 2 == 0 for count in seen)
    fold_counts()
    assert CountTotal.objects.get().amount == WRITERS * EACH * 2
