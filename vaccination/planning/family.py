"""Everybody whom a citizen looks after, each with the one thing that matters now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import segno
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString, mark_safe

from registration.people.looked_after import looked_after
from registration.people.models import Guardianship, Person
from registration.registrations.models import Registration
from registration.registrations.states import LIVE as LIVE_REGISTRATIONS
from registration.registrations.states import WAITING
from registration.sign_in.models import CitizenAccount
from vaccination.doses.models import Dose
from vaccination.planning.models import Appointment
from vaccination.planning.states import State

COMING = frozenset({State.ANNOUNCED, State.CONFIRMED})
THERE = frozenset({State.CHECKED_IN, State.SCREENED, State.VACCINATED})


@dataclass
class Member:
    """A person with registrations, appointments (both newest first) and doses (oldest first)."""

    held: Guardianship
    registrations: list[Registration] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    doses: list[Dose] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.held.person

    @property
    def coming(self) -> Appointment | None:
        """The next appointment that is expected."""
        soonest = sorted((each for each in self.appointments if each.state in COMING), key=when)
        return soonest[0] if soonest else None

    @property
    def there(self) -> Appointment | None:
        """The visit that goes on now."""
        return next((each for each in self.appointments if each.state in THERE), None)

    @property
    def setback(self) -> Appointment | None:
        """The last appointment, when it ended without a dose; the reason for waiting again."""
        ended = {State.DEFERRED, State.CONTRAINDICATED, State.REFERRED, State.MISSED, State.CANCELLED}
        last = self.appointments[0] if self.appointments else None
        return last if last and last.state in ended else None

    @property
    def registration(self) -> Registration | None:
        """The live registration."""
        return next((each for each in self.registrations if each.state in LIVE_REGISTRATIONS), None)

    @property
    def now(self) -> str:
        """The one thing that matters: there, coming, waiting, done, or nothing yet."""
        if self.there:
            return "there"
        if self.coming:
            return "coming"
        if self.registration and self.registration.state in WAITING:
            return "waiting"
        return "done" if self.doses else "nothing"


def when(appointment: Appointment) -> tuple[object, ...]:
    """By day and arrival time."""
    return (appointment.session.on, appointment.slot.starts_at if appointment.slot else appointment.created_at)


def family_of(account: CitizenAccount, person_id: UUID | None = None) -> list[Member]:
    """Everybody whom `account` looks after (or one of them), in five statements."""
    held = looked_after(account)
    members = {each.person_id: Member(each) for each in (held.filter(person=person_id) if person_id else held)}
    for registration in registrations_of(members):
        members[registration.person_id].registrations.append(registration)
    for appointment in appointments_of(account, members):
        members[appointment.person_id].appointments.append(appointment)
    for person, doses in doses_of(members).items():
        members[person].doses = doses
    return list(members.values())


def registrations_of(people: Iterable[UUID]) -> QuerySet[Registration]:
    """Registrations, newest first."""
    rows = Registration.objects.filter(person__in=list(people)).select_related("campaign", "group")
    return rows.defer("declaration").order_by("-submitted_at")


def appointments_of(account: CitizenAccount, people: Iterable[UUID]) -> QuerySet[Appointment]:
    """Appointments that the citizen may see, newest first: those of a draft are nobody's business yet."""
    rows = Appointment.objects.visible_to(account).filter(person__in=list(people))
    return rows.select_related("session__facility", "session__vaccine", "slot", "person").order_by("-created_at", "pk")


def doses_of(people: Iterable[UUID]) -> dict[UUID, list[Dose]]:
    """Standing doses by person, those of records merged into them included."""
    ids = set(people)
    rows = Dose.objects.standing().filter(Q(person__in=ids) | Q(person__merged_into__in=ids))
    found: dict[UUID, list[Dose]] = defaultdict(list)
    for dose in rows.select_related("vaccine", "lot", "facility", "person").order_by("given_at", "number"):
        found[dose.person.merged_into_id or dose.person_id].append(dose)
    return found


def presence_qr(appointment: Appointment) -> SafeString:
    """What the door scans: the appointment's id as a QR, drawn as SVG."""
    drawn = segno.make(str(appointment.pk), error="m").svg_inline(scale=6, border=4)
    return mark_safe(drawn)  # noqa: S308  drawn by segno from a UUID
