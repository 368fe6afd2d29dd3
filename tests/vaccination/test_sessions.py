"""Opening and cancelling sessions."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hssk.accounts.tokens import issue_token
from hssk.audit.models import AuditEntry
from hssk.refusals import Invalid, NotYours, Refused
from tests import factories
from vaccination.sessions.arrival import arrival_times, shared_out
from vaccination.sessions.cancel import cancel_session
from vaccination.sessions.models import Session
from vaccination.sessions.open import SessionRefused, open_session

pytestmark = pytest.mark.django_db


def values(**fields: Any) -> dict[str, Any]:
    """What opens a session tomorrow morning at the station of Mai Châu."""
    usual: dict[str, Any] = {
        "id": uuid.uuid4(),
        "on": factories.today() + timedelta(days=1),
        "shift": "morning",
        "vaccine": factories.make_vaccine(),
        "seats": 100,
        "slot_minutes": 30,
    }
    made = {"campaign": factories.make_campaign, "facility": factories.make_facility, "by": factories.make_staff}
    made["lot"] = factories.make_lot
    return usual | {name: make() for name, make in made.items() if name not in fields} | fields


def test_seats_are_split_evenly_among_the_arrival_slots() -> None:
    session, new = open_session(**values(seats=100))
    slots = list(session.slots.all())
    times = [f"{factories.timezone.localtime(slot.starts_at):%H:%M}" for slot in slots]
    assert new
    assert times == ["07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"]
    assert sorted(slot.seats for slot in slots) == [12, 12, 12, 12, 13, 13, 13, 13]
    assert AuditEntry.objects.get(verb="session.opened").subject_id == session.pk


def test_slots_of_an_hour_fit_wholly_into_the_afternoon() -> None:
    assert [f"{at:%H:%M}" for at in arrival_times(factories.today(), "afternoon", 60)] == ["13:30", "14:30", "15:30"]
    assert shared_out(2, 3) == [0, 1, 1]


def test_the_same_id_again_returns_the_first_session() -> None:
    given = values()
    first, _new = open_session(**given)
    again, new = open_session(**given)
    assert (again, new) == (first, False)
    with pytest.raises(NotYours):
        open_session(**given | {"facility": factories.make_facility("Bệnh viện")})


def refused_field(**fields: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        open_session(**values(**fields))
    assert refused.value.status == 400
    assert not Session.objects.exists()
    return list(refused.value.fields)


def test_a_day_outside_the_campaign_is_refused() -> None:
    assert refused_field(on=factories.today() + timedelta(days=400)) == ["on"]


def test_a_facility_outside_the_campaigns_area_is_refused() -> None:
    campaign = factories.make_campaign(area=factories.make_commune("Xã Pà Cò", "05240"))
    assert refused_field(campaign=campaign) == ["facility"]


def test_a_facility_that_is_closed_then_is_refused() -> None:
    assert refused_field(facility=factories.make_facility(closes_on=factories.today())) == ["on"]


def test_a_lot_of_another_vaccine_or_expired_by_then_or_blocked_is_refused() -> None:
    tomorrow = factories.today() + timedelta(days=1)
    assert refused_field(lot=factories.make_lot(factories.make_vaccine("AZ"))) == ["lot"]
    assert refused_field(lot=factories.make_lot(expires_on=tomorrow - timedelta(days=1))) == ["lot"]
    assert refused_field(lot=factories.make_lot(blocked_at=factories.timezone.now())) == ["lot"]


def test_a_lot_is_good_on_its_last_day() -> None:
    given = values()
    assert open_session(**given | {"lot": factories.make_lot(expires_on=given["on"])})[1]


def test_a_vaccine_against_another_disease_is_refused() -> None:
    measles = factories.make_vaccine("MR", disease="measles")
    assert refused_field(vaccine=measles, lot=None) == ["vaccine"]


@pytest.mark.parametrize(("field", "value"), [("seats", 0), ("seats", 99_999), ("slot_minutes", 45)])
def test_no_seats_and_odd_slots_are_refused(field: str, value: int) -> None:
    assert refused_field(**{field: value}) == [field]


def test_an_official_opens_only_where_they_manage() -> None:
    elsewhere = factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội"))
    for by in (elsewhere, factories.make_clinician(factories.make_facility("Bệnh viện"))):
        with pytest.raises(NotYours):
            open_session(**values(by=by))


def test_constraint_one_session_per_facility_shift_and_vaccine_speaks_plainly() -> None:
    given = values()
    first, _new = open_session(**given)
    with pytest.raises(Refused, match="Cơ sở này đã có buổi tiêm") as refused:
        open_session(**given | {"id": uuid.uuid4()})
    assert (refused.value.code, refused.value.status) == ("one_session_per_facility_shift_and_vaccine", 409)
    cancel_session(session_id=first.pk, by=given["by"])
    assert open_session(**given | {"id": uuid.uuid4()})[1]


def test_a_session_is_cancelled_once_and_only_by_who_manages_it() -> None:
    given = values()
    session, _new = open_session(**given)
    with pytest.raises(NotYours):
        cancel_session(session_id=session.pk, by=factories.make_clinician(given["facility"]))
    cancel_session(session_id=session.pk, by=given["by"])
    with pytest.raises(Refused) as refused:
        cancel_session(session_id=session.pk, by=given["by"])
    assert refused.value.code == "session_not_open"


@pytest.mark.parametrize(
    ("change", "name"), [({"state": "lost"}, "session_state_is_known"), ({"shift": "night"}, "session_shift_is_known")]
)
def test_constraints_of_sessions(change: dict[str, str], name: str) -> None:
    session = factories.make_session()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(**change)


def test_the_refusal_of_a_rule_is_one_class() -> None:
    assert issubclass(SessionRefused, Refused)
    assert issubclass(Invalid, Refused)


def bearer(user: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(user)}"}


def body(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(given["id"]),
        "campaign": given["campaign"].code,
        "facility": given["facility"].code,
        "on": given["on"].isoformat(),
        "shift": given["shift"],
        "vaccine": given["vaccine"].pk,
        "lot": str(given["lot"].pk),
        "seats": 10,
        "slot_minutes": 60,
    }


def test_sessions_are_opened_and_listed_by_api(client: Client) -> None:
    given = values()
    headers = bearer(given["by"])
    answers = [client.post("/api/v1/sessions/", body(given), "application/json", headers=headers) for _time in (1, 2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert (answers[0].json()["seats"], len(answers[0].json()["slots"])) == (10, 4)
    listed = client.get("/api/v1/sessions/", {"on": given["on"].isoformat()}, headers=headers).json()
    assert [row["id"] for row in listed["results"]] == [str(given["id"])]


def test_the_list_by_api_is_scoped_and_constant_in_statements(client: Client, django_assert_num_queries: Any) -> None:
    facility = factories.make_facility()
    for day in range(6):
        factories.make_session(facility=facility, on=factories.today() + timedelta(days=day))
    nurse = factories.make_clinician(facility)
    other = factories.make_clinician(factories.make_facility("Nơi khác", area=factories.make_commune("Xã X", "05301")))
    headers = bearer(nurse)
    with django_assert_num_queries(6):
        assert len(client.get("/api/v1/sessions/", headers=headers).json()["results"]) == 6
    assert client.get("/api/v1/sessions/", headers=bearer(other)).json()["results"] == []
    assert client.post("/api/v1/sessions/", {}, "application/json", headers=headers).status_code == 403
    assert client.get("/api/v1/sessions/").status_code == 401


def test_a_refusal_by_api_is_a_problem_beside_the_field(client: Client) -> None:
    given = values()
    given["lot"] = factories.make_lot(expires_on=factories.today())
    answer = client.post("/api/v1/sessions/", body(given), "application/json", headers=bearer(given["by"]))
    assert answer.status_code == 400
    assert "hết hạn" in answer.json()["errors"]["lot"][0]
