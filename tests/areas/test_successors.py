"""What became of a unit, and which commune of today a code means."""

from datetime import date

import pytest
from django.db import IntegrityError

from hssk.areas.models import AdministrativeUnit, Succession
from hssk.areas.successors import resolve_commune_code, successors_of, today_for

pytestmark = pytest.mark.usefixtures("areas")

# Plain, split, moved from another district, and codes that mean another place today.
HOA_BINH = [
    ("04789", "Phường Thái Bình", {"Phường Thống Nhất"}),
    ("04891", "Xã Vầy Nưa", {"Phường Thống Nhất", "Xã Tiền Phong"}),
    ("04957", "Xã Cao Sơn", {"Xã Lương Sơn", "Xã Liên Sơn"}),
    ("04981", "Thị trấn Ba Hàng Đồi", {"Xã An Nghĩa"}),
    ("04882", "Xã Tân Thành", {"Xã Tân Mai"}),
    ("05083", "Xã Mi Hòa", {"Xã Dũng Tiến"}),
    ("05200", "Thị trấn Mai Châu", {"Xã Mai Châu"}),
    ("05221", "Xã Đồng Tân", {"Xã Mai Châu", "Xã Pà Cò"}),
    ("05245", "Xã Săm Khóe", {"Xã Bao La"}),
    ("05284", "Xã Văn Sơn", {"Xã Thượng Cốc"}),
    ("05428", "Xã An Bình", {"Xã An Bình"}),
]


def in_2021(code: str) -> AdministrativeUnit:
    return AdministrativeUnit.objects.valid_on(date(2021, 7, 1)).communes().get(code=code)


@pytest.mark.parametrize(("code", "name", "now"), HOA_BINH)
def test_old_communes_of_hoa_binh_lead_to_those_of_today(code: str, name: str, now: set[str]) -> None:
    old = in_2021(code)
    assert old.name == name
    assert {unit.name for unit in today_for(old)} == now


def test_151_old_communes_of_hoa_binh_became_46_and_three_were_split() -> None:
    old = AdministrativeUnit.objects.valid_on(date(2025, 6, 30)).of_province("17").communes()
    links = Succession.objects.filter(predecessor__in=old)
    assert links.values("predecessor").distinct().count() == 151
    assert links.values("successor").distinct().count() == 46
    assert set(links.filter(is_partial=True).values_list("predecessor__name", flat=True)) == {
        "Xã Vầy Nưa", "Xã Cao Sơn", "Xã Đồng Tân",
    }  # fmt: skip


def test_a_split_commune_has_its_main_part_first() -> None:
    found = successors_of(in_2021("05221"))
    assert [(each.successor.name, each.is_partial, each.is_default) for each in found] == [
        ("Xã Mai Châu", True, True),
        ("Xã Pà Cò", True, False),
    ]


def test_a_part_is_not_ascribed_to_a_namesake_far_away() -> None:
    """The source also sends Tân Thạnh of Thới Lai to the Tân Thạnh of Sóc Trăng, 70 km off."""
    thoi_lai = AdministrativeUnit.objects.get(name="Xã Tân Thạnh", parent__name="Huyện Thới Lai")
    assert [unit.name for unit in today_for(thoi_lai)] == ["Xã Trường Thành"]


def test_today_for_follows_several_reforms() -> None:
    """Thừa Thiên Huế, then the city of Huế with districts, then without."""
    old = AdministrativeUnit.objects.get(name="Tỉnh Thừa Thiên Huế")
    assert [unit.path for unit in today_for(old)] == ["20250701/46/"]


def test_a_unit_of_today_is_its_own_answer(phu_tho: AdministrativeUnit) -> None:
    assert today_for(phu_tho) == [phu_tho]
    assert successors_of(phu_tho) == []


def test_three_provinces_became_phu_tho(phu_tho: AdministrativeUnit) -> None:
    names = Succession.objects.filter(successor=phu_tho).values_list("predecessor__name", flat=True)
    assert set(names) == {"Tỉnh Phú Thọ", "Tỉnh Vĩnh Phúc", "Tỉnh Hòa Bình"}


