"""Recording an injection: the hot path of the day."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.accounts.models import User
from hssk.audit import record as audit
from hssk.refusals import NotYours, broken_constraint
from notifications.outbox.enqueue import enqueue
from registration.campaigns.models import Campaign, PriorityGroup
from registration.people.models import Person
from registration.registrations.change_state import move_registrations
from registration.registrations.models import Registration
from registration.registrations.states import State as RegistrationState
from vaccination.counts.metrics import Metric
from vaccination.counts.move import delta, move_counts
from vaccination.doses import refusals
from vaccination.doses.history import every_dose, given_in, root_id
from vaccination.doses.messages import recorded_draft
from vaccination.doses.models import Dose
from vaccination.doses.rules import Case, refuse_unless_allowed
from vaccination.doses.signals import doses_recorded
from vaccination.facilities.models import Facility
from vaccination.schedules.next_dose import is_complete, kind_of_next
from vaccination.schedules.rules import basic_doses, rules_on, vaccine_by_code
from vaccination.sessions.models import Session
from vaccination.stock.book import book
from vaccination.stock.models import Lot, MovementKind

ONE_EACH = "one_dose_per_person_disease_and_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """What happened at the table, under the client's own id."""

    id: UUID
    person: Person
    campaign: Campaign
    group_id: int | None
    lot: Lot
    facility: Facility
    session: Session | None
    given_at: datetime
    body_site: str
    vaccinator: User
    override_reason: str = ""
    # The appointment that it fulfils; none for walk-ins recorded later, paper, offline queues.
    appointment_id: UUID | None = None


def record_dose(
    *,
    id: UUID,
    person: Person,
    campaign: Campaign,
    group: PriorityGroup | None,
    lot: Lot,
    facility: Facility,
    session: Session | None,
    given_at: datetime,
    body_site: str,
    vaccinator: User,
    override_reason: str = "",
    by: User,
) -> tuple[Dose, bool]:
    """Record an injection; True when it is new. The same id again returns the first.

    The dose number comes from the history, never from the caller. Raises DoseRefused: too_early,
    wrong_age, wrong_product, not_due, expired_lot, blocked_lot, already_given, future; OutOfStock.
    """
    injection = Injection(
        id=id,
        person=person,
        campaign=campaign,
        group_id=group.pk if group else None,
        lot=lot,
        facility=facility,
        session=session,
        given_at=given_at,
        body_site=body_site,
        vaccinator=vaccinator,
        override_reason=override_reason,
    )

    def write(known: Sequence[Dose]) -> Dose:
        dose = write_dose(injection, known, by=by)
        take_from_stock(dose, by=by)
        return dose

    return recorded_once(injection, write)


def recorded_once(injection: Injection, write: Callable[[Sequence[Dose]], Dose]) -> tuple[Dose, bool]:
    """The dose that `write` makes, in a transaction, of the person's `every_dose`; True when it is new.

    The same id again gives the first, also when both are sent at the same moment.
    """
    known = every_dose(injection.person)
    if first := sent_before(injection, known):
        return first, False
    try:
        with first_wins(injection):
            return write(known), True
    except refusals.DoseRefused:
        if first := sent_before(injection, every_dose(injection.person)):
            return first, False
        raise


def sent_before(injection: Injection, known: Sequence[Dose]) -> Dose | None:
    """The dose that this id already made."""
    return next((dose for dose in known if dose.pk == injection.id), None)


