"""Age bands, in Python for whoever counts and in SQL for whoever recounts: one list, two readings."""

from datetime import date

# Lower bound in whole years, and the band's name.
BANDS = [(65, "65+"), (50, "50-64"), (18, "18-49"), (12, "12-17"), (5, "5-11"), (0, "0-4")]
ADULT_BANDS = ("18-49", "50-64", "65+")


def age_on(birth_date: date, on: date) -> int:
    """Whole years lived on that day."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_band(birth_date: date, on: date) -> str:
    """The band of somebody born on `birth_date`, on that day."""
    age = age_on(birth_date, on)
    return next(band for lowest, band in BANDS if age >= lowest or lowest == 0)


def age_band_sql(birth_date: str, on: str) -> str:
    """The same as an SQL expression over two columns of dates."""
    age = f"EXTRACT(year FROM age({on}, {birth_date}))"
    cases = " ".join(f"WHEN {age} >= {lowest} THEN '{band}'" for lowest, band in BANDS if lowest)
    return f"CASE {cases} ELSE '{BANDS[-1][1]}' END"
