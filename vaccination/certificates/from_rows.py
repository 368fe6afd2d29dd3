"""What the rows say of each dose of a person."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from registration.people.models import Person
from vaccination.certificates.facts import Codes, Facts, place_in_series
from vaccination.certificates.models import ProductCode
from vaccination.doses.models import Dose


def facts_of_doses(person: Person, standing: Sequence[Dose]) -> dict[UUID, Facts]:
    """Facts by dose. `standing` is the whole history in the order of time: the first product sets the series."""
    codes = {
        row.pk: Codes(row.disease, row.prophylaxis, row.product, row.maker, row.cvx)
        for row in ProductCode.objects.all()
    }
    basic: dict[str, int] = {}
    for dose in standing:
        basic.setdefault(dose.disease, dose.vaccine.basic_doses)
    return {dose.pk: facts_of(dose, person, basic[dose.disease], codes.get(dose.vaccine_id)) for dose in standing}


def facts_of(dose: Dose, person: Person, basic: int, codes: Codes | None) -> Facts:
    """Facts of one dose, in a series that began with a product of `basic` doses."""
    number, series = place_in_series(dose.number, basic)
    return Facts(
        full_name=person.full_name,
        birth_date=person.birth_date,
        birth_year_only=person.birth_year_only,
        nationality=person.nationality,
        disease=dose.disease,
        dose=number,
        series=series,
        given_on=timezone.localdate(dose.given_at),
        prophylaxis=dose.vaccine.platform,
        product=dose.vaccine.name,
        maker=dose.vaccine.maker,
        codes=codes,
        issuer=settings.CERTIFICATE_ISSUER,
    )
