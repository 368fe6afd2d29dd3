"""Figures as plain values for the API."""

from typing import Any

from vaccination.coverage.figures import Coverage, Progress, Row
from vaccination.coverage.notes import notes_on, public_notes_on
from vaccination.coverage.public import PublicCoverage, PublicRow
from vaccination.coverage.tally import share


def percent(part: float | None) -> float | None:
    """A share in per cent with one decimal."""
    return None if part is None else round(part * 100, 1)


def campaign_part(coverage: Coverage) -> dict[str, Any]:
    campaign = coverage.question.campaign
    return {"id": campaign.pk, "code": campaign.code, "name": campaign.name, "is_demo": campaign.is_demo}


def target_part(progress: Progress) -> dict[str, Any]:
    target = progress.target
    return {
        "name": target.name,
        "basis": target.basis,
        "dose_number": target.dose_number,
        "share_percent": float(target.share_percent),
        "due_on": target.due_on,
        "reached": progress.reached,
        "reached_percent": percent(progress.share),
        "people_missing": progress.missing,
    }


def doses_part(doses: dict[int, int]) -> dict[str, int]:
    """Doses by number; the first two always, so that programs need not ask whether they are there."""
    numbers = sorted({1, 2, *(number for number, count in doses.items() if count)})
    return {str(number): doses.get(number, 0) for number in numbers}


def row_part(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "registered": row.tally.registered,
        "scheduled": row.tally.scheduled,
        "dose_1": row.tally.doses[1],
        "dose_2": row.tally.doses[2],
        "population": row.people.everyone,
        "adults": row.people.adults,
        "coverage_percent": percent(row.coverage),
        "population_percent": percent(row.of_everyone),
    }


def answer(coverage: Coverage) -> dict[str, Any]:
    """Everything that an official sees."""
    area, total = coverage.question.area, coverage.total
    return {
        "campaign": campaign_part(coverage),
        "area": area and {"code": area.code, "name": area.name},
        "as_of": coverage.as_of,
        "totals": {
            "registered": total.registered,
            "scheduled": total.scheduled,
            "vaccinated": doses_part(total.doses),
            "population": coverage.people.everyone,
            "adults": coverage.people.adults,
            "coverage_percent": percent(coverage.of_all),
            "population_percent": percent(share(coverage.so_far.doses[1], coverage.people.everyone)),
        },
        "targets": [target_part(each) for each in coverage.targets],
        "rows": [row_part(row) for row in coverage.rows],
        "notes": [str(note) for note in notes_on(coverage)],
    }


def public_row_part(row: PublicRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": row.label,
        "dose_1": row.dose_1,
        "dose_2": row.dose_2,
        "population": row.people,
        "population_percent": percent(row.share),
    }


def public_answer(public: PublicCoverage) -> dict[str, Any]:
    """Everything that everybody sees."""
    whole = public.whole
    return {
        "campaign": campaign_part(whole),
        "as_of": whole.as_of,
        "totals": {
            "vaccinated": doses_part(whole.total.doses),
            "population": whole.people.everyone,
            "population_percent": percent(share(whole.so_far.doses[1], whole.people.everyone)),
        },
        "targets": [target_part(each) for each in whole.targets],
        "rows": [public_row_part(row) for row in public.rows],
        "notes": [str(note) for note in public_notes_on(public)],
    }
