"""What roles allow, and where."""

import pytest
from django.db import IntegrityError, transaction

from hssk.accounts.access import can, held_roles, paths_for
from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import PERMISSIONS, May, Role
from hssk.areas.models import AdministrativeUnit
from registration.people.models import Person
from tests.factories import (
    make_account,
    make_clinician,
    make_commune,
    make_facility,
    make_person,
    make_province,
    make_staff,
)

pytestmark = pytest.mark.django_db


def test_every_role_is_described() -> None:
    assert set(PERMISSIONS) == set(Role.values)


def test_a_screener_may_not_vaccinate() -> None:
    screener = make_clinician(make_facility(), Role.SCREENER)
    assert can(screener, May.SCREEN)
    assert not can(screener, May.VACCINATE)


def test_an_administrator_sees_nobodys_record() -> None:
    make_person()
    administrator = User.objects.create_user("quan.tri", "mot-mat-khau-dai")
    RoleGrant.objects.create(user=administrator, role=Role.ADMINISTRATOR)
    assert not Person.objects.visible_to(administrator).exists()


def test_staff_see_the_people_of_their_area_only() -> None:
    here, there = make_commune(), make_commune("Xã Bao La", "05245")
    known, _stranger = make_person(area=here), make_person(area=there)
    officer = make_staff(Role.COMMUNE_OFFICER, here)
    assert list(Person.objects.visible_to(officer)) == [known]


def test_a_province_reaches_all_its_communes_and_no_other() -> None:
    make_person(area=make_commune())
    elsewhere = make_commune("Xã Sa Pa", "03006", make_province("15", "Tỉnh Lào Cai"))
    make_person(area=elsewhere)
    assert Person.objects.visible_to(make_staff(area=make_province())).count() == 1


def test_clinic_staff_reach_the_communes_that_their_facility_serves() -> None:
    facility = make_facility()
    person, _other = make_person(area=facility.area), make_person(area=make_commune("Xã Bao La", "05245"))
    nurse = make_clinician(facility)
    assert list(Person.objects.visible_to(nurse)) == [person]


def test_citizens_see_those_they_look_after_and_nobody_else() -> None:
    mother, _stranger = make_person("Hà Thị Mơ"), make_person("Lò Văn Tới")
    assert list(Person.objects.visible_to(make_account(mother))) == [mother]


def test_nobody_sees_nothing() -> None:
    make_person()
    assert not Person.objects.visible_to(None).exists()


def test_an_ended_grant_opens_nothing() -> None:
    officer = make_staff()
    RoleGrant.objects.update(ended_at="2026-01-01T00:00:00Z")
    assert held_roles(officer) == ()


def test_an_area_grant_without_an_area_reaches_nowhere() -> None:
    officer = User.objects.create_user("khong.dia.ban", "mot-mat-khau-dai")
    RoleGrant.objects.create(user=officer, role=Role.PROVINCIAL_OFFICER)
    assert paths_for(officer, May.SEE_PEOPLE) == ()


def test_one_live_grant_per_user_role_and_area() -> None:
    officer = make_staff()
    area = AdministrativeUnit.objects.get()
    with pytest.raises(IntegrityError, match="one_live_grant_per_user_role_and_area"), transaction.atomic():
        RoleGrant.objects.create(user=officer, role=Role.PROVINCIAL_OFFICER, area=area)
