"""What is wrong with real lists, done to a tenth of the invented people."""

from datetime import date
from random import Random

from registration.people.verification import doubts_of
from vaccination.demo.people import Invented

SHARE = 0.1


def spoil(person: Invented, rng: Random) -> None:
    """Make one mistake of the kind that lists have; whatever somebody should look at is noted as a doubt."""
    mistake = rng.choices(MISTAKES, WEIGHTS)[0]
    mistake(person, rng)
    person.doubts = doubts_of(
        birth_date=person.birth_date,
        sex=person.sex,
        birth_year_only=person.birth_year_only,
        documents=[("cccd", person.cccd)] if person.cccd else [],
    )


def no_card(person: Invented, _rng: Random) -> None:
    """No number was written down."""
    person.cccd = ""


def other_birth_year(person: Invented, rng: Random) -> None:
    """The registered year is another than the one lived by."""
    digits = (int(person.cccd[4:6]) + rng.choice((-2, -1, 1, 2))) % 100
    person.cccd = f"{person.cccd[:4]}{digits:02d}{person.cccd[6:]}"


def other_sex(person: Invented, _rng: Random) -> None:
    """The digit of the sex is wrong."""
    person.cccd = f"{person.cccd[:3]}{int(person.cccd[3]) ^ 1}{person.cccd[4:]}"


def no_phone(person: Invented, _rng: Random) -> None:
    """Nobody can be called."""
    person.phone = ""


def old_phone(person: Invented, rng: Random) -> None:
    """A number of eleven digits, from before 2018, left as a note since nobody knows whether it still rings."""
    person.phone = ""
    person.address = f"ĐT cũ: 016{rng.randint(2, 9)}{rng.randrange(10**7):07d}"


def swapped_name(person: Invented, _rng: Random) -> None:
    """Given name first, as some programs print it."""
    *others, given = person.full_name.split()
    person.full_name = " ".join([given, *others])


def lower_case(person: Invented, _rng: Random) -> None:
    """Typed without capitals."""
    person.full_name = person.full_name.lower()


def year_only(person: Invented, _rng: Random) -> None:
    """Only the year of birth is known."""
    person.birth_date = date(person.birth_date.year, 1, 1)
    person.birth_year_only = True


MISTAKES = (no_card, other_birth_year, other_sex, no_phone, old_phone, swapped_name, lower_case, year_only)
WEIGHTS = (30, 14, 6, 14, 8, 8, 5, 15)
