"""Communes are found by what people type."""

import pytest
from pytest_django import DjangoAssertNumQueries

from hssk.areas.models import AdministrativeUnit
from hssk.areas.search import search_communes

pytestmark = pytest.mark.usefixtures("areas")


@pytest.mark.parametrize("typed", ["mai chau", "Mai Châu", "MAI CHÂU", "xã mai châu", "mai ch", "chau"])
def test_a_commune_of_today_is_found_however_it_is_typed(typed: str, phu_tho: AdministrativeUnit) -> None:
    names = [found.commune.name for found in search_communes(typed, province=phu_tho, limit=20)]
    assert "Xã Mai Châu" in names


def test_the_exact_name_of_today_comes_first_without_a_note(phu_tho: AdministrativeUnit) -> None:
    first = search_communes("mai chau", province=phu_tho)[0]
    assert (first.commune.name, first.former, first.note) == ("Xã Mai Châu", None, "")


@pytest.mark.parametrize("typed", ["hoà bình", "hòa bình", "hoa binh"])
def test_both_ways_of_placing_the_tone_find_the_same(typed: str, phu_tho: AdministrativeUnit) -> None:
    assert search_communes(typed, province=phu_tho)[0].commune.name == "Phường Hòa Bình"


def test_an_old_name_leads_to_both_halves_and_says_so(phu_tho: AdministrativeUnit) -> None:
    found = search_communes("dong tan", province=phu_tho)
    hits = [each for each in found if each.former and each.former.code == "05221"]
    assert [each.commune.name for each in hits] == ["Xã Mai Châu", "Xã Pà Cò"]
    assert hits[0].note == "Xã Đồng Tân (Huyện Mai Châu cũ) nay thuộc Xã Mai Châu hoặc Xã Pà Cò"


def test_a_name_given_up_before_the_reform_still_leads_on(phu_tho: AdministrativeUnit) -> None:
    """Chân Mộng was merged in 2024 and again in 2025."""
    assert search_communes("Chân Mộng", province=phu_tho)


@pytest.mark.parametrize("typed", ["Đồng Tân, Mai Châu", "dong tan, huyen mai chau", "Đồng Tân, Mai Châu, Hòa Bình"])
def test_what_follows_a_comma_narrows_by_old_district_or_province(typed: str) -> None:
    assert [each.commune.name for each in search_communes(typed)] == ["Xã Mai Châu", "Xã Pà Cò"]


def test_typed_accents_decide_between_namesakes() -> None:
    assert search_communes("Hùng Long, Phú Thọ")[0].former
    assert search_communes("Hưng Long")[0].commune.name == "Xã Hưng Long"


def test_a_number_may_be_written_with_a_zero() -> None:
    assert [each.commune.name for each in search_communes("Phường 08, Quận 4")] == ["Phường Khánh Hội"]


def test_search_stays_in_its_province(phu_tho: AdministrativeUnit) -> None:
    found = search_communes("tan", province=phu_tho, limit=50)
    assert found
    assert all(each.commune.is_within(phu_tho) for each in found)


def test_a_commune_is_listed_once(phu_tho: AdministrativeUnit) -> None:
    communes = [each.commune.pk for each in search_communes("m", province=phu_tho, limit=50)]
    assert len(communes) == len(set(communes))


def test_a_kind_may_be_part_of_the_name() -> None:
    assert any(each.former and each.former.name == "Xã Xà Phìn" for each in search_communes("xà phìn"))


@pytest.mark.parametrize("typed", ["", "  ", ",", "%", "_"])
def test_nothing_typed_finds_nothing(typed: str) -> None:
    assert search_communes(typed) == []


def test_a_search_costs_few_statements(
    phu_tho: AdministrativeUnit, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        search_communes("tan", province=phu_tho)
