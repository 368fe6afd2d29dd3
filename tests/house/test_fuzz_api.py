"""Whatever is sent, the API answers in its own words: never a fault, and every refusal is a problem (RFC 9457)."""

import copy
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction

from tests import factories as make
from tests.house.fuzz import NASTY_BODIES, NASTY_CURSORS, NASTY_QUERIES, Operation, broken_bodies, operations
from tests.house.world import World

# Whoever may do most of a kind: a citizen, somebody at the table, an official, nobody.
ROLES = ["guardian", "vaccinator", "provincial officer", "stranger"]
PLACES = {"batch_id": "batch", "reference": "campaign code", "plan_id": "plan", "person_id": "person"}
UNLIKE_ANY_SHAPE = {
    "vaccine": "PFZ", "commune": "05200", "area": "25", "version": "test-1", "phone": "0912345678", "kind": "passport",
    "number": "C1234567", "nationality": "VN", "ethnic_group": None, "vaccinator": None, "presence_code": "",
    "totp": "", "declaration": {"1": "no"}, "birth_date": "1985-03-08", "temperature": 36.8, "password": make.PASSWORD,
}  # fmt: skip


def all_operations(world: World, method: str) -> list[Operation]:
    """Operations with this method, their bodies about things of the world."""
    ids = {name: str(world.ids[name]) for name in ("group", "lot", "facility", "session")}
    values = UNLIKE_ANY_SHAPE | ids | {"campaign": world.ids["campaign code"]}
    return [each for each in operations(values) if each.method == method]


def filled(path: str, world: World) -> str:
    """The address with the world's own ids."""

    def value(found: re.Match[str]) -> str:
        thing = path.split("api/v1/")[1].split("/")[0].removesuffix("s").replace("people", "person")
        return str(world.ids[PLACES.get(found[1]) or thing])

    return "/" + re.sub(r"{(\w+)}", value, path)


def sent(world: World, who: str, operation: Operation, body: bytes = b"{}", query: str = "") -> Any:
    """The answer; nothing of it stays."""
    address, headers = filled(operation.path, world), world.headers[who]
    client = copy.copy(world.clients["stranger"])
    with transaction.atomic():
        found = client.generic(
            operation.method, address, body, "application/json", headers=headers, QUERY_STRING=query
        )  # fmt: skip
        transaction.set_rollback(True)
    return found


def asker(world: World, operation: Operation) -> str:
    """Somebody whom the operation answers; whoever is turned away at the door finds no fault."""
    return next((who for who in ROLES if sent(world, who, operation).status_code not in {401, 403, 404}), "stranger")


def wrong(found: Any) -> bool:
    """Whether an answer is a fault, or a refusal in another shape."""
    is_problem = found.headers.get("Content-Type") == "application/problem+json"
    return found.status_code >= 500 or (found.status_code >= 400 and not is_problem)


def test_no_value_in_a_body_is_a_fault(world: World) -> None:
    faults = []
    for operation in all_operations(world, "POST"):
        who = asker(world, operation)
        for body in broken_bodies(operation.body):
            found = sent(world, who, operation, body)
            if wrong(found):
                faults.append((operation.path, who, body[:300], found.status_code))
    assert faults == []


@pytest.mark.parametrize("body", NASTY_BODIES, ids=lambda body: repr(body[:20]))
def test_what_is_no_json_that_we_can_hold_is_a_bad_request(db: None, body: bytes, client: Any) -> None:
    found = client.post("/api/v1/auth/otp/", body, content_type="application/json")
    assert found.status_code == 400
    assert not wrong(found)


def test_no_query_is_a_fault(world: World) -> None:
    faults = []
    for operation in all_operations(world, "GET"):
        who = asker(world, operation)
        for name in {*operation.queries, "cursor", "page_size"}:
            for value in NASTY_CURSORS if name == "cursor" else NASTY_QUERIES:
                query = urlencode({name: value.encode(errors="surrogatepass")})
                found = sent(world, who, operation, query=query)
                if wrong(found):
                    faults.append((operation.path, who, query[:80], found.status_code))
    assert faults == []
