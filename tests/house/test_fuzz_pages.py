"""Whatever is typed into an address or a form, a page answers: never a fault."""

import copy
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.db import transaction

from tests.house.access import OPEN_TO_MACHINES, addresses, filled
from tests.house.world import World

NASTY_TEXTS = ["\0", "\ud83d", "9" * 5000, "0001-01-01", "x" * 2000, "-1", "30/02/2021", "\u202e٣'\"><script>"]
# Names that pages read from addresses; those of forms are read from the pages.
QUERIES = ["page", "campaign", "area", "from", "to", "group_by", "state", "next", "q", "show", "day", "commune"]
ROLES = ["guardian", "vaccinator", "provincial officer", "stranger"]
CONTROL = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"(\w+)\"(?:[^>]*?\bvalue=\"([^\"]*)\")?")


def sent(world: World, who: str, method: str, address: str, values: dict[str, Any]) -> Any:
    """The answer; nothing of it stays."""
    client = copy.deepcopy(world.clients[who])
    data = urlencode({name: str(value).encode(errors="surrogatepass") for name, value in values.items()})
    with transaction.atomic():
        if method == "GET":
            found = client.get(f"{filled(address, world)}?{data}")
        else:
            found = client.generic("POST", filled(address, world), data, "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return found


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Every page and somebody who gets in."""
    for address in addresses():
        if address.startswith(("api/", *OPEN_TO_MACHINES)):
            continue
        for who in ROLES:
            if sent(world, who, "GET", address, {}).status_code in {200, 400, 405}:
                yield address, who
                break


def test_no_address_of_a_page_is_a_fault(world: World) -> None:
    faults = [
        (address, who, value)
        for address, who in pages(world)
        for value in NASTY_TEXTS
        if sent(world, who, "GET", address, dict.fromkeys(QUERIES, value)).status_code >= 500
    ]
    assert faults == []


def test_no_form_of_a_page_is_a_fault(world: World) -> None:
    faults = []
    for address, who in pages(world):
        shown = sent(world, who, "GET", address, {}).content.decode(errors="ignore")
        usual = {name: unescape(value) for name, value in CONTROL.findall(shown)} or {"q": ""}
        for name in usual.keys() - {"csrfmiddlewaretoken", "language"}:
            for value in NASTY_TEXTS[:5]:
                if sent(world, who, "POST", address, usual | {name: value}).status_code >= 500:
                    faults.append((address, who, name, value))
    assert faults == []
