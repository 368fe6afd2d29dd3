"""Communes while typing, as a fragment and as an API. Open to everybody."""

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("areas")


def test_communes_are_suggested_while_typing(client: Client) -> None:
    page = client.get("/areas/communes/?q=mai+chau&province=25")
    assert page.status_code == 200
    assert 'data-pick="Xã Mai Châu"' in page.content.decode()
    assert "<html" not in page.content.decode()


def test_the_area_picker_sends_its_own_names(client: Client) -> None:
    assert "Xã Mai Châu" in client.get("/areas/communes/?commune=mai+ch%C3%A2u&province=25").content.decode()


def test_an_old_name_leads_to_todays_with_a_note(client: Client) -> None:
    page = client.get("/areas/communes/?q=V%E1%BA%A7y+N%C6%B0a&province=25").content.decode()
    assert "Xã Vầy Nưa (Huyện Đà Bắc cũ) nay thuộc" in page


def test_one_letter_asks_for_nothing_and_nonsense_is_said(client: Client) -> None:
    assert client.get("/areas/communes/?q=m").content.decode().strip() == ""
    assert "Không thấy" in client.get("/areas/communes/?q=zzzz").content.decode()


def test_the_api_finds_communes(client: Client) -> None:
    rows = client.get("/api/v1/areas/?q=mai+chau&parent=25").json()["results"]
    assert rows[0] == {"code": "05200", "name": "Xã Mai Châu", "kind": "xa", "level": 3, "parent": "25"}
    old = client.get("/api/v1/areas/?q=vay+nua&parent=25").json()["results"]
    assert "cũ) nay thuộc" in old[0]["note"]


def test_the_api_lists_provinces_and_their_communes(client: Client) -> None:
    provinces = client.get("/api/v1/areas/?level=1").json()
    assert (len(provinces["results"]), provinces["next"]) == (34, None)
    communes = client.get("/api/v1/areas/?parent=25&page_size=200").json()
    assert len(communes["results"]) == 148
    assert {row["parent"] for row in communes["results"]} == {"25"}


def test_the_api_goes_on_by_cursor(client: Client) -> None:
    first = client.get("/api/v1/areas/?level=3").json()
    second = client.get(first["next"]).json()
    assert len(first["results"]) == len(second["results"]) == 50
    assert not {row["code"] for row in first["results"]} & {row["code"] for row in second["results"]}


@pytest.mark.parametrize(("query", "field"), [("parent=99", "parent"), ("level=9", "level"), ("level=x", "level")])
def test_the_api_names_what_is_wrong(client: Client, query: str, field: str) -> None:
    answer = client.get(f"/api/v1/areas/?{query}")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
