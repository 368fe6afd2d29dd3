"""The official's way through a list, page by page."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hssk.accounts.models import User
from hssk.accounts.roles import Role
from hssk.audit.models import AuditEntry
from registration.campaigns.models import Campaign
from registration.imports.commit import commit_list
from registration.imports.models import ImportBatch, ImportFile
from registration.imports.template import blank_template
from registration.registrations.models import Registration
from tests import factories
from tests.registration.imports.samples import line, uploaded, xlsx


@pytest.fixture
def browser(client: Client, official: User) -> Client:
    client.force_login(official)
    return client


def send(client: Client, campaign: Campaign, content: bytes, name: str = "xa.xlsx", **more: Any) -> Any:
    given = {"campaign": str(campaign.pk), "file": SimpleUploadedFile(name, content), "id": str(uuid.uuid4())} | more
    return client.post(reverse("imports:upload"), given)


def test_upload_look_commit_download(browser: Client, campaign: Campaign) -> None:
    answer = send(browser, campaign, xlsx(line(full_name="Hà Thị Nguyệt"), line(group="77")))
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == reverse("imports:preview", args=[batch.pk])
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Hà Thị Nguyệt" in page
    assert "Mã nhóm ưu tiên không có trong chiến dịch" in page
    assert "Nhập 1 dòng" in page
    done = browser.post(reverse("imports:commit", args=[batch.pk]), follow=True)
    assert "Đã nhập danh sách" in done.content.decode()
    assert Registration.objects.count() == 1
    file = browser.get(reverse("imports:result", args=[batch.pk]))
    assert file.headers["Content-Disposition"] == 'attachment; filename="xa-ket-qua.xlsx"'
    assert "no-store" in file.headers["Cache-Control"]
    assert "xa.xlsx" in browser.get(reverse("imports:list")).content.decode()


@pytest.mark.parametrize(("state", "seen"), [("new", "Hà Thị Nguyệt"), ("failed", "Đinh Công Sơn")])
def test_the_preview_shows_one_kind_of_rows(
    browser: Client, campaign: Campaign, official: User, state: str, seen: str
) -> None:
    batch = uploaded(campaign, official, line(full_name="Hà Thị Nguyệt"), line(full_name="Đinh Công Sơn", group="77"))
    page = browser.get(reverse("imports:preview", args=[batch.pk]), {"state": state}).content.decode()
    assert [name for name in ("Hà Thị Nguyệt", "Đinh Công Sơn") if name in page] == [seen]


def test_numbers_are_masked_in_the_preview(browser: Client, campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(identity="017185000123"))
    page = browser.get(reverse("imports:preview", args=[batch.pk])).content.decode()
    assert "017185000123" not in page
    assert "0171******23" in page


def test_looking_at_registered_people_is_noted(browser: Client, campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line(), line(group="77"))
    address = reverse("imports:preview", args=[batch.pk])
    browser.get(address)
    assert not AuditEntry.objects.filter(verb="record.read").exists()
    commit_list(batch_id=batch.pk, by=official)
    browser.get(address)
    entry = AuditEntry.objects.get(verb="record.read")
    assert (entry.person_id, entry.actor_id) == (Registration.objects.get().person_id, official.pk)


def test_the_same_file_again_says_so(browser: Client, campaign: Campaign, official: User) -> None:
    content = xlsx(line())
    uploaded(campaign, official, content=content)
    again = uploaded(campaign, official, content=content)
    assert "Tệp giống hệt đã được tải lên" in browser.get(reverse("imports:preview", args=[again.pk])).content.decode()


REFUSED = [
    (b"%PDF-1.7", 400, "không phải Excel"),
    (b"", 400, "Tệp rỗng"),
    ("Họ và tên,Ngày sinh,Mã xã\na,b,c".encode(), 400, "Tệp thiếu cột"),
    (b"x" * 20 * 2**20, 413, "Tệp quá lớn: tối đa 10 MB, tệp này 20 MB"),
]


@pytest.mark.parametrize(("content", "status", "words"), REFUSED, ids=["pdf", "empty", "columns", "20 MB"])
def test_a_file_that_is_no_list_is_refused_beside_the_field(
    browser: Client, campaign: Campaign, content: bytes, status: int, words: str
) -> None:
    answer = send(browser, campaign, content)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert 'id="id_file_error"' in page
    assert not ImportBatch.objects.exists()


def test_a_second_click_gives_the_first_list(browser: Client, campaign: Campaign) -> None:
    content, same = xlsx(line()), str(uuid.uuid4())
    answers = [send(browser, campaign, content, id=same).headers["Location"] for _click in range(2)]
    assert answers[0] == answers[1]
    assert ImportBatch.objects.count() == 1


def test_a_list_is_cancelled(browser: Client, campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    browser.post(reverse("imports:cancel", args=[batch.pk]))
    answer = browser.post(reverse("imports:commit", args=[batch.pk]))
    assert answer.status_code == 409
    assert "Danh sách này đã bị hủy" in answer.content.decode()


def test_a_file_that_is_no_longer_kept_is_said(browser: Client, campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    ImportFile.objects.all().delete()
    answer = browser.get(reverse("imports:result", args=[batch.pk]))
    assert answer.status_code == 409
    assert "không còn được lưu" in answer.content.decode()


PAGES = ["preview", "commit", "cancel", "result"]


@pytest.mark.parametrize("page", PAGES)
def test_lists_of_elsewhere_do_not_exist(client: Client, campaign: Campaign, official: User, page: str) -> None:
    batch = uploaded(campaign, official, line())
    client.force_login(factories.make_staff(Role.COMMUNE_OFFICER, factories.make_commune("Xã Pà Cò", "05212")))
    ask = client.post if page in {"commit", "cancel"} else client.get
    assert ask(reverse(f"imports:{page}", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize("page", ["list", "upload"])
def test_only_staff_who_bring_in_lists_come_here(client: Client, campaign: Campaign, page: str) -> None:
    assert client.get(reverse(f"imports:{page}")).status_code == 302
    client.force_login(factories.make_staff(Role.VACCINATOR))
    assert client.get(reverse(f"imports:{page}")).status_code == 403


def test_pages_cost_the_same_for_any_number_of_rows(
    browser: Client, campaign: Campaign, official: User, django_assert_max_num_queries: Any
) -> None:
    batch = uploaded(campaign, official, *(line() for _turn in range(60)))
    with django_assert_max_num_queries(12):
        browser.get(reverse("imports:preview", args=[batch.pk]))
    with django_assert_max_num_queries(8):
        browser.get(reverse("imports:list"))


def test_the_blank_list_has_the_codes_it_asks_for(browser: Client, campaign: Campaign) -> None:
    content = browser.get(reverse("imports:template", args=[campaign.pk])).content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook["PL1_Danh sach doi tuong tiem"]
    assert (sheet["B7"].value, sheet["O8"].value) == ("Họ và tên (*)", "Mã Xã/Phường (*)")
    assert [cell.value for cell in workbook["PL2_Nhom uu tien"]["A"]] == ["Mã nhóm", "9", "16"]
    assert [cell.value for cell in workbook["PL3_Xa phuong"]["C"]] == ["Xã/Phường", "Xã Mai Châu"]


def test_a_filled_template_is_a_list(browser: Client, campaign: Campaign, official: User) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(blank_template(campaign, user=official)))
    sheet = workbook.worksheets[0]
    for column, value in (("B", "Hà Thị Nguyệt"), ("C", "1950"), ("D", 1), ("E", 9), ("O", "05200")):
        sheet[f"{column}9"] = value
    file = io.BytesIO()
    workbook.save(file)
    assert send(browser, campaign, file.getvalue()).status_code == 302
    assert [row.state for row in ImportBatch.objects.get().rows.all()] == ["new"]
