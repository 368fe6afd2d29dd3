"""Counting in the transaction that causes the count."""

import uuid
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from vaccination.counts.ages import age_band, age_band_sql
from vaccination.counts.models import CountDelta
from vaccination.counts.move import delta, move_counts

CAMPAIGN = uuid.uuid4()
days = st.dates(date(1900, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2021, 11, 23), "0-4"),
        (date(2016, 11, 24), "0-4"),
        (date(2016, 11, 23), "5-11"),
        (date(2009, 11, 23), "12-17"),
        (date(2003, 11, 24), "12-17"),
        (date(2003, 11, 23), "18-49"),
        (date(1971, 11, 23), "50-64"),
        (date(1956, 11, 23), "65+"),
        (date(2022, 1, 1), "0-4"),
    ],
)
def test_age_bands_turn_on_the_birthday(born: date, band: str) -> None:
    assert age_band(born, date(2021, 11, 23)) == band


@pytest.mark.django_db
@given(born=days, on=days)
def test_recounting_reads_the_same_bands(born: date, on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {age_band_sql('%s::date', '%s::date')}", [on, born] * 5)
        assert cursor.fetchone()[0] == age_band(born, on)


@pytest.mark.django_db
def test_a_change_is_one_row_with_the_whole_key() -> None:
    person = factories.make_person(birth_date=date(1985, 3, 8), sex="female")
    facility = uuid.uuid4()
    change = delta(
        "vaccinated",
        campaign_id=CAMPAIGN,
        on=date(2021, 11, 23),
        person=person,
        facility_id=facility,
        vaccine_id="PFZ",
        dose_number=2,
    )
    move_counts([change])
    row = CountDelta.objects.get()
    assert (row.area_id, row.age_band, row.sex, row.facility_id) == (person.area_id, "18-49", "female", facility)
    assert (row.metric, row.dose_number, row.amount, row.group_id) == ("vaccinated", 2, 1, None)


@pytest.mark.django_db
def test_a_key_with_other_parts_than_its_metric_is_refused() -> None:
    person = factories.make_person()
    with pytest.raises(ValueError, match="not counted by facility"):
        delta("registered", campaign_id=CAMPAIGN, on=factories.today(), person=person, dose_number=1)
    with pytest.raises(ValueError, match="vaccinated is counted by facility"):
        delta("vaccinated", campaign_id=CAMPAIGN, on=factories.today(), person=person, dose_number=1)
    with pytest.raises(ValueError, match="seen"):
        delta("seen", campaign_id=CAMPAIGN, on=factories.today(), person=person)


@pytest.mark.django_db(transaction=True)
def test_counting_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        move_counts([])
