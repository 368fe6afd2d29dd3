"""Units as they were on any day."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from hssk.areas.models import AdministrativeUnit, Kind, Level

pytestmark = pytest.mark.usefixtures("areas")
IN_2021, BEFORE_REFORM, REFORM = date(2021, 7, 1), date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        (IN_2021, 63, 705, 10_599),
        (BEFORE_REFORM, 63, 696, 10_035),
        (REFORM, 34, 0, 3_321),
        (date(2026, 4, 30), 34, 0, 3_321),
    ],
)
def test_each_day_has_the_units_the_law_counted(day: date, provinces: int, districts: int, communes: int) -> None:
    units = AdministrativeUnit.objects.valid_on(day)
    assert Counter(units.values_list("level", flat=True)) == Counter({1: provinces, 2: districts, 3: communes})


def test_today_has_34_provinces_and_3321_communes() -> None:
    today = AdministrativeUnit.objects.today()
    assert (today.provinces().count(), today.communes().count()) == (34, 3_321)


def test_kinds_of_communes_after_the_reform() -> None:
    kinds = Counter(AdministrativeUnit.objects.valid_on(REFORM).communes().values_list("kind", flat=True))
    assert kinds == {Kind.COMMUNE: 2_621, Kind.WARD: 687, Kind.SPECIAL_ZONE: 13}


def test_phu_tho_has_148_communes_all_with_a_centroid(phu_tho: AdministrativeUnit) -> None:
    communes = AdministrativeUnit.objects.within(phu_tho).communes()
    assert communes.count() == 148
    assert communes.filter(latitude__range=(20.2, 21.8), longitude__range=(104.7, 105.9)).count() == 148


def test_luong_son_lies_where_its_old_communes_lay(phu_tho: AdministrativeUnit) -> None:
    """The source swapped its centroid with that of Sơn Lương, 80 km away."""
    luong_son = AdministrativeUnit.objects.within(phu_tho).get(name="Xã Lương Sơn")
    assert luong_son.latitude == pytest.approx(20.89, abs=0.05)


def test_hoa_binh_of_2021_has_10_districts_and_151_communes() -> None:
    hoa_binh = AdministrativeUnit.objects.valid_on(IN_2021).provinces().get(code="17")
    inside = AdministrativeUnit.objects.valid_on(IN_2021).within(hoa_binh)
    assert hoa_binh.name == "Tỉnh Hòa Bình"
    assert Counter(inside.values_list("level", flat=True)) == {1: 1, 2: 10, 3: 151}


def test_one_code_names_an_old_township_and_a_new_commune() -> None:
    bearers = AdministrativeUnit.objects.communes().filter(code="05200").order_by("valid_from")
    assert [unit.name for unit in bearers] == ["Thị trấn Mai Châu", "Xã Mai Châu"]


def test_dong_nai_is_a_city_from_its_day() -> None:
    dong_nai = AdministrativeUnit.objects.provinces().filter(code="75")
    assert dong_nai.valid_on(date(2026, 4, 29)).get().name == "Tỉnh Đồng Nai"
    assert dong_nai.valid_on(date(2026, 4, 30)).get().name == "Thành phố Đồng Nai"


def test_no_code_has_two_units_on_one_day() -> None:
    rows = AdministrativeUnit.objects.order_by("level", "code", "valid_from")
    spans = rows.values_list("level", "code", "valid_from", "valid_to")
    for (*one, _, ends), (*other, begins, _) in pairwise(spans):
        assert one != other or (ends and ends <= begins), one


def test_no_unit_outlives_its_parent() -> None:
    rows = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
    below = [(unit, rows[unit.parent_id]) for unit in rows.values() if unit.parent_id]
    for unit, parent in below:
        assert unit.path.startswith(parent.path)
        assert parent.valid_from <= unit.valid_from
        assert (unit.valid_to or date.max) <= (parent.valid_to or date.max)


def test_within_is_the_unit_and_all_below_of_its_own_time(phu_tho: AdministrativeUnit) -> None:
    old = AdministrativeUnit.objects.valid_on(IN_2021).provinces().get(code="25")
    xa = AdministrativeUnit.objects.within(phu_tho).communes().first()
    assert xa is not None
    assert xa.is_within(phu_tho)
    assert not xa.is_within(old)
    assert xa.province_path == phu_tho.path


def test_of_province_spans_the_eras_until_narrowed_by_day() -> None:
    phu_tho = AdministrativeUnit.objects.of_province("25").provinces()
    assert phu_tho.count() == 2
    assert AdministrativeUnit.objects.of_province("25").communes().valid_on(REFORM).count() == 148


def test_one_area_per_path(phu_tho: AdministrativeUnit) -> None:
    with pytest.raises(IntegrityError, match="one_area_per_path"):
        AdministrativeUnit.objects.create(**commune_in(phu_tho), path=phu_tho.path)


def test_one_area_per_code_level_and_start(phu_tho: AdministrativeUnit) -> None:
    with pytest.raises(IntegrityError, match="one_area_per_code_level_and_start"):
        AdministrativeUnit.objects.create(**commune_in(phu_tho) | {"code": "05200"}, path="x/")


def test_area_ends_after_it_begins(phu_tho: AdministrativeUnit) -> None:
    unit = AdministrativeUnit(**commune_in(phu_tho) | {"valid_to": REFORM}, path="x/")
    with pytest.raises(ValidationError, match="Ngày kết thúc phải sau ngày bắt đầu"):
        unit.validate_constraints()
    with pytest.raises(IntegrityError, match="area_ends_after_it_begins"):
        unit.save()


def test_every_area_below_a_province_has_a_parent(phu_tho: AdministrativeUnit) -> None:
    with pytest.raises(IntegrityError, match="every_area_below_a_province_has_a_parent"):
        AdministrativeUnit.objects.create(**commune_in(phu_tho) | {"parent": None}, path="x/")


def commune_in(parent: AdministrativeUnit) -> dict[str, object]:
    return {
        "code": "99999", "kind": Kind.COMMUNE, "level": Level.COMMUNE, "name": "Xã Mới", "name_key": "moi",
        "parent": parent, "valid_from": REFORM,
    }  # fmt: skip
