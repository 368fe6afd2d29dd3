"""Filling communes with people and their story, one after the other, so that memory does not grow with the demo."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from uuid import UUID

from registration.campaigns.models import Campaign
from registration.people.models import Person
from registration.sign_in.models import CitizenAccount
from vaccination.demo import places, staff, supply
from vaccination.demo.flaws import SHARE, spoil
from vaccination.demo.people import Numbers, people_of
from vaccination.demo.places import Commune
from vaccination.demo.story import Product, Story
from vaccination.demo.supply import Meeting, meetings
from vaccination.demo.trail import write_trail
from vaccination.demo.write import World, write_accounts, write_people, write_registrations
from vaccination.demo.write_visits import write_visits
from vaccination.facilities.models import Facility
from vaccination.schedules.rules import rules_on

HOSPITALS_GIVE = "PFZ"


class Filler:
    """Works through the communes; counts what was used where."""

    def __init__(self, world: World, rng: Random, today: date) -> None:
        self.world, self.rng, self.today = world, rng, today
        self.campaign: Campaign = world.campaign
        self.lots = supply.make_lots(self.campaign, today)
        self.numbers = Numbers(taken_phones())
        self.used: Counter[tuple[UUID, UUID]] = Counter()
        self.products = {code: product(code, today) for code in self.lots}

    def fill(self, commune: Commune, place: int, count: int, seats: int) -> None:
        """Sessions, `count` people, and what happened to them."""
        past, coming = self.sessions(commune, place, seats)
        todays = [meeting for meeting in coming if meeting.session.on == self.today]
        people = list(people_of(commune.area.code, count, self.numbers, self.rng, self.today))
        for person in people:
            if self.rng.random() < SHARE:
                spoil(person, self.rng)
        story = Story(self.products[commune.vaccine], self.rng, self.today)
        story.tell(people, past, todays, self.campaign.starts_on)
        write_people(self.world, commune, people, self.rng)
        accounts = write_accounts(self.world, people, self.rng)
        write_registrations(self.world, people, accounts, self.rng)
        nurse = staff.vaccinator(commune.station, self.rng)
        write_visits(self.world, story.visits, nurse, self.rng)
        doses = sum(1 for visit in story.visits if visit.dose)
        self.used[commune.station.pk, self.lots[commune.vaccine].pk] += doses

    def sessions(self, commune: Commune, place: int, seats: int) -> tuple[list[Meeting], list[Meeting]]:
        """Those that are over, and those of today and after."""
        lot = self.lots[commune.vaccine]
        past = supply.past_days(place, self.today)
        coming = supply.coming_days(self.today)
        return (
            meetings(self.campaign, commune.station, lot, past, seats=seats, state="closed"),
            meetings(self.campaign, commune.station, lot, coming, seats=seats),
        )

    def equip(self, facilities: Iterable[Facility], seats: int) -> None:
        """Sessions and stock of hospitals and mobile points, which have no past."""
        lot = self.lots[HOSPITALS_GIVE]
        for facility in facilities:
            meetings(self.campaign, facility, lot, supply.coming_days(self.today), seats=seats)
            self.used[facility.pk, lot.pk] += 0

    def settle(self, communes: Sequence[Commune]) -> None:
        """Deliveries, balances, taken seats, populations, audit and counts, all made from the rows."""
        supply.deliver(self.used, self.rng, self.world.began)
        supply.settle(self.campaign, {facility for facility, _lot in self.used})
        places.set_populations(communes, self.today)
        write_trail(self.campaign)


def product(code: str, on: date) -> Product:
    """A vaccine by the rules in force: youngest age for a first dose, days to a second of the same."""
    rules = rules_on("COVID-19", on)
    first = [rule for rule in rules if rule.number == 1 and rule.vaccine == code]
    second = [rule for rule in rules if rule.number == 2 and rule.vaccine == rule.previous == code]
    if not first or not second:
        raise places.NotLoaded
    youngest = min(rule.min_age for rule in first)
    return Product(code, max(youngest, places.YOUNGEST), max(rule.min_days for rule in second))


def taken_phones() -> set[str]:
    """Phones that somebody has already."""
    return {*Person.objects.values_list("phone", flat=True), *CitizenAccount.objects.values_list("phone", flat=True)}