@contextmanager
def first_wins(injection: Injection) -> Iterator[None]:
    """A transaction in which a second recorder of the same dose is told who was first.

    The unique constraint decides, not the look at the history: two may have looked at the same moment.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broken_constraint(error) not in {ONE_EACH, "vaccination_dose_pkey"}:
            raise
        # Ordered: a dose under the same id says more than one with the same number.
        rows = Dose.objects.select_related("recorded_by", "facility").order_by("recorded_at")
        winner = rows.filter(pk=injection.id).first()
        if winner and winner.person_id != root_id(injection.person):
            raise NotYours(_("Mã này đã dùng cho một mũi tiêm khác.")) from error
        disease = injection.campaign.disease
        of_person = rows.standing().filter(person=root_id(injection.person), disease=disease)
        raise refusals.already_given(winner or of_person.latest("recorded_at")) from error


def write_dose(injection: Injection, known: Sequence[Dose], *, by: User) -> Dose:
    """Check the rules and write the dose with what follows, in the caller's transaction, but for the stock.

    `known` is the person's `every_dose`.
    """
    now = timezone.now()
    disease = injection.campaign.disease
    history = [dose for dose in known if dose.voided_at is None and dose.disease == disease]
    case = Case(injection.person, history, disease, injection.lot, injection.given_at)
    reason = refuse_unless_allowed(case, override_reason=injection.override_reason, now=now)
    dose = unsaved(injection, case, reason, now, by)
    dose.save(force_insert=True)
    follow(dose, by)
    complete_registration(dose, [*history, dose], by)
    doses_recorded.send(Dose, doses=[dose], appointment_id=injection.appointment_id, by=by)
    return dose


def take_from_stock(dose: Dose, *, by: User) -> None:
    """The last statement of the transaction: all who use the lot here share the locked row."""
    book(facility=dose.facility, lot=dose.lot, kind=MovementKind.USED, doses=-1, cause_id=dose.pk, by=by)


def unsaved(injection: Injection, case: Case, reason: str, now: datetime, by: User) -> Dose:
    """The row, with number and kind worked out from the history."""
    given, rules = given_in(case.history), rules_on(case.disease, case.on)
    taken = {dose.number for dose in case.history}
    number = next(free for free in range(len(given) + 1, len(given) + 2 + len(taken)) if free not in taken)
    dose = Dose(
        id=injection.id,
        person_id=root_id(injection.person),
        campaign=injection.campaign,
        group_id=injection.group_id,
        disease=case.disease,
        number=number,
        kind=kind_of_next(given, rules, basic_doses(case.disease)),
        vaccine=vaccine_by_code(injection.lot.vaccine_id),
        lot=injection.lot,
        facility=injection.facility,
        session=injection.session,
        given_at=injection.given_at,
        body_site=injection.body_site,
        vaccinator=injection.vaccinator,
        recorded_by=by,
        recorded_at=now,
        override_reason=reason,
    )
    if injection.person.pk == dose.person_id:
        dose.person = injection.person
    return dose


def follow(dose: Dose, by: User) -> None:
    """Audit, count and message of a new dose."""
    detail = {"number": dose.number, "vaccine": dose.vaccine_id, "against_rules": bool(dose.override_reason)}
    audit.record(
        "dose.recorded", subject_kind="dose", subject_id=dose.pk, person_id=dose.person_id, detail=detail, by=by
    )
    counted = delta(
        Metric.VACCINATED,
        campaign_id=dose.campaign_id,
        on=timezone.localdate(dose.given_at),
        person=dose.person,
        group_id=dose.group_id,
        facility_id=dose.facility_id,
        vaccine_id=dose.vaccine_id,
        dose_number=dose.number,
    )
    move_counts([counted])
    if dose.person.phone:
        enqueue(recorded_draft(dose))


def complete_registration(dose: Dose, doses: Sequence[Dose], by: User) -> None:
    """The wish is fulfilled when the basic series is complete."""
    if not is_complete(given_in(doses), basic_doses(dose.disease)):
        return
    waiting = [RegistrationState.SUBMITTED, RegistrationState.ACCEPTED, RegistrationState.SCHEDULED]
    wishes = Registration.objects.filter(campaign=dose.campaign_id, person=dose.person_id, state__in=waiting)
    if found := list(wishes.select_related("person", "group")):
        move_registrations(registrations=found, to=RegistrationState.COMPLETED, by=by)
