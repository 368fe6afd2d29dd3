"""What is counted, and which parts of the key each count is told."""

from enum import StrEnum


class Metric(StrEnum):
    """One thing that is counted, per campaign, day, commune of residence, priority group, age band and sex."""

    # Live registrations, by the day they were submitted.
    REGISTERED = "registered"
    # Live appointments, by the session's day, facility and vaccine, and the dose number.
    SCHEDULED = "scheduled"
    # Standing doses, by the day they were given, facility, vaccine and dose number.
    VACCINATED = "vaccinated"


# Metrics that know a place, a product and a dose; the others leave these parts empty. Whoever counts and
# whoever recounts must agree on the key to the last part, so `delta` refuses any other.
OF_A_DOSE = frozenset({Metric.SCHEDULED, Metric.VACCINATED})
