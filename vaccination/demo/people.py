"""Invented people, household by household: ages, names, phones and numbers that agree with each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from registration.people.facts import age_on
from vaccination.demo.names import full_name, hamlets, surname

# The number of people of a household, and how many households in a hundred are that big.
SIZES, SIZE_WEIGHTS = (1, 2, 3, 4, 5, 6), (7, 15, 20, 28, 19, 11)
# Age of the householder: from, to, weight.
HEAD_AGES, HEAD_WEIGHTS = ((22, 34), (35, 49), (50, 64), (65, 84)), (30, 38, 23, 9)
# Priority group of an adult, its weight, and an occupation.
TRADES = [
    ("1", 20, "Nhân viên y tế"),
    ("2", 20, "Tổ COVID cộng đồng"),
    ("3", 8, "Bộ đội"),
    ("4", 8, "Công an"),
    ("7", 20, "Lái xe"),
    ("8", 60, "Giáo viên"),
    ("9", 50, "Nông dân"),
    ("11", 80, "Nông dân"),
    ("13", 220, "Công nhân"),
    ("15", 450, "Nông dân"),
    ("16", 64, "Nội trợ"),
]
TRADE_WEIGHTS = [weight for _code, weight, _words in TRADES]
OF_THE_OLD, OF_MINORS = "9", "16"
PROVINCE_OF_BIRTH = "017"


@dataclass(slots=True)
class Invented:
    """Somebody who does not exist, and what the story (story.py) makes of them."""

    id: UUID
    household: UUID
    full_name: str
    birth_date: date
    sex: str
    relationship: str
    hamlet: str
    address: str = ""
    phone: str = ""
    cccd: str = ""
    group: str = ""
    occupation: str = ""
    birth_year_only: bool = False
    doubts: list[str] = field(default_factory=list)
    # Of the registration; no moment, no registration.
    registration: UUID | None = None
    submitted_at: datetime | None = None
    state: str = ""
    by_web: bool = False


@dataclass
class Numbers:
    """Phones and card numbers given out so far: an invented one is given once."""

    phones: set[str]
    cards: set[str] = field(default_factory=set)

    def phone(self, rng: Random) -> str:
        """A mobile number that nobody has."""
        while (found := f"+84{rng.choice('3789')}{rng.randrange(10**8):08d}") in self.phones or not plausible(found):
            pass
        self.phones.add(found)
        return found

    def card(self, rng: Random, birth: date, sex: str) -> str:
        """A card number (Decree 137/2015/NĐ-CP) that agrees with birth year and sex."""
        century = 2 * (birth.year // 100 - 19) + (sex == "female")
        while (found := f"{PROVINCE_OF_BIRTH}{century}{birth.year % 100:02d}{rng.randrange(10**6):06d}") in self.cards:
            pass
        self.cards.add(found)
        return found


def plausible(phone: str) -> bool:
    """Whether the prefix is one of the numbering plan's."""
    return phone[3:5] in PREFIXES


PREFIXES = {f"3{digit}" for digit in "23456789"} | {f"7{digit}" for digit in "06789"}
PREFIXES |= {f"8{digit}" for digit in "1234568"} | {f"9{digit}" for digit in "01234678"}


def new_id(rng: Random) -> UUID:
    """A UUID by chance of ours, so that a seed gives the same people again."""
    return UUID(int=rng.getrandbits(128), version=4)


def people_of(commune_code: str, count: int, numbers: Numbers, rng: Random, today: date) -> Iterator[Invented]:
    """`count` people of a commune, the last household cut short if need be."""
    urban = commune_code in URBAN
    while count > 0:
        for person in household(commune_code, numbers, rng, today, urban=urban)[:count]:
            count -= 1
            yield person


URBAN = {"04792", "04795", "04828", "04894"}


def household(commune_code: str, numbers: Numbers, rng: Random, today: date, *, urban: bool) -> list[Invented]:
    """People who live together and mostly share a phone."""
    house, family = new_id(rng), surname(rng, commune_code)
    hamlet = f"Tổ {rng.randint(1, 24)}" if urban else f"Xóm {rng.choice(hamlets())}"
    shared = numbers.phone(rng)
    found = []
    for relationship, age, sex in members(rng):
        born = birthday(rng, age, today)
        own = family if relationship in {"self", "child"} else surname(rng, commune_code)
        person = Invented(new_id(rng), house, full_name(rng, sex, own), born, sex, relationship, hamlet)
        person.phone = numbers.phone(rng) if relationship == "spouse" and rng.random() < 0.4 else shared
        person.cccd = numbers.card(rng, born, sex)
        person.group, person.occupation = trade(rng, age_on(born, today))
        found.append(person)
    return found


def members(rng: Random) -> list[tuple[str, int, str]]:
    """Relationship to the householder, age and sex of each member."""
    low, high = rng.choices(HEAD_AGES, HEAD_WEIGHTS)[0]
    head, size = rng.randint(low, high), rng.choices(SIZES, SIZE_WEIGHTS)[0]
    found = [("self", head, "male" if size > 1 or rng.random() < 0.4 else "female")]
    if size > 1:
        found.append(("spouse", max(20, head + rng.randint(-6, 2)), "female"))
    for _more in range(size - 2):
        sex = "male" if rng.random() < 0.52 else "female"
        older = head < 62 and rng.random() < 0.22
        found.append(("parent", head + rng.randint(21, 30), sex) if older else ("child", child_age(rng, head), sex))
    return found


def child_age(rng: Random, head: int) -> int:
    """The age of a child of somebody `head` years old."""
    return max(0, head - rng.randint(20, 36)) if head > 24 else rng.randint(0, 4)


def birthday(rng: Random, age: int, today: date) -> date:
    """A day of birth `age` whole years ago."""
    return today - timedelta(days=round(age * 365.25) + rng.randint(1, 364))


def trade(rng: Random, age: int) -> tuple[str, str]:
    """Priority group and occupation at this age."""
    if age > 65:
        return OF_THE_OLD, "Hưu trí"
    if age < 18:
        return OF_MINORS, "Học sinh" if age > 5 else ""
    code, _weight, words = TRADES[rng.choices(range(len(TRADES)), TRADE_WEIGHTS)[0]]
    return code, words