def test_an_island_district_without_communes_became_a_special_zone() -> None:
    con_dao = AdministrativeUnit.objects.get(name="Huyện Côn Đảo")
    assert [unit.name for unit in today_for(con_dao)] == ["Đặc khu Côn Đảo"]


def test_every_commune_but_four_has_a_successor_or_lasts() -> None:
    """The packages do not say what became of these four, merged before 2025."""
    lost = AdministrativeUnit.objects.communes().filter(valid_to__isnull=False, succeeded_by__isnull=True)
    assert set(lost.values_list("name", flat=True)) == {
        "Xã Phúc Thành A", "Xã Mộc Nam", "Phường Hải Châu II", "Xã Phú An Hòa",
    }  # fmt: skip


def test_one_default_successor_per_area(phu_tho: AdministrativeUnit) -> None:
    with pytest.raises(IntegrityError, match="one_default_successor_per_area"):
        Succession.objects.create(predecessor=in_2021("05221"), successor=phu_tho, effective_on=date(2025, 7, 1))


def test_one_succession_per_pair() -> None:
    link = successors_of(in_2021("05221"))[1]
    link.pk = None
    with pytest.raises(IntegrityError, match="one_succession_per_pair"):
        link.save(force_insert=True)


def test_whole_successor_is_the_default() -> None:
    with pytest.raises(IntegrityError, match="whole_successor_is_the_default"):
        Succession.objects.filter(is_partial=True).update(is_partial=False)


def test_area_does_not_succeed_itself(phu_tho: AdministrativeUnit) -> None:
    with pytest.raises(IntegrityError, match="area_does_not_succeed_itself"):
        Succession.objects.create(predecessor=phu_tho, successor=phu_tho, effective_on=date(2025, 7, 1))


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (("17", "156", "05200"), "Xã Mai Châu"),
        ((17, 156, 5233), "Xã Mai Châu"),  # Excel has eaten the zeros
        (("17", "156", "05233.0"), "Xã Mai Châu"),
        (("25", None, "05200"), "Xã Mai Châu"),
        (("25", "", "05212"), "Xã Pà Cò"),
        (("46", "474", "19756"), "Phường Phú Xuân"),  # passed from one district to another first
    ],
)
def test_codes_of_either_era_find_the_commune_of_today(codes: tuple[str, str, str], name: str) -> None:
    found = resolve_commune_code(*codes)
    assert found.commune
    assert found.commune.name == name
    assert found.is_certain


def test_a_split_commune_is_answered_with_a_note() -> None:
    found = resolve_commune_code("17", "156", "05221")
    assert found.commune
    assert found.commune.name == "Xã Mai Châu"
    assert [unit.name for unit in found.alternatives] == ["Xã Pà Cò"]
    assert found.note == "Xã Đồng Tân (Huyện Mai Châu cũ) nay thuộc Xã Mai Châu hoặc Xã Pà Cò"
    assert not found.is_certain


def test_a_code_that_means_one_place_now_and_another_then_is_answered_with_a_note() -> None:
    """04891 is Tiền Phong and was Vầy Nưa, of which a part is elsewhere now."""
    found = resolve_commune_code(None, None, "04891")
    assert found.commune
    assert found.commune.name == "Xã Tiền Phong"
    assert [unit.name for unit in found.alternatives] == ["Phường Thống Nhất"]
    assert not found.is_certain


def test_a_commune_outside_its_district_is_not_guessed() -> None:
    found = resolve_commune_code("17", "157", "05200")
    assert found.commune is None
    assert [unit.name for unit in found.alternatives] == ["Xã Mai Châu"]
    assert "05200" in found.note


def test_an_unknown_commune_offers_what_its_district_became() -> None:
    found = resolve_commune_code("17", "156", "99999")
    assert found.commune is None
    assert {unit.name for unit in found.alternatives} == {
        "Xã Mai Châu", "Xã Pà Cò", "Xã Bao La", "Xã Mai Hạ", "Xã Tân Mai",
    }  # fmt: skip


def test_nothing_known_is_nothing_found() -> None:
    found = resolve_commune_code("", None, "")
    assert (found.commune, found.alternatives) == (None, ())
    assert not found.is_certain
