"""Loading can be repeated, corrects what differs and deletes nothing."""

import pytest
from django.core.management import call_command

from hssk.areas.load import load_units
from hssk.areas.models import AdministrativeUnit, Level, Succession

pytestmark = pytest.mark.usefixtures("areas")


def test_second_run_changes_nothing() -> None:
    before = (AdministrativeUnit.objects.count(), Succession.objects.count())
    done = load_units()
    assert (done.units_added, done.units_corrected, done.successions_added, done.successions_corrected) == (0,) * 4
    assert (done.units, done.successions) == before


def test_a_difference_is_corrected() -> None:
    AdministrativeUnit.objects.filter(path="20250701/25/05200/").update(name="Xã Mai Chau", name_key="sai")
    assert load_units().units_corrected == 1
    assert AdministrativeUnit.objects.get(path="20250701/25/05200/").name_key == "mai chau"


def test_a_unit_the_files_do_not_have_stays(phu_tho: AdministrativeUnit) -> None:
    AdministrativeUnit.objects.create(
        code="99999", kind="xa", level=Level.COMMUNE, name="Xã Mới", name_key="moi", parent=phu_tho,
        path=f"{phu_tho.path}99999/", valid_from=phu_tho.valid_from,
    )  # fmt: skip
    load_units()
    assert AdministrativeUnit.objects.filter(code="99999").exists()


def test_command_prints_counts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_areas")
    assert "units: 15648 (0 added, 0 corrected)" in capsys.readouterr().out
