"""What became of communes that disappeared between 2021 and the last months before the reform.

No package says so outright, but vietnamadminunits keeps, for each commune, the names of those it
swallowed; or one of the merged gave its name, but another its code. A link is made only where that
leaves one candidate in what was the same district.
"""

import json
from collections import defaultdict
from collections.abc import Iterator

from hssk.areas.names import search_key
from hssk.areas.packages import COMMUNE, DISTRICT, Key, Place, Row
from hssk.areas.reform import Link


def mergers(early: dict[Key, Place], late: dict[Key, Place], rows: list[Row]) -> Iterator[Link]:
    """Links for units with the same code, and for those whose name a single later commune swallowed."""
    swallowed = _swallowed(rows)
    inherited = _inherited_districts(early, late)
    for key, place in early.items():
        if key in late:
            yield Link(key, key)
        elif key[0] == COMMUNE and place.parent:
            name = search_key(f"{place.kind} {place.name}").replace(" ", "")
            found = {code for district in inherited[place.parent] for code in swallowed[district, name]}
            if len(found) == 1:
                yield Link(key, (COMMUNE, found.pop()))


def _swallowed(rows: list[Row]) -> dict[tuple[Key, str], set[str]]:
    """Codes of the communes that carry a name or former name, by district and that name's key."""
    found: dict[tuple[Key, str], set[str]] = defaultdict(set)
    for row in rows:
        if row["wardCode"]:
            for name in (row["wardKey"], *json.loads(row["wardAlias"] or "[]")):
                found[(DISTRICT, row["districtCode"]), name].add(row["wardCode"])
    return found


def _inherited_districts(early: dict[Key, Place], late: dict[Key, Place]) -> dict[Key, set[Key]]:
    """For each district of 2021, itself and those that took communes from it."""
    found: dict[Key, set[Key]] = defaultdict(set)
    for key, place in early.items():
        if key[0] == COMMUNE and place.parent and key in late and (parent := late[key].parent):
            found[place.parent].add(parent)
    return found
