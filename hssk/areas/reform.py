"""Which commune became which on 2025-07-01, out of vietnamadminunits' converter, with its errors put right."""

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hssk.areas.packages import COMMUNE, DISTRICT, PROVINCE, Key, Place, Row, Vietnamadminunits

# A part of a commune does not go farther than this to a place that has nothing else of its district.
NAMESAKE_KM, STRANGER_KM = 15, 25
# A centroid this far from every part of the unit was taken from a namesake; one part alone proves less.
MISPLACED_KM, MISPLACED_ALONE_KM = 20, 50
EARTH_KM = 6371


@dataclass(frozen=True)
class Link:
    """One succession between two units by key."""

    before: Key
    after: Key
    is_partial: bool = False
    is_default: bool = True


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two points, exact enough for a province."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return EARTH_KM * math.hypot(north, east)


class Reform:
    """The converter's two tables, joined to codes."""

    def __init__(self, source: Vietnamadminunits) -> None:
        self.source = source
        self.before = {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}": r for r in source.before}
        self.since = {(r["provinceKey"], r["wardKey"]): r for r in source.since}
        shared = Counter((r["wardLat"], r["wardLon"]) for r in source.before)
        # Places that the geocoder did not find all got their district's point: no use for distances.
        self.points = {
            r["wardCode"]: (r["wardLat"], r["wardLon"])
            for r in source.before
            if r["wardLat"] and shared[r["wardLat"], r["wardLon"]] == 1
        }
        self.parts: dict[str, list[Row]] = defaultdict(list)
        for before, after in self._whole():
            self.parts[after["wardCode"]].append(before)

    def links(self) -> Iterator[Link]:
        """Every succession of the reform: provinces, whole communes, split communes."""
        yield from self._provinces()
        for before, after in self._whole():
            yield Link(_key_before(before), (COMMUNE, after["wardCode"]))
        for before, targets in self._split():
            kept = [target for target in targets if self._is_plausible(before, target[0])]
            default = next((after for after, chosen in kept if chosen), kept[0][0])
            for after, _ in kept:
                key = (COMMUNE, after["wardCode"])
                yield Link(_key_before(before), key, is_partial=len(kept) > 1, is_default=after is default)

    def corrected(self, places: dict[Key, Place]) -> dict[Key, Place]:
        """`places` since the reform, with centroids that belong to a namesake replaced."""
        return {key: self._corrected(each) for key, each in places.items()}

    def _corrected(self, each: Place) -> Place:
        known = [self.points[r["wardCode"]] for r in self.parts.get(each.key[1], []) if r["wardCode"] in self.points]
        if each.key[0] != COMMUNE or not known or each.latitude is None or each.longitude is None:
            return each
        distance = min(kilometres((each.latitude, each.longitude), point) for point in known)
        if distance <= (MISPLACED_KM if len(known) > 1 else MISPLACED_ALONE_KM):
            return each
        north, east = (round(statistics.mean(axis), 4) for axis in zip(*known, strict=True))
        return replace(each, latitude=north, longitude=east)

    def _provinces(self) -> Iterator[Link]:
        before = {r["provinceKey"]: r["provinceCode"] for r in self.source.before}
        since = {r["provinceKey"]: r["provinceCode"] for r in self.source.since}
        for after, parts in self.source.converter["DICT_PROVINCE"].items():
            for part in parts:
                yield Link((PROVINCE, before[part]), (PROVINCE, since[after]))

    def _whole(self) -> Iterator[tuple[Row, Row]]:
        for province, targets in self.source.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for ward, parts in targets.items():
                for part in parts:
                    yield self.before[part], self.since[province, ward]

    def _split(self) -> Iterator[tuple[Row, list[tuple[Row, bool]]]]:
        for province, parts in self.source.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for part, targets in parts.items():
                found = [(self.since[province, each["newWardKey"]], each["isDefaultNewWard"]) for each in targets]
                yield self.before[part], found

    def _is_plausible(self, before: Row, after: Row) -> bool:
        """Whether a part of `before` can have gone to `after`.

        The converter matched names within the merged provinces, so a part of one "Xã Tân Thạnh" was
        also ascribed to the other, 70 km away.
        """
        parts = self.parts[after["wardCode"]]
        if any(part["districtCode"] == before["districtCode"] for part in parts):
            return True
        namesakes = self._namesakes(before, after)
        if any(part["districtCode"] == each["districtCode"] for part in parts for each in namesakes):
            return False
        return self._distance(before, after) <= (NAMESAKE_KM if namesakes else STRANGER_KM)

    def _namesakes(self, before: Row, after: Row) -> list[Row]:
        """Other communes of the same name of which a part is said to have gone to the same place."""
        return [
            each
            for each, targets in self._split()
            if each["wardKey"] == before["wardKey"] and each is not before and any(t is after for t, _ in targets)
        ]

    def _distance(self, before: Row, after: Row) -> float:
        start = (before["wardLat"], before["wardLon"])
        parts = [self.points[r["wardCode"]] for r in self.parts[after["wardCode"]] if r["wardCode"] in self.points]
        return min(kilometres(start, point) for point in parts or [(after["wardLat"], after["wardLon"])])


def _key_before(row: Row) -> Key:
    return (COMMUNE, row["wardCode"]) if row["wardCode"] else (DISTRICT, row["districtCode"])
