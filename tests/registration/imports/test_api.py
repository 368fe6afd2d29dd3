"""Lists by program: the same verbs, counted and refused in one shape."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hssk.accounts.models import User
from hssk.accounts.roles import Role
from hssk.accounts.tokens import issue_token
from registration.campaigns.models import Campaign
from registration.registrations.models import Registration
from tests import factories
from tests.registration.imports.samples import line, text, uploaded, xls, xlsx

LISTS = "/api/v1/imports/"


def signed_in(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(user)}"}


@pytest.fixture
def headers(official: User) -> dict[str, str]:
    return signed_in(official)


def send(client: Client, to: Campaign, content: bytes, headers: dict[str, str], **more: Any) -> Any:
    given = {"campaign": str(to.pk), "file": SimpleUploadedFile("xa.xlsx", content)} | more
    return client.post(LISTS, given, headers=headers)


def test_the_whole_way(client: Client, campaign: Campaign, headers: dict[str, str]) -> None:
    lines = line(), line(phone="912345678"), line(group="77")
    made = send(client, campaign, xlsx(*lines), headers)
    assert made.status_code == 201
    body = made.json()
    assert body["counts"] == {"new": 1, "repaired": 1, "known": 0, "failed": 1, "committed": 0, "total": 3}
    assert (body["state"], body["campaign"], body["area"]) == ("review", str(campaign.pk), "05200")
    address = f"{LISTS}{body['id']}/"
    assert client.get(address, headers=headers).json() == body
    failed = client.get(f"{address}rows/", {"state": "failed"}, headers=headers).json()
    assert [row["number"] for row in failed["results"]] == [11]
    assert failed["results"][0]["remarks"][0]["code"] == "unknown_group"
    assert failed["results"][0]["cells"]["group"] == "77"
    done = client.post(f"{address}commit/", headers=headers)
    assert (done.status_code, done.json()["counts"]["committed"]) == (200, 2)
    assert client.post(f"{address}commit/", headers=headers).json() == done.json()
    assert Registration.objects.count() == 2
    file = client.get(f"{address}result/", headers=headers)
    assert file.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    assert client.get(LISTS, headers=headers).json()["results"] == [done.json()]


def test_an_xls_named_xlsx_is_read(client: Client, campaign: Campaign, headers: dict[str, str]) -> None:
    assert send(client, campaign, xls(line()), headers).json()["counts"]["new"] == 1


def test_the_campaign_may_be_named_by_its_code(client: Client, campaign: Campaign, headers: dict[str, str]) -> None:
    assert send(client, campaign, xlsx(line()), headers, campaign=campaign.code).status_code == 201


def test_the_same_id_or_key_gives_the_first_list(client: Client, campaign: Campaign, headers: dict[str, str]) -> None:
    content, same = xlsx(line()), str(uuid.uuid4())
    answers = [send(client, campaign, content, headers, id=same) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    keyed = headers | {"Idempotency-Key": "mot"}
    assert [send(client, campaign, content, keyed).status_code for _turn in range(2)] == [201, 200]


REFUSED = [
    (b"%PDF-1.7", 400, "unreadable_file", "file"),
    (b"x" * 20 * 2**20, 413, "too_large", "file"),
    ("Họ và tên,Ngày sinh,Mã xã\na,b,c".encode(), 400, "missing_columns", "file"),
]


@pytest.mark.parametrize(("content", "status", "code", "field"), REFUSED, ids=["pdf", "20 MB", "columns"])
def test_refusals_are_problem_details(
    client: Client, campaign: Campaign, headers: dict[str, str], content: bytes, status: int, code: str, field: str
) -> None:
    answer = send(client, campaign, content, headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == f"urn:hssk:problem:{code}"
    assert field in answer.json()["errors"]


def test_what_is_missing_is_named(client: Client, campaign: Campaign, headers: dict[str, str]) -> None:
    answer = client.post(LISTS, {}, headers=headers)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"file", "campaign"}
    assert send(client, campaign, xlsx(line()), headers, campaign="khong-co").status_code == 400
    assert send(client, campaign, b"", headers).status_code == 400


def test_lists_of_elsewhere_do_not_exist(client: Client, campaign: Campaign, official: User) -> None:
    batch = uploaded(campaign, official, line())
    stranger = signed_in(factories.make_staff(area=factories.make_province("01", "Thành phố Hà Nội")))
    assert client.get(LISTS, headers=stranger).json()["results"] == []
    for address in ("", "rows/", "result/"):
        assert client.get(f"{LISTS}{batch.pk}/{address}", headers=stranger).status_code == 404
    for address in ("commit/", "cancel/"):
        assert client.post(f"{LISTS}{batch.pk}/{address}", headers=stranger).status_code == 404


def test_only_staff_who_bring_in_lists(client: Client, campaign: Campaign) -> None:
    assert client.get(LISTS).status_code == 401
    assert client.get(LISTS, headers=signed_in(factories.make_staff(Role.VACCINATOR))).status_code == 403


def test_a_cancelled_list_refuses_to_be_committed(
    client: Client, campaign: Campaign, official: User, headers: dict[str, str]
) -> None:
    batch = uploaded(campaign, official, line())
    assert client.post(f"{LISTS}{batch.pk}/cancel/", headers=headers).json()["state"] == "cancelled"
    answer = client.post(f"{LISTS}{batch.pk}/commit/", headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:hssk:problem:list_cancelled")


def test_rows_come_by_cursor(client: Client, campaign: Campaign, official: User, headers: dict[str, str]) -> None:
    batch = uploaded(campaign, official, content=text(*(line() for _turn in range(5))).encode())
    address, numbers = f"{LISTS}{batch.pk}/rows/?page_size=2", []
    while address:
        page = client.get(address, headers=headers).json()
        numbers += [row["number"] for row in page["results"]]
        address = page["next"]
    assert numbers == [9, 10, 11, 12, 13]
    assert client.get(f"{LISTS}{batch.pk}/rows/?state=odd", headers=headers).status_code == 400
