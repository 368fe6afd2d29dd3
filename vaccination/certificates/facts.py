"""What a certificate says of a dose: the eleven fields of Decision 5772/QĐ-BYT and their codes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from hssk.look.words import short_date
from hssk.refusals import Words


@dataclass(frozen=True, slots=True)
class Codes:
    """Of the EU's value sets: disease, kind of vaccine, product, maker; and of the USA's list of vaccines (CVX)."""

    disease: str
    prophylaxis: str
    product: str
    maker: str
    cvx: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A dose of a person, in words and, where the EU has them, in codes."""

    full_name: str
    birth_date: date
    birth_year_only: bool
    nationality: str
    disease: str
    dose: int
    series: int
    given_on: date
    prophylaxis: str
    product: str
    maker: str
    codes: Codes | None
    issuer: str
    uvci: str = ""

    @property
    def born(self) -> str:
        """As the EU's schema has it: the day, or the year alone when no more is known."""
        return f"{self.birth_date:%Y}" if self.birth_year_only else self.birth_date.isoformat()


def place_in_series(number: int, basic: int) -> tuple[int, int]:
    """Dose number and size of the series, as the EU writes them since December 2021.

    Within the basic series 1/2, 2/2. After a series of one, 2/1, 3/1; after a longer one, 3/3, 4/4: so a
    booster is never taken for the end of a basic series.
    """
    return (number, basic if number <= basic or basic == 1 else number)


# Kinds of vaccine as people read them; others show their own name.
KINDS: dict[str, Words] = {
    "mRNA": _("mRNA"),
    "vector": _("Véc tơ vi rút"),
    "inactivated": _("Bất hoạt"),
    "protein subunit": _("Tiểu đơn vị protein"),
}
COUNTRIES: dict[str, Words] = {"VN": _("Việt Nam")}

NAME, BORN, NATIONALITY = _("Họ và tên"), _("Ngày sinh"), _("Quốc tịch")
DISEASE, DOSES, DAY = _("Bệnh hoặc tác nhân bệnh dịch"), _("Số mũi tiêm đã nhận"), _("Ngày tiêm")
SERIES, VACCINE, PRODUCT = _("Liều số"), _("Vắc xin"), _("Sản phẩm vắc xin")
MAKER, NUMBER = _("Nhà cung cấp hoặc sản xuất vắc xin"), _("Mã số của chứng nhận")


def eleven_fields(facts: Facts) -> Sequence[tuple[Words, Words]]:
    """Label and value, in the order of the decision."""
    return [
        (NAME, facts.full_name),
        (BORN, facts.born if facts.birth_year_only else short_date(facts.birth_date)),
        (NATIONALITY, COUNTRIES.get(facts.nationality, facts.nationality)),
        (DISEASE, facts.disease),
        (DOSES, str(facts.dose)),
        (DAY, short_date(facts.given_on)),
        (SERIES, f"{facts.dose}/{facts.series}"),
        (VACCINE, KINDS.get(facts.prophylaxis, facts.prophylaxis)),
        (PRODUCT, facts.product),
        (MAKER, facts.maker),
        (NUMBER, facts.uvci),
    ]
