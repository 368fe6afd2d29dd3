"""What happened to the people of a commune since the campaign began: by chance, and within the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

from registration.people.facts import age_on
from registration.registrations.states import State as RegistrationState
from vaccination.demo.people import Invented, new_id
from vaccination.demo.places import YOUNGEST
from vaccination.demo.supply import Meeting, opening
from vaccination.planning.states import State
from vaccination.sessions.models import ArrivalSlot

WISHING = 0.93
# A campaign starts small.
GROWTH = (2, 3, 4, 5, 5, 6)
MISSED, DEFERRED, CONTRAINDICATED = 0.03, 0.045, 0.05
COMES_AGAIN = 0.92
TODAYS_FILL = 0.7


@dataclass(frozen=True)
class Product:
    """A vaccine as its rules are: youngest age, and days between the first two doses."""

    code: str
    min_age: int
    min_days: int


@dataclass(slots=True)
class Visit:
    """An appointment, and the dose if one was given."""

    id: UUID
    person: Invented
    meeting: Meeting
    slot: ArrivalSlot
    dose_number: int
    state: str
    at: datetime
    dose: UUID | None = None


class Story:
    """One commune's: filled by `tell`, read by write.py."""

    def __init__(self, product: Product, rng: Random, today: date) -> None:
        self.product, self.rng, self.today = product, rng, today
        self.visits: list[Visit] = []
        # By person's id, the days of their doses; and those people.
        self.given: dict[UUID, list[date]] = {}
        self.vaccinated: dict[UUID, Invented] = {}

    def tell(self, people: Sequence[Invented], past: Sequence[Meeting], todays: Sequence[Meeting], start: date) -> None:
        """Registrations first, then six weeks of sessions, then who is invited today."""
        line = self.in_line(people, start)
        reached = round(len(line) * self.rng.uniform(0.35, 0.78))
        for meeting, batch in zip(past, dealt(line[:reached]), strict=True):
            self.hold(meeting, batch, 1)
            self.hold(meeting, self.due_again(meeting.session.on), 2)
        untouched = [person for person in line[reached:] if person.state != RegistrationState.SUBMITTED]
        self.invite([*self.due_again(self.today), *untouched], todays)

    def in_line(self, people: Sequence[Invented], start: date) -> list[Invented]:
        """Those who registered and may have this vaccine, more or less in the order of the groups."""
        wishing = [person for person in people if age_on(person.birth_date, start) >= YOUNGEST]
        line = [person for person in wishing if self.rng.random() < WISHING]
        for person in line:
            person.registration, person.state = new_id(self.rng), RegistrationState.ACCEPTED.value
            if self.rng.random() < 0.1:
                person.state = RegistrationState.SUBMITTED.value
            back = timedelta(days=self.rng.uniform(0, (self.today - start).days), minutes=self.rng.randint(0, 600))
            person.submitted_at = opening(self.today) - back
        old_enough = [person for person in line if age_on(person.birth_date, start) >= self.product.min_age]
        return sorted(old_enough, key=lambda person: int(person.group) + self.rng.random() * 4)

    def hold(self, meeting: Meeting, people: Sequence[Invented], dose_number: int) -> None:
        """A session of the past: nearly everybody who was invited came."""
        for place, person in enumerate(people):
            visit = self.visit(person, meeting, place / len(people), dose_number)
            visit.state = self.outcome() if dose_number == 1 else State.OBSERVED.value
            if visit.state == State.OBSERVED:
                visit.dose = new_id(self.rng)
                self.given.setdefault(person.id, []).append(meeting.session.on)
                self.vaccinated[person.id] = person
            if dose_number == 1:
                waited = timedelta(days=self.rng.randint(2, 20), minutes=self.rng.randint(0, 500))
                person.submitted_at = min(person.submitted_at or visit.at, visit.at - waited)
            person.state = (RegistrationState.COMPLETED if dose_number == 2 else RegistrationState.ACCEPTED).value

    def due_again(self, day: date) -> list[Invented]:
        """Whose second dose may be given on that day, less those who cannot come."""
        latest = day - timedelta(days=self.product.min_days)
        due = (self.vaccinated[who] for who, days in self.given.items() if len(days) == 1 and days[0] <= latest)
        return [person for person in due if self.rng.random() < COMES_AGAIN]

    def invite(self, people: Iterable[Invented], todays: Sequence[Meeting]) -> None:
        """Appointments of today, some of them confirmed."""
        waiting = iter(people)
        for meeting in todays:
            seats = round(sum(slot.seats for slot in meeting.slots) * TODAYS_FILL)
            for place in range(seats):
                person = next(waiting, None)
                if person is None:
                    return
                visit = self.visit(person, meeting, place / seats, 1 + len(self.given.get(person.id, ())))
                visit.state = State.CONFIRMED.value if self.rng.random() < 0.5 else State.ANNOUNCED.value
                person.state = RegistrationState.SCHEDULED.value

    def visit(self, person: Invented, meeting: Meeting, share: float, dose_number: int) -> Visit:
        """Into the slot that this share of the session falls in."""
        slot = meeting.slots[int(share * len(meeting.slots))]
        at = slot.starts_at + timedelta(minutes=20 + self.rng.randint(0, 35))
        found = Visit(new_id(self.rng), person, meeting, slot, dose_number, "", at)
        self.visits.append(found)
        return found

    def outcome(self) -> str:
        """How an invitation ended."""
        roll = self.rng.random()
        if roll < MISSED:
            return State.MISSED.value
        if roll < DEFERRED:
            return State.DEFERRED.value
        return State.CONTRAINDICATED.value if roll < CONTRAINDICATED else State.OBSERVED.value


def dealt(line: Sequence[Invented]) -> list[Sequence[Invented]]:
    """The line cut into sessions that grow."""
    marks = [len(line) * sum(GROWTH[:place]) // sum(GROWTH) for place in range(len(GROWTH) + 1)]
    return [line[begin:end] for begin, end in pairwise(marks)]
