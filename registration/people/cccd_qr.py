"""The QR on a chip card of a citizen, as its text. Pure."""

from dataclasses import dataclass
from datetime import date

from registration.people.numbers import normalised_number

SEXES = {"nam": "male", "nữ": "female"}


@dataclass(frozen=True)
class CardFacts:
    """What the card says; empty or None where it does not."""

    cccd: str
    cmnd: str
    full_name: str
    birth_date: date | None
    sex: str
    address: str
    issued_on: date | None


def parse_cccd_qr(text: str) -> CardFacts | None:
    """The facts of a card's QR, or None when `text` is something else.

    Seven fields between bars: CCCD, old CMND (may be empty), name, birth ddmmyyyy, Nam/Nữ, residence, issue
    ddmmyyyy. The card of 2024 may say more behind them; scanners may add a line end.
    """
    fields = [field.strip() for field in text.strip().split("|")]
    if len(fields) < 6:
        return None
    cccd, cmnd, name, born, sex, address = fields[:6]
    cccd = normalised_number(cccd)
    if not (len(cccd) == 12 and cccd.isascii() and cccd.isdigit() and name):
        return None
    issued = _day(fields[6]) if len(fields) > 6 else None
    return CardFacts(cccd, normalised_number(cmnd), name, _day(born), SEXES.get(sex.lower(), ""), address, issued)


def _day(text: str) -> date | None:
    try:
        return date(int(text[4:8]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None
