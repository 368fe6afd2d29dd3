"""Figures of an area: exact, within one's own scope, at a price that does not grow."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hssk.accounts.tokens import issue_token
from registration.campaigns.models import Campaign
from tests import factories
from vaccination.counts.models import CountTotal
from vaccination.counts.move import delta, move_counts
from vaccination.coverage.models import Population, Target
from vaccination.coverage.public import shown

pytestmark = pytest.mark.django_db
URL = "/api/v1/coverage/"


@pytest.fixture
def campaign() -> Campaign:
    campaign = factories.make_campaign(code="covid")
    for basis, share, days in (("adults", 50, 10), ("everyone", 70, 90)):
        Target.objects.create(
            campaign=campaign,
            name_vi=f"Mục tiêu {share}%",
            name_en=f"Target {share}%",
            basis=basis,
            share_percent=share,
            due_on=factories.today() + timedelta(days=days),
        )
    return campaign


@pytest.fixture
def mai_chau():
    return people_of(factories.make_commune(), 40, 20)


@pytest.fixture
def pa_co():
    return people_of(factories.make_commune("Xã Pà Cò", "05212"), 10, 8)


def people_of(area, everyone: int, adults: int):
    for basis, people in (("everyone", everyone), ("adults", adults)):
        Population.objects.create(
            area=area, basis=basis, people=people, as_of=factories.today() - timedelta(days=30), source="Niên giám"
        )
    return area


def given(campaign, area, doses: int = 1, *, number: int = 1, age: int = 40, days_ago: int = 0) -> None:
    """Count doses of people of `area`."""
    today = factories.today()
    person = factories.make_person(area=area, birth_date=today - timedelta(days=age * 366))
    key = {"facility_id": uuid.uuid4(), "vaccine_id": "PFZ", "dose_number": number, "amount": doses}
    move_counts(
        [delta("vaccinated", campaign_id=campaign.pk, on=today - timedelta(days=days_ago), person=person, **key)]
    )


def registered(campaign, area, group, amount: int) -> None:
    person = factories.make_person(area=area)
    on = factories.today()
    move_counts([delta("registered", campaign_id=campaign.pk, on=on, person=person, group_id=group.pk, amount=amount)])


def officer(client, role: str = "provincial_officer", area=None):
    user = factories.make_staff(role, area)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {issue_token(user)}"
    client.force_login(user)
    return client


def test_totals_targets_and_rows_of_a_province(client, campaign, mai_chau, pa_co) -> None:
    given(campaign, mai_chau, 10)
    given(campaign, mai_chau, 4, number=2)
    given(campaign, mai_chau, 6, age=14)
    given(campaign, pa_co, 2)
    registered(campaign, mai_chau, factories.make_group(campaign), 30)
    body = officer(client).get(URL, {"campaign": str(campaign.pk)}).json()
    assert body["totals"]["vaccinated"] == {"1": 18, "2": 4}
    assert (body["totals"]["registered"], body["totals"]["population"], body["totals"]["adults"]) == (30, 50, 28)
    assert [(each["reached"], each["reached_percent"], each["people_missing"]) for each in body["targets"]] == [
        (12, 42.9, 2),
        (18, 36.0, 17),
    ]
    assert [(row["key"], row["dose_1"], row["coverage_percent"]) for row in body["rows"]] == [
        ("05200", 16, 50.0),
        ("05212", 2, 25.0),
    ]


def test_by_group_the_share_is_of_those_registered(client, campaign, mai_chau) -> None:
    group = factories.make_group(campaign)
    registered(campaign, mai_chau, group, 4)
    person = factories.make_person(area=mai_chau)
    key = {"facility_id": uuid.uuid4(), "vaccine_id": "PFZ", "dose_number": 1, "group_id": group.pk}
    move_counts([delta("vaccinated", campaign_id=campaign.pk, on=factories.today(), person=person, **key)])
    given(campaign, mai_chau)
    rows = officer(client).get(URL, {"campaign": "covid", "group_by": "group"}).json()["rows"]
    assert [(row["key"], row["dose_1"], row["coverage_percent"]) for row in rows] == [("9", 1, 25.0), ("", 1, None)]


def test_by_day_within_the_days_asked_for(client, campaign, mai_chau) -> None:
    for days_ago in (0, 1, 5):
        given(campaign, mai_chau, days_ago + 1, days_ago=days_ago)
    today = factories.today()
    asked = {"group_by": "day", "from": (today - timedelta(days=1)).isoformat(), "to": today.isoformat()}
    body = officer(client).get(URL, asked).json()
    assert [row["dose_1"] for row in body["rows"]] == [2, 1]
    assert body["totals"]["vaccinated"]["1"] == 3
    # Shares count from the beginning: the days chosen do not un-vaccinate anybody.
    assert body["targets"][0]["reached"] == 9


def test_an_officer_sees_the_own_area_only(client, campaign, mai_chau, pa_co) -> None:
    given(campaign, mai_chau, 3)
    given(campaign, pa_co, 5)
    commune_officer = officer(client, "commune_officer", mai_chau)
    assert commune_officer.get(URL).json()["totals"]["vaccinated"]["1"] == 3
    assert commune_officer.get(URL, {"area": "05212"}).status_code == 403
    assert commune_officer.get(URL, {"area": "25"}).status_code == 403
    assert commune_officer.get(URL, {"area": "05200"}).json()["area"]["name"] == "Xã Mai Châu"


def test_figures_are_for_those_with_the_right(client, campaign) -> None:
    assert client.get(URL).status_code == 401
    assert officer(client, "auditor").get(URL).status_code == 403
    assert client.get("/office/coverage/").status_code == 403


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "from"),
        ({"from": "31/02/2026"}, "from"),
        ({"to": "hôm nay"}, "to"),
        ({"area": "99999"}, "area"),
        ({"group_by": "facility"}, "group_by"),
    ],
)
def test_wrong_filters_are_named(client, campaign, asked, field) -> None:
    answer = officer(client).get(URL, asked)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    page = client.get("/office/coverage/", asked)
    assert page.status_code == 400
    assert f'id="id_{field}_error"' in page.content.decode()


def test_an_unknown_campaign_is_not_found(client, campaign) -> None:
    for name in ("khong-co", str(uuid.uuid4())):
        assert officer(client).get(URL, {"campaign": name}).status_code == 404
        assert client.get("/api/v1/public/coverage/", {"campaign": name}).status_code == 404


def test_over_everybody_is_explained(client, campaign, mai_chau) -> None:
    given(campaign, mai_chau, 25)
    body = officer(client).get(URL).json()
    assert body["rows"][0]["coverage_percent"] == 125.0
    assert "trên 100%" in body["notes"][0]


def test_without_a_population_there_is_no_share(client, campaign) -> None:
    given(campaign, factories.make_commune(), 7)
    body = officer(client).get(URL).json()
    assert (body["rows"][0]["dose_1"], body["rows"][0]["coverage_percent"]) == (7, None)
    assert body["targets"][0]["people_missing"] is None
    assert "Chưa có số dân" in body["notes"][0]
    assert "Chưa có số dân." in client.get("/office/coverage/").content.decode()


def test_the_newest_population_counts(client, campaign, mai_chau) -> None:
    Population.objects.create(
        area=mai_chau, basis="everyone", people=80, as_of=factories.today() - timedelta(days=1), source="Tổng điều tra"
    )
    Population.objects.create(
        area=mai_chau, basis="everyone", people=99, as_of=factories.today() + timedelta(days=1), source="Dự báo"
    )
    assert officer(client).get(URL).json()["totals"]["population"] == 80


def test_the_price_is_that_of_the_question(client, campaign, mai_chau, pa_co, django_assert_max_num_queries) -> None:
    officer(client)
    for few in range(2):
        given(campaign, mai_chau, 3, days_ago=few)
    with django_assert_max_num_queries(12):
        client.get(URL)
    for many in range(30):
        given(campaign, pa_co if many % 2 else mai_chau, 50, number=1 + many % 2, age=5 + 2 * many, days_ago=many)
    with django_assert_max_num_queries(12):
        client.get(URL)
    with django_assert_max_num_queries(14):
        client.get("/office/coverage/", {"from": (factories.today() - timedelta(days=9)).isoformat()})
    with django_assert_max_num_queries(10):
        client.get("/coverage/")


@pytest.mark.parametrize("group_by", ["commune", "group", "day"])
def test_the_dashboard_shows_tiles_chart_and_table(client, campaign, mai_chau, group_by) -> None:
    given(campaign, mai_chau, 1234)
    factories.make_group(campaign)
    page = officer(client).get("/office/coverage/", {"group_by": group_by})
    words = page.content.decode()
    assert page.status_code == 200
    assert "tiêm được 1.234 mũi (mũi 1: 1.234; mũi 2: 0)" in words
    assert "Mục tiêu 50%" in words
    assert ("area=05200" in words) == (group_by == "commune")


def test_before_any_campaign_the_page_says_so(client) -> None:
    for page in (officer(client).get("/office/coverage/"), client.get("/coverage/")):
        assert page.status_code == 200
        assert "Chưa có số liệu" in page.content.decode()
        assert "error-summary" not in page.content.decode()


def test_before_any_campaign_nothing_is_uploaded_or_opened(client) -> None:
    officer(client)
    for address in ("/office/lists/upload/", "/office/sessions/new/"):
        page = client.get(address).content.decode()
        assert "chiến dịch" in page
        assert 'type="submit">Tải' not in page
        assert 'name="campaign"' not in page


def test_the_table_as_a_file(client, campaign, mai_chau) -> None:
    given(campaign, mai_chau, 10)
    factories.AdministrativeUnit.objects.filter(pk=mai_chau.pk).update(name="=HYPERLINK(1)")
    answer = officer(client).get("/office/coverage/download/", {"group_by": "commune"})
    heading, row, *_rest = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert heading[:2] == ["Mã", "Tên"]
    assert row[:2] == ["05200", "'=HYPERLINK(1)"]
    assert row[-1] == "50.0"
    assert client.get("/office/coverage/download/", {"from": "x"}).status_code == 400


def test_everybody_sees_communes_without_small_cells(client, campaign, mai_chau, pa_co) -> None:
    given(campaign, mai_chau, 20)
    given(campaign, pa_co, 3)
    answer = client.get("/api/v1/public/coverage/")
    body = answer.json()
    assert answer["Cache-Control"] == "public, max-age=60"
    # The larger one is hidden with the smaller: total less one would tell the other.
    assert [row["dose_1"] for row in body["rows"]] == [None, None]
    assert [row["dose_2"] for row in body["rows"]] == [0, 0]
    assert body["totals"]["vaccinated"]["1"] == 23
    assert "dấu *" in client.get("/coverage/").content.decode()


def test_hidden_cells_cannot_be_told_from_the_total() -> None:
    assert shown([0, 4, 7, 90]) == [0, None, None, 90]
    assert shown([4, 3, 7]) == [None, None, 7]
    assert shown([0, 4]) == [0, None]
    assert shown([5, 6]) == [5, 6]


def test_one_total_per_key() -> None:
    key = {"metric": "registered", "campaign_id": uuid.uuid4(), "on": factories.today(), "area_id": 1, "amount": 1}
    CountTotal.objects.create(age_band="0-4", sex="male", **key)
    with pytest.raises(IntegrityError, match="one_total_per_key"), transaction.atomic():
        CountTotal.objects.create(age_band="0-4", sex="male", **key)


def test_a_target_is_a_share(campaign) -> None:
    for wrong in (0, 101):
        with pytest.raises(IntegrityError, match="a_target_is_a_share"), transaction.atomic():
            Target.objects.create(
                campaign=campaign, basis="adults", share_percent=wrong, due_on=timezone.localdate(), name_vi="x"
            )


def test_one_population_per_area_basis_and_date_and_population_basis_is_known(mai_chau) -> None:
    known = Population.objects.first()
    values = {"area": known.area, "people": 1, "as_of": known.as_of, "source": "x"}
    with pytest.raises(IntegrityError, match="one_population_per_area_basis_and_date"), transaction.atomic():
        Population.objects.create(basis=known.basis, **values)
    with pytest.raises(IntegrityError, match="population_basis_is_known"), transaction.atomic():
        Population.objects.create(basis="cats", **values)


@pytest.mark.parametrize("days", [{"to": "01/01/0001"}, {"from": "01/01/0001"}, {"to": "31/12/9999"}])
def test_days_beyond_the_campaign_are_neither_a_fault_nor_drawn(client, campaign, mai_chau, days) -> None:
    page = officer(client).get("/office/coverage/", days)
    assert page.status_code == 200
    assert len(page.context["board"].days) <= 200
