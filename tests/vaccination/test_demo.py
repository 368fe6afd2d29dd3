"""The demo campaign: invented, labelled, and in keeping with every rule of the system."""

import io
import itertools
from collections import Counter, defaultdict

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.utils import timezone

from hssk.accounts.access import can
from hssk.accounts.demo import DEMO_PASSWORD
from hssk.accounts.models import User
from hssk.accounts.roles import May
from notifications.outbox.models import Message
from registration.campaigns.models import Campaign
from registration.people.models import IdentityDocument, Person
from registration.people.verification import cccd_facts, doubts_of
from registration.registrations.models import Registration
from tests import factories
from vaccination.counts.prove import differences
from vaccination.coverage.models import Population
from vaccination.coverage.recounts import RECOUNTS
from vaccination.demo.make import make_demo
from vaccination.doses.models import Dose
from vaccination.facilities.models import Facility
from vaccination.planning.models import Appointment
from vaccination.schedules.next_dose import Given, next_dose
from vaccination.schedules.rules import basic_doses, rules_on
from vaccination.sessions.models import ArrivalSlot, Session
from vaccination.stock.models import StockBalance, StockMovement

PEOPLE = 600


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """Made once for all tests of this file, and undone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        make_demo(people=PEOPLE, seed=7, now=timezone.now())
        connection.check_constraints()  # once; else every test would check these rows at its end
        yield
        transaction.set_rollback(True)


@pytest.fixture
def campaign(_demo, db) -> Campaign:
    return Campaign.objects.select_related("area").get(is_demo=True)


def test_it_is_labelled_and_lies_in_the_former_hoa_binh(campaign) -> None:
    assert "minh họa" in campaign.name_vi
    assert campaign.area.code == "25"
    assert campaign.starts_on < factories.today() < campaign.ends_on
    assert campaign.groups.count() == 16
    assert Person.objects.values("area").distinct().count() == 46
    assert set(Population.objects.values_list("source", flat=True)) == {
        "Số minh họa, chia theo tỷ lệ dân số các huyện năm 2021 và thu nhỏ theo số người tạo ra"
    }


def test_every_commune_has_a_station_and_sessions_to_come(campaign) -> None:
    kinds = Counter(Facility.objects.values_list("kind", flat=True))
    assert kinds == {"commune_station": 46, "hospital": 1, "health_centre": 1, "mobile": 1}
    assert Facility.objects.filter(emergency_care=True).count() == 2
    ahead = Session.objects.filter(state="open", on__gte=factories.today())
    assert ahead.values("facility").distinct().count() == 49
    assert Facility.objects.filter(name="Trạm Y tế xã Mai Châu").exists()


def test_counts_equal_the_rows(campaign) -> None:
    assert Dose.objects.count() > PEOPLE / 4
    assert differences(RECOUNTS) == []


def test_the_ledger_is_the_balance_and_every_dose_was_taken_from_stock(campaign) -> None:
    for balance in StockBalance.objects.all():
        moved = StockMovement.objects.filter(facility=balance.facility_id, lot=balance.lot_id)
        assert moved.aggregate(Sum("doses"))["doses__sum"] == balance.doses
    used = set(StockMovement.objects.filter(kind="used").values_list("cause_id", flat=True))
    assert used == set(Dose.objects.values_list("pk", flat=True))


def test_taken_seats_are_those_of_the_appointments(campaign) -> None:
    sent_home = ["deferred", "contraindicated", "cancelled", "declined", "referred"]
    seated = Appointment.objects.exclude(state__in=sent_home).values("slot").annotate(seats=Count("pk"))
    taken = {row["slot"]: row["seats"] for row in seated}
    for slot in ArrivalSlot.objects.all():
        assert slot.taken == taken.get(slot.pk, 0)
    assert not ArrivalSlot.objects.filter(taken__gt=F("seats")).exists()


def test_every_dose_was_allowed_on_its_day(campaign) -> None:
    doses = defaultdict(list)
    for dose in Dose.objects.select_related("person").order_by("given_at"):
        doses[dose.person].append(dose)
    for person, given in doses.items():
        known: list[Given] = []
        for dose in given:
            on = timezone.localdate(dose.given_at)
            allowed = next_dose(
                birth_date=person.birth_date,
                given=known,
                rules=rules_on("COVID-19", on),
                vaccines_basic=basic_doses("COVID-19"),
                on=on,
            )
            assert (allowed.number, allowed.kind) == (dose.number, dose.kind)
            assert dose.vaccine_id in allowed.allowed
            assert allowed.earliest <= on
            known.append(Given(dose.number, dose.vaccine_id, on))


def test_nobody_was_vaccinated_before_they_registered(campaign) -> None:
    assert not Dose.objects.filter(person__registrations__submitted_at__gt=F("given_at")).exists()
    assert not Registration.objects.filter(state="completed", person__doses__isnull=True).exists()


def test_numbers_agree_with_people_but_for_a_tenth_that_is_doubtful(campaign) -> None:
    cards = {card.person_id: card.number for card in IdentityDocument.objects.all()}
    flawed = 0
    for person in Person.objects.all():
        number = cards.get(person.pk)
        documents = [("cccd", number)] if number else []
        assert person.doubts == doubts_of(
            birth_date=person.birth_date,
            sex=person.sex,
            birth_year_only=person.birth_year_only,
            documents=documents,
        )
        flawed += bool(person.doubts or not person.phone or person.birth_year_only)
        assert not number or cccd_facts(number).province == "017"
    assert 0.04 < flawed / PEOPLE < 0.15


def test_families_share_phones(campaign) -> None:
    shared = Person.objects.exclude(phone="").values("phone").annotate(people=Count("pk")).filter(people__gt=1)
    assert shared.count() > PEOPLE / 10


def test_some_have_been_invited_and_most_still_wait(campaign) -> None:
    assert Message.objects.filter(kind="appointment.announced").exists()
    assert Appointment.objects.filter(session__on=factories.today(), state__in=["announced", "confirmed"]).exists()
    assert Appointment.objects.filter(plan__state="published", session__on__gt=factories.today()).exists()
    assert Registration.objects.filter(state__in=["submitted", "accepted"]).count() > PEOPLE / 5


def test_sign_ins_for_every_role_share_a_password(campaign, client) -> None:
    users = {user.username: user for user in User.objects.filter(username__startswith="demo.")}
    assert len(users) == 8
    assert all(user.check_password(DEMO_PASSWORD) for user in itertools.islice(users.values(), 1))
    assert can(users["demo.tinh"], May.PLAN)
    assert can(users["demo.tiem"], May.VACCINATE)
    assert can(users["demo.kiemtra"], May.SEE_AUDIT)
    assert not User.objects.get(username="tiem.tyt05212").has_usable_password()


def test_more_people_can_be_added(campaign) -> None:
    made = make_demo(people=200, seed=7, now=timezone.now())
    assert made.people == 200
    assert Person.objects.count() == PEOPLE + 200
    assert Facility.objects.count() == 49
    assert differences(RECOUNTS) == []
    assert StockBalance.objects.filter(doses__lt=0).count() == 0


def test_once_does_nothing_the_second_time(campaign, settings) -> None:
    settings.DEBUG = True
    out = io.StringIO()
    call_command("demo", "--once", stdout=out)
    assert "already" in out.getvalue()
    assert Person.objects.count() == PEOPLE
