"""What the system keeps beside the rows: audit entries and counts, made from the rows themselves."""

from collections.abc import Iterable

from django.db import connection

from registration.campaigns.models import Campaign
from vaccination.counts.fold import fold_counts
from vaccination.counts.prove import rebuild
from vaccination.coverage.recounts import RECOUNTS

# Filled by COPY in this transaction, so that PostgreSQL does not know their size yet.
TABLES = (
    "registration_person",
    "registration_registration",
    "vaccination_appointment",
    "vaccination_dose",
    "vaccination_session",
    "hssk_auditentry",
)
BY_STAFF = "'staff', {who}.id, {who}.title"
BY_CITIZEN_OR_STAFF = (
    "registration.submitted_by_kind, registration.submitted_by_id, "
    "CASE registration.submitted_by_kind WHEN 'citizen' THEN 'Công dân' ELSE officer.title END"
)
REGISTRATIONS = (
    "registration_registration registration LEFT JOIN hssk_user officer ON officer.id = registration.submitted_by_id"
)
# Verb, when, who, about what, of whom, from where. `appointment` and `dose` know their nurse by the dose.
SOURCES = (
    (
        "'registration.submitted'", "registration.submitted_at", BY_CITIZEN_OR_STAFF, "registration",
        REGISTRATIONS,
    ),
    (
        "'appointment.announced'", "appointment.created_at", BY_STAFF.format(who="officer"), "appointment",
        "vaccination_appointment appointment JOIN hssk_user officer ON officer.username = 'demo.tinh'",
    ),
    (
        "'dose.recorded'", "dose.recorded_at", BY_STAFF.format(who="nurse"), "dose",
        "vaccination_dose dose JOIN hssk_user nurse ON nurse.id = dose.recorded_by_id",
    ),
)  # fmt: skip
ENTRIES = """
INSERT INTO hssk_auditentry (verb, at, actor_kind, actor_id, actor_title, subject_kind, subject_id, person_id, detail)
SELECT {verb}, {at}, {who}, '{kind}', {kind}.id, {kind}.person_id, '{{}}' FROM {source}
WHERE {kind}.campaign_id = %s
AND NOT EXISTS (SELECT 1 FROM hssk_auditentry known WHERE known.subject_id = {kind}.id AND known.verb = {verb})
"""


def write_trail(campaign: Campaign) -> None:
    """Audit entries that are missing for rows of the campaign, and exact counts."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(TABLES)}")
        # The trail is empty to begin with, so PostgreSQL would read it whole for each row while it grows.
        cursor.execute("SET LOCAL enable_nestloop TO off")
        for statement in entries():
            cursor.execute(statement, [campaign.pk])
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    rebuild(RECOUNTS)
    fold_counts()


def entries() -> Iterable[str]:
    """A statement for each kind of entry."""
    for verb, at, who, kind, source in SOURCES:
        yield ENTRIES.format(verb=verb, at=at, who=who, kind=kind, source=source)
