"""Dealing seats to people: pure, knows no tables, the same input gives the same deal.

People are dealt to in the order given. Each gets, of the free seats that their commune and their dose
allow: the household's slot, the wished date and shift, the wished date, the wished shift, the earliest;
on a day the own commune's facility first. A better deal may take this one's place behind `deal`.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from vaccination.planning.reasons import Reason

ANY = "any"


@dataclass(frozen=True, slots=True)
class Place:
    """An arrival slot with free seats. `communes` are those that its facility serves."""

    slot_id: int
    session_id: UUID
    on: date
    shift: str
    minute: int
    vaccine: str
    facility_area: int
    communes: tuple[int, ...]
    free: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who waits, and what dose they may have: `products` from `earliest` on, or `barred`."""

    registration_id: UUID
    area_id: int
    dose_number: int
    products: tuple[str, ...] = ()
    earliest: date = date.min
    # Why `earliest` is not simply now (an interval, a deferral), and why there are no more products.
    held_by: str = Reason.INTERVAL
    limited_by: str = Reason.WRONG_PRODUCT
    barred: str = ""
    household: str = ""
    wished_on: date | None = None
    wished_shift: str = ANY


@dataclass(frozen=True, slots=True)
class Seat:
    """A person into a slot."""

    registration_id: UUID
    slot_id: int
    dose_number: int


@dataclass(frozen=True, slots=True)
class Dealt:
    """What came of it: everybody is in exactly one of the two."""

    seats: list[Seat] = field(default_factory=list)
    unserved: list[tuple[UUID, str]] = field(default_factory=list)


class Queue:
    """Slots from best to worst for one kind of person; full ones are jumped over for good."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.days = [place.on for place in places]
        self.jump = list(range(len(places) + 1))

    def open_from(self, index: int) -> int:
        """The first place from `index` on that is not known to be full."""
        root = index
        while self.jump[root] != root:
            root = self.jump[root]
        while self.jump[index] != root:
            self.jump[index], index = root, self.jump[index]
        return root

    def first(self, earliest: date, free: Mapping[int, int]) -> Place | None:
        """The best place with a free seat on or after `earliest`."""
        index = self.open_from(bisect_left(self.days, earliest))
        while index < len(self.places) and not free[self.places[index].slot_id]:
            self.jump[index] = index + 1
            index = self.open_from(index)
        return self.places[index] if index < len(self.places) else None


class Dealer:
    """Seats still free, and the queues of those dealt to so far."""

    def __init__(self, people: Sequence[Candidate], places: Sequence[Place]) -> None:
        self.to_come = Counter(person.household for person in people if person.household and not person.barred)
        self.free = {place.slot_id: place.free for place in places}
        self.of_session: dict[UUID, list[Place]] = defaultdict(list)
        self.of_commune: dict[int, list[Place]] = defaultdict(list)
        self.by_slot = {place.slot_id: place for place in places}
        self.queues: dict[tuple[int, tuple[str, ...], str], Queue] = {}
        self.together: dict[str, int] = {}
        for place in places:
            self.of_session[place.session_id].append(place)
            for commune in place.communes:
                self.of_commune[commune].append(place)

    def queue(self, person: Candidate, shift: str) -> Queue:
        """What is open to people like this one, in one shift or in any."""
        key = (person.area_id, person.products, shift)
        if key not in self.queues:
            fit = [
                place
                for place in self.of_commune.get(person.area_id, ())
                if place.vaccine in person.products and shift in {ANY, place.shift}
            ]
            fit.sort(key=lambda at: (at.on, at.facility_area != person.area_id, at.minute, at.slot_id))
            self.queues[key] = Queue(fit)
        return self.queues[key]

    def best(self, person: Candidate) -> Place | None:
        """The place for this person, by the order that the module names."""
        wishes = (self.queue(person, person.wished_shift), self.queue(person, ANY))
        if person.wished_on and person.wished_on >= person.earliest:
            for queue in wishes:
                place = queue.first(person.wished_on, self.free)
                if place and place.on == person.wished_on:
                    return place
        if place := self.with_household(person):
            return place
        return wishes[0].first(person.earliest, self.free) or wishes[1].first(person.earliest, self.free)

    def with_household(self, person: Candidate) -> Place | None:
        """Where the household goes, when a seat is left there and it suits this person too."""
        place = self.by_slot.get(self.together.get(person.household, 0)) if person.household else None
        if place is None or not self.free[place.slot_id] or place.on < person.earliest:
            return None
        suits = place.vaccine in person.products and person.area_id in place.communes
        return place if suits and person.wished_shift in {ANY, place.shift} else None

    def why_not(self, person: Candidate) -> str:
        """The first reason that kept this person from a seat."""
        here = self.of_commune.get(person.area_id)
        if not here:
            return Reason.NO_SESSION
        fit = self.queue(person, ANY)
        if not fit.places:
            return person.limited_by
        return person.held_by if fit.days[-1] < person.earliest else Reason.FULL

    def room_for_all(self, person: Candidate, place: Place) -> Place:
        """A later slot of the same session where the rest of the household fits too; else the same place."""
        size = self.to_come[person.household]
        if size < 2 or person.household in self.together or self.free[place.slot_id] >= size:
            return place
        later = (other for other in self.of_session[place.session_id] if other.minute > place.minute)
        return next((other for other in later if self.free[other.slot_id] >= size), place)

    def take(self, person: Candidate) -> Place | None:
        """The place of this person, one seat fewer; None when there is none."""
        place = self.best(person)
        if place:
            place = self.room_for_all(person, place)
            self.free[place.slot_id] -= 1
            self.together[person.household] = place.slot_id
        self.to_come[person.household] -= 1
        return place


def deal(people: Sequence[Candidate], places: Sequence[Place]) -> Dealt:
    """Seats for `people`, first come first served, and a reason for each who gets none."""
    dealer, dealt = Dealer(people, places), Dealt()
    for person in people:
        if person.barred:
            dealt.unserved.append((person.registration_id, person.barred))
        elif place := dealer.take(person):
            dealt.seats.append(Seat(person.registration_id, place.slot_id, person.dose_number))
        else:
            dealt.unserved.append((person.registration_id, dealer.why_not(person)))
    return dealt
