"""A vaccinated family for tests: doses written directly, as old as is said."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from registration.people.models import Person
from registration.sign_in.browser import KEY
from registration.sign_in.models import CitizenAccount
from tests import factories as make
from vaccination.certificates.facts import Codes, Facts
from vaccination.certificates.issue import Book, Certified, certify
from vaccination.doses.models import Dose
from vaccination.stock.models import Lot, Vaccine

PFIZER = Codes("840539006", "1119349007", "EU/1/20/1528", "ORG-100030215")


def facts(**changes: Any) -> Facts:
    """The facts of a second dose of Pfizer."""
    values: dict[str, Any] = {
        "full_name": "Nguyễn Phước Hoàng Tường Vi",
        "birth_date": datetime(1985, 3, 8).date(),  # noqa: DTZ001  a day
        "birth_year_only": False,
        "nationality": "VN",
        "disease": "COVID-19",
        "dose": 2,
        "series": 2,
        "given_on": datetime(2026, 11, 20).date(),  # noqa: DTZ001  a day
        "prophylaxis": "mRNA",
        "product": "Comirnaty (Pfizer-BioNTech)",
        "maker": "Pfizer/BioNTech",
        "codes": PFIZER,
        "issuer": "Ministry of Health of Viet Nam",
        "uvci": "URN:UVCI:01:VN:ABC234#E",
    }
    return Facts(**values | changes)


class Story:
    """A station, its nurse, a mother and her phone."""

    def __init__(self) -> None:
        self.facility = make.make_facility()
        self.campaign = make.make_campaign()
        self.nurse = make.make_clinician(self.facility)
        self.lots: dict[str, Lot] = {}
        self.mother = make.make_person("Bùi Thị Hòa")
        self.account: CitizenAccount = make.make_account(self.mother)

    def lot(self, code: str) -> Lot:
        if code not in self.lots:
            self.lots[code] = make.make_lot(Vaccine.objects.get(pk=code))
        return self.lots[code]

    def dose(self, number: int = 1, vaccine: str = "PFZ", person: Person | None = None, **fields: Any) -> Dose:
        """A dose given and recorded `days_ago` days ago."""
        when = timezone.now() - timedelta(days=fields.pop("days_ago", 100 - 30 * number), hours=3)
        lot = self.lot(vaccine)
        values: dict[str, Any] = {
            "disease": lot.vaccine.disease,
            "kind": "basic" if number <= lot.vaccine.basic_doses else "booster",
            "given_at": when,
            "recorded_at": when,
        }
        return Dose.objects.create(
            person=person or self.mother,
            campaign=self.campaign,
            number=number,
            vaccine=lot.vaccine,
            lot=lot,
            facility=self.facility,
            vaccinator=self.nurse,
            recorded_by=self.nurse,
            **values | fields,
        )

    def book(self, person: Person | None = None, **options: Any) -> Book:
        return certify(person=person or self.mother, by=self.account, **options)

    def certified(self, **fields: Any) -> Certified:
        """One dose and its certificate."""
        self.dose(**fields)
        return self.book().certified[0]

    def phone(self, account: CitizenAccount | None = None) -> Client:
        """A browser in which the citizen is signed in."""
        client = Client()
        session = client.session
        session[KEY] = str((account or self.account).pk)
        session.save()
        return client
