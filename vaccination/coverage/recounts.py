"""Counting the rows themselves, key by key: what the counts are proved against."""

from registration.people.models import Person
from registration.registrations.models import Registration
from registration.registrations.states import LIVE as LIVE_REGISTRATIONS
from vaccination.counts.ages import age_band_sql
from vaccination.counts.models import KEY_FIELDS
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.planning.states import LIVE as LIVE_APPOINTMENTS
from vaccination.sessions.models import Session

# The local day: reports are by day in Viet Nam, and the server's own zone must not matter.
ZONE = "Asia/Ho_Chi_Minh"
PERSONS, REGISTRATIONS, DOSES, APPOINTMENTS, SESSIONS = (
    model._meta.db_table for model in (Person, Registration, Dose, Appointment, Session)
)


def listed(states: list[str]) -> str:
    """States as SQL literals."""
    return ", ".join(f"'{state}'" for state in states)


def recount(source: str, on: str, **parts: str) -> str:
    """A SELECT of the parts of the key, in the order of the models' fields, and the number of rows of `source`."""
    key = {
        "metric": parts["metric"],
        "campaign_id": parts["campaign_id"],
        "on": on,
        "area_id": "person.area_id",
        "facility_id": parts.get("facility_id", "NULL::uuid"),
        "group_id": parts["group_id"],
        "age_band": age_band_sql("person.birth_date", on),
        "sex": "person.sex",
        "vaccine_id": parts.get("vaccine_id", "''"),
        "dose_number": parts.get("dose_number", "0"),
    }
    grouped = ", ".join(str(place) for place in range(1, len(key) + 1))
    ordered = ", ".join(key[name] for name in KEY_FIELDS)
    return f"SELECT {ordered}, COUNT(*) FROM {source} GROUP BY {grouped}"  # noqa: S608


REGISTERED = recount(
    f"{REGISTRATIONS} registration JOIN {PERSONS} person ON person.id = registration.person_id "
    f"WHERE registration.state IN ({listed(LIVE_REGISTRATIONS)})",
    f"(registration.submitted_at AT TIME ZONE '{ZONE}')::date",
    metric="'registered'",
    campaign_id="registration.campaign_id",
    group_id="registration.group_id",
)
SCHEDULED = recount(
    f"{APPOINTMENTS} appointment JOIN {PERSONS} person ON person.id = appointment.person_id "
    f"JOIN {SESSIONS} session ON session.id = appointment.session_id "
    f"JOIN {REGISTRATIONS} registration ON registration.id = appointment.registration_id "
    f"WHERE appointment.state IN ({listed(LIVE_APPOINTMENTS)})",
    'session."on"',
    metric="'scheduled'",
    campaign_id="appointment.campaign_id",
    group_id="registration.group_id",
    facility_id="session.facility_id",
    vaccine_id="session.vaccine_id",
    dose_number="appointment.dose_number",
)
VACCINATED = recount(
    f"{DOSES} dose JOIN {PERSONS} person ON person.id = dose.person_id WHERE dose.voided_at IS NULL",
    f"(dose.given_at AT TIME ZONE '{ZONE}')::date",
    metric="'vaccinated'",
    campaign_id="dose.campaign_id",
    group_id="dose.group_id",
    facility_id="dose.facility_id",
    vaccine_id="dose.vaccine_id",
    dose_number="dose.number",
)
RECOUNTS = (REGISTERED, SCHEDULED, VACCINATED)
