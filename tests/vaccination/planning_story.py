"""A small campaign that the tests of planning share: a commune, its station, tomorrow, and people who wait."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hssk.accounts.models import User
from hssk.areas.models import AdministrativeUnit
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration
from tests import factories
from vaccination.facilities.models import Facility
from vaccination.planning.make_plan import make_plan
from vaccination.planning.models import Appointment, Plan
from vaccination.planning.publish import publish_plan
from vaccination.schedules.load import load_policy
from vaccination.schedules.rules import forget_policy
from vaccination.sessions.models import Session
from vaccination.stock.models import Lot, Vaccine


@dataclass
class Story:
    """Given: rules, a campaign of the province, a commune with a station, a lot, and an officer."""

    campaign: Campaign = field(init=False)
    commune: AdministrativeUnit = field(init=False)
    facility: Facility = field(init=False)
    lot: Lot = field(init=False)
    officer: User = field(init=False)
    tomorrow: date = field(init=False)

    def __post_init__(self) -> None:
        load_policy()
        forget_policy()
        self.campaign = factories.make_campaign()
        self.commune = factories.make_commune()
        self.facility = factories.make_facility()
        self.lot = factories.make_lot(Vaccine.objects.get(pk="PFZ"))
        self.officer = factories.make_staff()
        self.tomorrow = factories.today() + timedelta(days=1)

    def session(self, seats: int = 20, **fields: Any) -> Session:
        values: dict[str, Any] = {"facility": self.facility, "on": self.tomorrow, "lot": self.lot}
        return factories.make_session(self.campaign, seats=seats, **values | fields)

    def waiting(self, name: str = "Bùi Thị Hòa", **fields: Any) -> Registration:
        personal = {key: fields.pop(key) for key in ("birth_date", "phone", "area", "household") if key in fields}
        return factories.make_registration(factories.make_person(name, **personal), self.campaign, **fields)

    def plan(self, days: int = 7, **fields: Any) -> Plan:
        values: dict[str, Any] = {
            "id": uuid.uuid4(),
            "campaign": self.campaign,
            "area": self.campaign.area,
            "from_day": factories.today(),
            "to_day": factories.today() + timedelta(days=days),
            "by": self.officer,
        }
        return make_plan(**values | fields)

    def invited(self, name: str = "Bùi Thị Hòa", **fields: Any) -> Appointment:
        """Somebody with a published appointment."""
        registration = self.waiting(name, **fields)
        publish_plan(plan_id=self.plan().pk, by=self.officer)
        return Appointment.objects.get(registration=registration)
