"""Whether a payload is what the EU's schema 1.3 describes: one vaccination, one test or one recovery. Pure.

Our own certificates for other vaccines have the shape of a vaccination too. Where older issuers went their own
ways without harm (a test's time as a number, a time after a date), they are read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

LONGEST = 80
Check = Callable[[Any], bool]


def text(value: Any) -> bool:
    return isinstance(value, str)


def short_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-][\d:]+)?)?", value):
        return False
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def moment(value: Any) -> bool:
    return day(value) or (isinstance(value, int) and not isinstance(value, bool) and value > 0)


def country(value: Any) -> bool:
    return isinstance(value, str) and re.search(r"[A-Z]{1,10}", value) is not None


def birth(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"((19|20)\d\d(-\d\d){0,2})?", value, re.ASCII) is not None


def machine_name(value: Any) -> bool:
    return short_text(value) and re.fullmatch(r"[A-Z<]*", value) is not None


NAME: dict[str, Check] = {"fn": short_text, "fnt": machine_name, "gn": short_text, "gnt": machine_name}
WHO: dict[str, Check] = {"tg": text, "co": country, "is": short_text, "ci": short_text}
GROUPS: dict[str, dict[str, Check]] = {
    "v": {**WHO, "vp": text, "mp": text, "ma": text, "dn": count, "sd": count, "dt": day},
    "t": {**WHO, "tt": text, "sc": moment, "tr": text, "tc": short_text},
    "r": {**WHO, "fr": day, "df": day, "du": day},
}


def group_of(payload: Mapping[str, Any]) -> str | None:
    """What it certifies: "v", "t" or "r"; None when that is not one thing."""
    found = [group for group in GROUPS if group in payload]
    return found[0] if len(found) == 1 else None


def problem(payload: Any) -> str | None:
    """What is wrong with a payload; None when nothing is."""
    if not isinstance(payload, dict):
        return "no certificate inside"
    if not isinstance(payload.get("ver"), str) or not re.fullmatch(r"\d+.\d+.\d+", payload["ver"], re.ASCII):
        return "ver"
    if not birth(payload.get("dob")):
        return "dob"
    return name_problem(payload.get("nam")) or entry_problem(payload)


def name_problem(name: Any) -> str | None:
    """What is wrong with the name."""
    if not isinstance(name, dict) or "fnt" not in name:
        return "nam"
    return next((f"nam.{key}" for key, check in NAME.items() if key in name and not check(name[key])), None)


def entry_problem(payload: Mapping[str, Any]) -> str | None:
    """What is wrong with the one thing that it certifies."""
    group = group_of(payload)
    if group is None:
        return "neither one vaccination nor one test nor one recovery"
    entries = payload[group]
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        return group
    return next((f"{group}.{key}" for key, check in GROUPS[group].items() if not check(entries[0].get(key))), None)
