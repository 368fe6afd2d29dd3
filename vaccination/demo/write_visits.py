"""Appointments of a commune and what came of them, as rows."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from hssk.accounts.models import User
from hssk.crypto import seal
from registration.people.facts import age_on
from vaccination.demo.people import new_id
from vaccination.demo.story import Visit
from vaccination.demo.tables import copy
from vaccination.demo.write import World
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.planning.states import State
from vaccination.schedules.models import Consequence, ScreeningForm
from vaccination.stock.models import StockMovement
from vaccination.visits.models import CheckIn, Observation, Screening

SCREENED: dict[str, str] = {
    State.OBSERVED: Consequence.ELIGIBLE.value,
    State.DEFERRED: Consequence.DEFER.value,
    State.CONTRAINDICATED: Consequence.CONTRAINDICATED.value,
}
OF_APPOINTMENT = [
    "id", "registration_id", "person_id", "campaign_id", "session_id", "slot_id", "dose_number", "state", "origin",
    "presence_code", "deferred_until", "created_at", "changed_at",
]  # fmt: skip
OF_CHECK_IN = ["appointment_id", "identity", "code_shown", "at", "by_id"]
OF_SCREENING = [
    "id", "appointment_id", "form_id", "answers", "vital_signs", "proposed", "outcome", "override_reason",
    "deferred_until", "screener_id", "at",
]  # fmt: skip
OF_DOSE = [
    "id", "person_id", "campaign_id", "group_id", "disease", "number", "kind", "vaccine_id", "lot_id", "facility_id",
    "session_id", "given_at", "body_site", "vaccinator_id", "recorded_by_id", "recorded_at", "override_reason",
    "void_reason",
]  # fmt: skip
OF_OBSERVATION = ["dose_id", "appointment_id", "started_at", "due_at", "released_at", "released_by_id", "note"]
OF_MOVEMENT = ["facility_id", "lot_id", "kind", "doses", "reason", "cause_id", "at", "by_id"]
DEFERRAL = timedelta(days=14)
HALF_HOUR = timedelta(minutes=30)


def write_visits(world: World, visits: Sequence[Visit], nurse: User, rng: Random) -> None:
    """Appointments, check-ins, screenings, doses, observations and what was taken from stock."""
    came = [visit for visit in visits if visit.state in SCREENED]
    given = [visit for visit in came if visit.dose]
    copy(Appointment, OF_APPOINTMENT, (appointment_row(world, visit, rng) for visit in visits))
    copy(CheckIn, OF_CHECK_IN, check_in_rows(came, nurse))
    copy(Screening, OF_SCREENING, (screening_row(world, visit, nurse, rng) for visit in came))
    copy(Dose, OF_DOSE, (dose_row(world, visit, nurse) for visit in given))
    copy(Observation, OF_OBSERVATION, observation_rows(given, nurse))
    copy(StockMovement, OF_MOVEMENT, movement_rows(given, nurse))


def appointment_row(world: World, visit: Visit, rng: Random) -> tuple[Any, ...]:
    session = visit.meeting.session
    return (
        visit.id,
        visit.person.registration,
        visit.person.id,
        world.campaign.pk,
        session.pk,
        visit.slot.pk,
        visit.dose_number,
        visit.state,
        "plan",
        f"{rng.randrange(10_000):04d}",
        deferred_until(visit),
        visit.slot.starts_at - timedelta(days=2),
        visit.at if visit.state in SCREENED else visit.slot.starts_at - timedelta(days=2),
    )


def deferred_until(visit: Visit) -> Any:
    """Two weeks on, for those who shall come again."""
    return visit.meeting.session.on + DEFERRAL if visit.state == State.DEFERRED else None


def check_in_rows(came: Iterable[Visit], nurse: User) -> Iterator[tuple[Any, ...]]:
    for visit in came:
        identity = "document" if visit.person.cccd else "known"
        yield visit.id, identity, False, visit.at - timedelta(minutes=15), nurse.pk


def screening_row(world: World, visit: Visit, nurse: User, rng: Random) -> tuple[Any, ...]:
    outcome, session = SCREENED[visit.state], visit.meeting.session
    return (
        new_id(rng),
        visit.id,
        (form := world.form_for(age_on(visit.person.birth_date, session.on))).pk,
        answers(form, outcome),
        vital_signs(),
        outcome,
        outcome,
        "",
        deferred_until(visit),
        nurse.pk,
        visit.at - timedelta(minutes=5),
    )


@cache
def answers(form: ScreeningForm, outcome: str) -> bytes:
    """Sealed answers that lead to the outcome; equal ones are sealed once, as these are invented."""
    items = list(form.items.all())
    cause = next((item.code for item in items if item.consequence == outcome), None)
    return seal(json.dumps({item.code: item.code == cause for item in items}))


@cache
def vital_signs() -> bytes:
    """Those of somebody well."""
    return seal(json.dumps({"temperature": 36.6, "pulse": 76, "systolic": 118, "diastolic": 76}))


def dose_row(world: World, visit: Visit, nurse: User) -> tuple[Any, ...]:
    session = visit.meeting.session
    return (
        visit.dose,
        visit.person.id,
        world.campaign.pk,
        world.groups[visit.person.group],
        world.campaign.disease,
        visit.dose_number,
        "basic",
        session.vaccine_id,
        session.lot_id,
        session.facility_id,
        session.pk,
        visit.at,
        "left_arm",
        nurse.pk,
        nurse.pk,
        visit.at,
        "",
        "",
    )


def observation_rows(given: Iterable[Visit], nurse: User) -> Iterator[tuple[Any, ...]]:
    for visit in given:
        due = visit.at + HALF_HOUR
        yield visit.dose, visit.id, visit.at, due, due + timedelta(minutes=1), nurse.pk, ""


def movement_rows(given: Iterable[Visit], nurse: User) -> Iterator[tuple[Any, ...]]:
    for visit in given:
        session = visit.meeting.session
        yield session.facility_id, session.lot_id, "used", -1, "", visit.dose, visit.at, nurse.pk
