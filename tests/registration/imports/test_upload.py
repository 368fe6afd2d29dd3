"""A list is judged row by row and kept for review; nobody is registered by uploading."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import Role
from hssk.audit.models import AuditEntry
from hssk.refusals import Invalid, NotYours, Refused
from registration.campaigns.models import Campaign
from registration.imports.models import ImportBatch, ImportFile, ImportRow
from registration.imports.upload import safe_name, upload_list
from registration.people.models import Person
from registration.registrations.models import Registration
from tests import factories
from tests.registration.imports.samples import codes, line, rows_of, text, uploaded, xlsx


def states(batch: ImportBatch) -> list[str]:
    return [row.state for row in rows_of(batch)]


def test_rows_are_new_repaired_known_or_failing(campaign: Campaign, official: User) -> None:
    factories.make_person("Hà Thị Nguyệt", document="017185999999")
    known = line(full_name="Hà Thị Nguyệt", identity="017185999999")
    batch = uploaded(campaign, official, line(), line(phone="912345678"), known, line(group="77"))
    assert states(batch) == ["new", "repaired", "known", "failed"]
    assert [row.number for row in rows_of(batch)] == [9, 10, 11, 12]


def test_uploading_registers_nobody(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    assert batch.state == "review"
    assert not Person.objects.exists()
    assert not Registration.objects.exists()


def test_the_same_id_gives_the_first_list(campaign: Campaign, official: User) -> None:
    content = xlsx(line())
    given: dict[str, Any] = {"campaign": campaign, "file_name": "a.xlsx", "content": content, "by": official}
    pk = uuid.uuid4()
    first, new = upload_list(id=pk, **given)
    second, again = upload_list(id=pk, **given)
    assert (new, again) == (True, False)
    assert first == second
    assert ImportRow.objects.count() == 1


def test_the_id_of_another_persons_list_is_refused(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    with pytest.raises(Refused) as refused:
        uploaded(campaign, factories.make_staff(), line(), id=batch.pk)
    assert refused.value.code == "id_taken"


def test_a_line_that_repeats_another_adds_nothing(campaign: Campaign, official: User) -> None:
    one = line()
    same_name = one | {"identity": "", "phone": ""}
    batch = uploaded(campaign, official, one, dict(one), same_name)
    assert states(batch) == ["new", "known", "known"]
    assert codes(rows_of(batch)[1]) == {"duplicate_row"}
    assert "dòng 9" in rows_of(batch)[1].remarks[0]["words"]


def test_a_number_borne_by_two_of_the_list_fails_the_second(campaign: Campaign, official: User) -> None:
    one = line(full_name="Hà Thị Nguyệt", birth_date="08/03/1985")
    other = line(full_name="Đinh Công Sơn", birth_date="01/02/1985", identity=one["identity"])
    batch = uploaded(campaign, official, one, other)
    assert states(batch) == ["new", "failed"]
    assert codes(rows_of(batch)[1]) == {"document_twice"}


def test_twins_are_two_people(campaign: Campaign, official: User) -> None:
    twins = [line(full_name=name, identity="") for name in ("Bùi Văn An", "Bùi Văn Bình")]
    assert states(uploaded(campaign, official, *twins)) == ["new", "new"]


def test_two_of_one_name_and_birth_date_with_different_cards_are_two_people(campaign: Campaign, official: User) -> None:
    factories.make_person("Hà Thị Nguyệt", document="017185999999")
    both = [line(full_name="Hà Thị Nguyệt", identity=f"01718500000{digit}") for digit in "12"]
    assert states(uploaded(campaign, official, *both)) == ["new", "new"]


def test_somebody_of_the_same_name_birth_date_and_commune_is_known(campaign: Campaign, official: User) -> None:
    factories.make_person("Hà Thị Nguyệt")
    batch = uploaded(campaign, official, line(full_name="HÀ THỊ NGUYỆT", identity=""))
    assert states(batch) == ["known"]
    assert "known_person" in codes(rows_of(batch)[0])


def test_a_registered_person_is_known_and_nothing_is_left_to_write(campaign: Campaign, official: User) -> None:
    person = factories.make_person("Hà Thị Nguyệt", document="017185999999")
    registration = factories.make_registration(person, campaign)
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity="017185999999"))
    row = rows_of(batch)[0]
    assert (row.state, row.registration_id, row.is_waiting) == ("known", registration.pk, False)
    assert codes(row) == {"already_registered"}


def test_a_number_of_somebody_else_fails_without_saying_whose(campaign: Campaign, official: User) -> None:
    factories.make_person("Đinh Công Sơn", document="017185999999")
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity="017185999999", birth_date="1990"))
    row = rows_of(batch)[0]
    assert (row.state, codes(row)) == ("failed", {"document_of_another"})
    assert "Sơn" not in str(row.remarks)


def test_a_merged_person_stands_for_the_other(campaign: Campaign, official: User) -> None:
    canonical = factories.make_person("Hà Thị Nguyệt")
    factories.make_person("Hà Thị Nguyệt", document="017185999999", merged_into=canonical)
    registration = factories.make_registration(canonical, campaign)
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity="017185999999"))
    assert rows_of(batch)[0].registration_id == registration.pk


def test_what_the_list_says_of_known_people_is_shown_not_written(campaign: Campaign, official: User) -> None:
    factories.make_person("Hà Thị Nguyệt", document="017185999999")
    given = line(full_name="Hà Thị Nguyệt", identity="017185999999", birth_date="09/03/1985")
    assert codes(rows_of(uploaded(campaign, official, given))[0]) == {"known_person", "differs_from_record"}


def test_lines_about_nobody_are_skipped_and_said(campaign: Campaign, official: User) -> None:
    total = {"full_name": "Tổng cộng: 2 người"}
    batch = uploaded(campaign, official, line(), {"number": "Xóm Lác"}, {}, line(), total)
    assert [row.number for row in rows_of(batch)] == [9, 13 - 1]
    assert batch.reading["skipped"] == [10, 13]


def test_cells_and_file_are_sealed(campaign: Campaign, official: User) -> None:
    uploaded(
        campaign, official, line(full_name="Hà Thị Nguyệt"), content=text(line(full_name="Hà Thị Nguyệt")).encode()
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT cells, values FROM registration_importrow")
        kept = b"".join(bytes(value) for row in cursor.fetchall() for value in row)
        cursor.execute("SELECT content FROM registration_importfile")
        kept += bytes(cursor.fetchone()[0])
    assert "Nguyệt".encode() not in kept
    assert b"017185" not in kept
    assert "Nguyệt".encode() in ImportFile.objects.get().content


def test_remarks_are_stored_without_personal_data(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(full_name="Hà Thị 2", phone="0987 654 32", identity="17085000123"))
    said = str(rows_of(batch)[0].remarks)
    assert not any(secret in said for secret in ("Hà Thị", "0987 654 32", "17085000123"))


def test_a_list_of_one_commune_is_seen_there_and_above_but_not_elsewhere(
    campaign: Campaign, official: User, commune_officer: User
) -> None:
    batch = uploaded(campaign, official, line())
    pa_co = factories.make_staff(Role.COMMUNE_OFFICER, factories.make_commune("Xã Pà Cò", "05212"))
    viewer = factories.make_staff(Role.VACCINATOR, factories.make_commune())
    seen = [batch in ImportBatch.objects.visible_to(user) for user in (official, commune_officer, pa_co, viewer)]
    assert seen == [True, True, False, False]


def test_a_list_of_one_commune_stays_its_own_when_all_rows_are_known(campaign: Campaign, official: User) -> None:
    factories.make_registration(factories.make_person("Hà Thị Nguyệt"), campaign)
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt", identity=""))
    assert (states(batch), batch.area.name) == (["known"], "Xã Mai Châu")


def test_a_list_of_several_communes_is_not_seen_by_one_of_them(
    campaign: Campaign, official: User, commune_officer: User
) -> None:
    factories.make_commune("Xã Pà Cò", "05212")
    batch = uploaded(campaign, official, line(), line(commune_code="05212"))
    assert batch.area == campaign.area
    assert batch not in ImportBatch.objects.visible_to(commune_officer)


def test_a_campaign_elsewhere_is_not_yours(campaign: Campaign, commune_officer: User) -> None:
    elsewhere = factories.make_campaign(area=factories.make_province("01", "Thành phố Hà Nội"))
    with pytest.raises(NotYours):
        uploaded(elsewhere, commune_officer, line())


def test_a_campaign_that_is_over_takes_no_list(campaign: Campaign, official: User) -> None:
    campaign.ends_on = factories.today() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        uploaded(campaign, official, line())
    assert refused.value.code == "campaign_over"


def test_a_list_without_people_and_one_too_long_are_refused(
    campaign: Campaign, official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid) as refused:
        uploaded(campaign, official)
    assert refused.value.code == "no_rows"
    monkeypatch.setattr("registration.imports.upload.MOST_ROWS", 1)
    with pytest.raises(Invalid) as refused:
        uploaded(campaign, official, line(), line())
    assert refused.value.code == "too_many_rows"


def test_statements_do_not_grow_with_the_rows(campaign: Campaign, official: User) -> None:
    def statements(rows: int) -> int:
        content = text(*(line() for _turn in range(rows))).encode()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            uploaded(campaign, official, content=content)
        return len(queries)

    statements(1)
    assert statements(500) == statements(10) <= 25


def test_an_upload_is_audited_without_names(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    entry = AuditEntry.objects.get(verb="list.uploaded")
    assert (entry.subject_id, entry.detail) == (batch.pk, {"rows": 1, "area": "05200"})


@pytest.mark.parametrize(
    ("given", "name"),
    [("C:\\Danh sách\\xã.xls", "xã.xls"), ("../../etc/passwd", "passwd"), ("", "danh-sach"), ("a\0b.csv", "a b.csv")],
)
def test_file_names_lose_folders_and_odd_signs(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_one_row_per_line_of_a_list(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    with pytest.raises(IntegrityError, match="one_row_per_line_of_a_list"), transaction.atomic():
        ImportRow.objects.create(batch=batch, number=9, cells=[], state="new")


def test_import_state_is_known(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    with pytest.raises(IntegrityError, match="import_state_is_known"), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="lost")


def test_import_row_state_is_known(campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    with pytest.raises(IntegrityError, match="import_row_state_is_known"), transaction.atomic():
        batch.rows.update(state="lost")


def test_a_list_of_two_communes_is_seen_by_neithers_own_officer(campaign: Campaign) -> None:
    one, other = factories.make_commune(), factories.make_commune("Xã Tòng Đậu", "05220")
    both = factories.make_staff(Role.COMMUNE_OFFICER, one)
    RoleGrant.objects.create(user=both, role=Role.COMMUNE_OFFICER, area=other)
    batch = uploaded(campaign, both, line(), line(commune_code="05220", commune_name="Xã Tòng Đậu"))
    seen = {
        area.code: ImportBatch.objects.visible_to(factories.make_staff(Role.COMMUNE_OFFICER, area)).exists()
        for area in (one, other)
    }
    assert seen == {"05200": False, "05220": False}
    assert ImportBatch.objects.visible_to(both).get() == batch
