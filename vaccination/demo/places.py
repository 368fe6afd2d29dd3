"""The former Hòa Bình as the campaign's ground: communes of today, facilities, people per commune, targets."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.db.models import Count, F, Q

from hssk.areas.models import AdministrativeUnit, Level, Succession
from registration.campaigns.load import add_groups
from registration.campaigns.models import Campaign
from registration.people.models import Person
from vaccination.coverage.models import Basis, Population, Target
from vaccination.facilities.models import Catchment, Facility, FacilityKind

CODE = "demo-hoa-binh"
PROVINCE, FORMER_PROVINCE = "25", "17"
DAYS_BEFORE, DAYS_AFTER = 45, 105
# Towns hold more people than communes of the hills.
CROWDED = {"phuong": 2.0, "thi_tran": 1.6}
# People known to the system are not all: some have neither registered nor been listed.
KNOWN_SHARE = Decimal("0.92")
SOURCE = "Số minh họa, chia theo tỷ lệ dân số các huyện năm 2021 và thu nhỏ theo số người tạo ra"
VACCINES = ("PFZ", "AZ", "PFZ", "MOD")
MAI_CHAU = "05200"
YOUNGEST = 12


class NotLoaded(Exception):
    """Reference data is missing: `manage.py load_reference` comes first."""


@dataclass(frozen=True)
class Commune:
    """A commune of the campaign, its share of the people, its station and what that station gives."""

    area: AdministrativeUnit
    share: float
    station: Facility
    vaccine: str


def make_campaign(today: date) -> Campaign:
    """The campaign, its priority groups and its targets, around today."""
    area = AdministrativeUnit.objects.today().provinces().filter(code=PROVINCE).first()
    if area is None:
        raise NotLoaded
    campaign, new = Campaign.objects.get_or_create(
        code=CODE,
        defaults={
            "name_vi": "Chiến dịch minh họa: tiêm vắc xin phòng COVID-19, khu vực Hòa Bình",
            "name_en": "Demonstration campaign: COVID-19 vaccination, Hòa Bình area",
            "area": area,
            "starts_on": today - timedelta(days=DAYS_BEFORE),
            "ends_on": today + timedelta(days=DAYS_AFTER),
            "is_demo": True,
        },
    )
    if new:
        add_groups(campaign)
        add_targets(campaign, today)
    return campaign


def add_targets(campaign: Campaign, today: date) -> None:
    """The province's targets: half of the adults first, most of the people in the end."""
    Target.objects.create(
        campaign=campaign,
        name_vi="Người từ 18 tuổi tiêm ít nhất 1 mũi",
        name_en="Adults with at least one dose",
        basis=Basis.ADULTS,
        share_percent=50,
        due_on=today + timedelta(days=15),
    )
    Target.objects.create(
        campaign=campaign,
        name_vi="Dân số tiêm ít nhất 1 mũi",
        name_en="Population with at least one dose",
        basis=Basis.EVERYONE,
        share_percent=70,
        due_on=campaign.ends_on,
    )


def district_people() -> dict[str, int]:
    """People of each district in 2021 (Niên giám thống kê Hòa Bình 2021)."""
    with (Path(__file__).parent / "data" / "districts.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: int(row["people_2021"]) for row in csv.DictReader(file)}


def shares() -> dict[int, float]:
    """Share of the area's people in each commune of today, from its former communes and their districts."""
    rows = Succession.objects.filter(
        predecessor__level=Level.COMMUNE,
        predecessor__parent__parent__code=FORMER_PROVINCE,
        successor__in=AdministrativeUnit.objects.today(),
    )
    weights: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows.select_related("predecessor").annotate(district=F("predecessor__parent__code")):
        weight = CROWDED.get(row.predecessor.kind, 1.0) * (0.5 if row.is_partial else 1)
        weights[row.district][row.successor_id] += weight
    people = district_people()
    found: dict[int, float] = defaultdict(float)
    for district, communes in weights.items():
        for area, weight in communes.items():
            found[area] += people[district] / sum(people.values()) * weight / sum(communes.values())
    return found


def make_communes() -> list[Commune]:
    """The 46 communes with their stations, by code."""
    found = shares()
    areas = AdministrativeUnit.objects.filter(pk__in=found).order_by("code")
    return [
        Commune(area, found[area.pk], station(area), "PFZ" if area.code == MAI_CHAU else VACCINES[place % 4])
        for place, area in enumerate(areas)
    ]


def station(area: AdministrativeUnit) -> Facility:
    """The commune's health station: "Trạm Y tế xã Mai Châu"."""
    name = f"Trạm Y tế {area.name[0].lower()}{area.name[1:]}"
    return facility(f"TYT{area.code}", name, FacilityKind.COMMUNE_STATION, area, [area])


def facility(
    code: str,
    name: str,
    kind: str,
    area: AdministrativeUnit,
    serves: list[AdministrativeUnit],
    *,
    emergency: bool = False,
) -> Facility:
    """A facility and the communes it serves."""
    values = {"name": name, "kind": kind, "area": area, "phone": "+842180000000", "emergency_care": emergency}
    found, new = Facility.objects.get_or_create(code=code, defaults=values)
    if new:
        Catchment.objects.bulk_create(Catchment(facility=found, area=each) for each in serves)
    return found


def make_other_facilities(communes: list[Commune]) -> list[Facility]:
    """Two hospitals with emergency care that serve everybody, and a mobile point in the hills."""
    by_code = {commune.area.code: commune.area for commune in communes}
    everywhere = list(by_code.values())
    hospital, centre = FacilityKind.HOSPITAL, FacilityKind.HEALTH_CENTRE
    hills = [by_code["05212"], by_code["05245"]]
    return [
        facility("BV04795", "Bệnh viện Đa khoa Hòa Bình", hospital, by_code["04795"], everywhere, emergency=True),
        facility("TTYT05266", "Trung tâm Y tế Lạc Sơn", centre, by_code["05266"], everywhere, emergency=True),
        facility("LD05212", "Điểm tiêm lưu động Pà Cò", FacilityKind.MOBILE, hills[0], hills),
    ]


def set_populations(communes: Sequence[Commune], today: date) -> None:
    """Populations in proportion to the people made: shares and targets then look like a province's."""
    adult = Q(birth_date__lte=today.replace(year=today.year - 18, day=min(today.day, 28)))
    counts = Person.objects.filter(area__in=[commune.area for commune in communes]).values("area")
    rows = []
    for row in counts.annotate(everyone=Count("pk"), adults=Count("pk", filter=adult)):
        for basis, known in ((Basis.EVERYONE, row["everyone"]), (Basis.ADULTS, row["adults"])):
            people = int(known / KNOWN_SHARE) + 1
            rows.append(Population(area_id=row["area"], basis=basis, people=people, as_of=today, source=SOURCE))
    Population.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["area", "basis", "as_of"], update_fields=["people", "source"]
    )
