"""Where the stories play: a campaign with the shipped rules, a commune with a station, an official and a nurse."""

from dataclasses import dataclass, field

from hssk.accounts.models import User
from hssk.accounts.roles import Role
from hssk.areas.models import AdministrativeUnit
from notifications.texts.load import load_texts
from registration.campaigns.load import add_groups, load_questions_and_consent
from registration.campaigns.models import Campaign
from tests import factories as make
from vaccination.facilities.models import Facility
from vaccination.schedules.load import load_policy
from vaccination.stock.models import Lot, Vaccine


@dataclass
class World:
    """Given."""

    commune: AdministrativeUnit = field(init=False)
    far_commune: AdministrativeUnit = field(init=False)
    campaign: Campaign = field(init=False)
    facility: Facility = field(init=False)
    lot: Lot = field(init=False)
    official: User = field(init=False)
    nurse: User = field(init=False)

    def __post_init__(self) -> None:
        load_questions_and_consent()
        load_policy()
        load_texts()
        self.commune = make.make_commune()
        self.far_commune = make.make_commune("Xã Pà Cò", "05212")
        self.campaign = make.make_campaign(name_vi="Chiến dịch tiêm vắc xin COVID-19")
        add_groups(self.campaign)
        self.facility = make.make_facility()
        self.lot = make.make_lot(Vaccine.objects.get(pk="PFZ"), number="FK0112")
        make.stock_up(self.facility, self.lot)
        self.official = make.make_staff()
        self.nurse = make.make_clinician(self.facility, Role.VACCINATOR)
