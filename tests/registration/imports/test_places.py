"""Codes decide the commune, old or new; a list reaches only where its campaign and its uploader reach."""

from datetime import date
from typing import Any

import pytest

from hssk.accounts.models import User
from hssk.accounts.roles import Role
from hssk.areas.models import AdministrativeUnit, Succession
from registration.campaigns.models import Campaign
from registration.imports.places import Places, campaigns_for, communes_for
from registration.imports.rows import Residence
from tests import factories

REFORM = factories.REFORM


@pytest.fixture
def old(campaign: Campaign) -> dict[str, AdministrativeUnit]:
    """Hòa Bình of 2021: Mai Châu went whole into Xã Mai Châu, Đồng Tân was split between it and Pà Cò."""
    province = former("17", 1, "Tỉnh Hòa Bình", None)
    district = former("156", 2, "Huyện Mai Châu", province)
    units = {
        "mai_chau": former("05200", 3, "Thị trấn Mai Châu", district),
        "dong_tan": former("05221", 3, "Xã Đồng Tân", district),
    }
    mai_chau, pa_co = factories.make_commune(), factories.make_commune("Xã Pà Cò", "05212")
    follow(units["mai_chau"], mai_chau)
    follow(units["dong_tan"], mai_chau, is_partial=True)
    follow(units["dong_tan"], pa_co, is_partial=True, is_default=False)
    return units


def former(code: str, level: int, name: str, parent: AdministrativeUnit | None) -> AdministrativeUnit:
    path = f"{parent.path}{code}/" if parent else f"20210101/{code}/"
    return AdministrativeUnit.objects.create(
        code=code, level=level, kind="xa", name=name, name_key=name.lower(), parent=parent, path=path,
        valid_from=date(2021, 1, 1), valid_to=REFORM,
    )  # fmt: skip


def follow(was: AdministrativeUnit, now: AdministrativeUnit, **facts: Any) -> None:
    Succession.objects.create(predecessor=was, successor=now, effective_on=REFORM, **facts)


def residence(campaign: Campaign, user: User, commune: str, district: str = "", province: str = "") -> Residence:
    cells = {"commune_code": commune, "district_code": district, "province_code": province}
    return Places(communes_for(campaign, user)).residence(cells)


def name_of(found: Residence) -> str | None:
    unit = AdministrativeUnit.objects.filter(pk=found.area_id).first()
    return unit.name if unit else None


def codes(found: Residence) -> set[str]:
    return {remark.code for remark in found.remarks}


def test_a_code_of_today_without_its_zero_is_certain(campaign: Campaign, official: User) -> None:
    found = residence(campaign, official, "5200", province="25")
    assert (name_of(found), codes(found)) == ("Xã Mai Châu", set())


def test_an_old_code_leads_to_the_commune_of_today(
    campaign: Campaign, official: User, old: dict[str, AdministrativeUnit]
) -> None:
    found = residence(campaign, official, "05200", "156", "17")
    assert (name_of(found), codes(found)) == ("Xã Mai Châu", set())


def test_of_a_split_commune_the_main_part_is_taken_and_said(
    campaign: Campaign, official: User, old: dict[str, AdministrativeUnit]
) -> None:
    found = residence(campaign, official, "05221", "156", "17")
    assert (name_of(found), codes(found)) == ("Xã Mai Châu", {"commune_chosen"})
    assert "Xã Pà Cò" in found.remarks[0].words


def test_of_a_split_commune_the_officers_own_part_is_taken(
    campaign: Campaign, old: dict[str, AdministrativeUnit]
) -> None:
    officer = factories.make_staff(Role.COMMUNE_OFFICER, factories.make_commune("Xã Pà Cò", "05212"))
    assert name_of(residence(campaign, officer, "05221", "156", "17")) == "Xã Pà Cò"


def test_of_a_split_commune_without_main_part_the_choices_are_named(
    campaign: Campaign, official: User, old: dict[str, AdministrativeUnit]
) -> None:
    Succession.objects.filter(predecessor=old["dong_tan"]).update(is_default=False, is_partial=True)
    found = residence(campaign, official, "05221", "156", "17")
    assert (found.area_id, codes(found)) == (None, {"several_communes"})
    assert "Xã Mai Châu (05200)" in found.remarks[0].words
    assert "Xã Pà Cò (05212)" in found.remarks[0].words


def test_an_unknown_code_fails(campaign: Campaign, official: User) -> None:
    assert codes(residence(campaign, official, "99999")) == {"unknown_commune"}
    assert codes(residence(campaign, official, "xã")) == {"unknown_commune"}


def test_another_province_is_outside_the_campaign(campaign: Campaign, official: User) -> None:
    factories.make_commune("Phường Ba Đình", "00004", factories.make_province("01", "Thành phố Hà Nội"))
    assert codes(residence(campaign, official, "00004", province="01")) == {"commune_outside"}


def test_a_commune_officer_reaches_the_own_commune_only(campaign: Campaign, commune_officer: User) -> None:
    factories.make_commune("Xã Pà Cò", "05212")
    assert name_of(residence(campaign, commune_officer, "05200")) == "Xã Mai Châu"
    assert codes(residence(campaign, commune_officer, "05212")) == {"commune_outside"}


@pytest.mark.parametrize("name", ["Xã Mai Châu", "mai chau", "XÃ MAI CHÂU"])
def test_without_code_a_name_that_only_one_bears_will_do(campaign: Campaign, official: User, name: str) -> None:
    found = Places(communes_for(campaign, official)).residence({"commune_name": name})
    assert (name_of(found), codes(found)) == ("Xã Mai Châu", {"commune_by_name"})


def test_without_code_and_name_it_fails(campaign: Campaign, official: User) -> None:
    assert codes(Places(communes_for(campaign, official)).residence({})) == {"commune_missing"}


def test_a_code_is_resolved_once_for_a_whole_file(
    campaign: Campaign, official: User, django_assert_num_queries: Any
) -> None:
    places = Places(communes_for(campaign, official))
    places.residence({"commune_code": "05200"})
    with django_assert_num_queries(0):
        places.residence({"commune_code": "05200"})


def test_a_campaign_of_an_ended_area_reaches_what_became_of_it(
    official: User, old: dict[str, AdministrativeUnit]
) -> None:
    campaign = factories.make_campaign(area=AdministrativeUnit.objects.get(code="17", level=1))
    assert {unit.name for unit in communes_for(campaign, official).values()} == {"Xã Mai Châu", "Xã Pà Cò"}


def test_officials_choose_among_campaigns_that_touch_their_area(campaign: Campaign, commune_officer: User) -> None:
    elsewhere = factories.make_campaign(area=factories.make_province("01", "Thành phố Hà Nội"))
    found = Campaign.objects.filter(campaigns_for(commune_officer))
    assert campaign in found
    assert elsewhere not in found
