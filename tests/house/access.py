"""Who gets in where: asks every address as everybody, and writes the answers down as a table.

WRITE_ACCESS_TABLE=1 make test TESTS=tests/house/test_access.py    keeps the answers of today; read the difference first
"""

import copy
import re
from collections.abc import Iterator

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.world import WHO, World

# What a placeholder in an address stands for: by the address's beginning, then by its name.
PLACES = {
    "register/<": "registration",
    "api/v1/registrations/": "registration",
    "api/v1/campaigns/": "campaign",
    "api/v1/appointments/": "appointment",
    "me/appointments/": "appointment",
    "api/v1/plans/": "plan",
    "api/v1/people/": "person",
    "api/v1/sessions/": "session",
}
NAMES = {
    f"{name}_id": name
    for name in ["person", "registration", "campaign", "session", "appointment", "plan", "batch", "certificate"]
}
# Machines and makers, not people: no role is asked for by design, or only with DEBUG.
OPEN_TO_MACHINES = ("healthz", "readyz", "metrics", "api/schema/", "api/docs/", "api/<path:rest>", "i18n/", "dev/")


def addresses() -> Iterator[str]:
    """Every address of the site as it is written in urls.py, in order."""
    yield from sorted(set(walk(get_resolver().url_patterns, "")))


def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    """Addresses below these patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def filled(address: str, world: World) -> str:
    """An address with the world's own ids."""

    def value(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if kind == "slug":
            return str(world.ids["campaign code"]) if "campaign" in address else "person"
        by_place = next((what for start, what in PLACES.items() if address.startswith(start)), "")
        return str(world.ids[NAMES.get(name) or by_place])

    return "/" + re.sub(r"<(\w+):(\w+)>", value, address)


def answer(world: World, who: str, method: str, address: str) -> str:
    """`in`, or how it refuses: `sign in`, `no` (403), `hidden` (404), `-` (no such method)."""
    with transaction.atomic():
        client, headers = copy.deepcopy(world.clients[who]), world.headers[who]
        if address.startswith("api/"):
            got = client.generic(method, filled(address, world), b"{}", "application/json", headers=headers)
        else:
            got = client.generic(method, filled(address, world))
        transaction.set_rollback(True)
    if got.status_code >= 500:
        return f"FAULT {got.status_code}"
    to_sign_in = got.status_code == 302 and re.match(r"/(staff/)?sign-in/\?next=", got.url)
    refusals = {401: "sign in", 403: "no", 404: "hidden", 405: "-"}
    return "sign in" if to_sign_in else refusals.get(got.status_code, "in")


def rows(world: World) -> Iterator[list[str]]:
    """The table: method and address, then the answer to each kind of person."""
    for address in addresses():
        if address.startswith(OPEN_TO_MACHINES):
            continue
        for method in ("GET", "POST"):
            answers = [answer(world, who, method, address) for who in WHO]
            if set(answers) != {"-"}:
                yield [f"`{method} /{address}`", *answers]


def table(world: World) -> str:
    """docs/access.md."""
    lines = [
        "# Who gets in where",
        "",
        "Every address is asked as each of these people in `tests/house/test_access.py`.",
    ]
    lines += [
        "`in`: answered, if only to say what is missing · `sign in` · `no`: 403 · `hidden`: 404 · `-`: no such method.",
        "",
    ]
    lines += [f"- **{who}**: {what}" for who, what in WHO.items()]
    lines += ["", "| address | " + " | ".join(WHO) + " |", "| --- " * (len(WHO) + 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows(world)]
    return "\n".join(lines) + "\n"
