"""How the site says things: days, sums, names and roles in plain words, decided here and nowhere else."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from tracker.model.dates import InvalidDate, is_day, when
from tracker.model.lists import CURRENCIES

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

SCALES = ((Decimal(10) ** 12, "trn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))

# Signs before the figure and words after it, where readers know them better than the code.
BEFORE = {"USD": "US$", "EUR": "€", "GBP": "£", "HKD": "HK$", "AUD": "A$", "CAD": "C$"}
AFTER = {"CNY": "yuan", "JPY": "yen", "KRW": "won", "INR": "rupees", "RUB": "roubles"}

# Names of the jurisdictions that readers meet most; any other goes by its code.
COUNTRIES = {
    "AU": "Australia", "CA": "Canada", "CN": "China", "DE": "Germany", "EU": "European Union", "FI": "Finland", "FR": "France",
    "GB": "United Kingdom", "HK": "Hong Kong", "IE": "Ireland", "IN": "India", "IT": "Italy", "JP": "Japan", "KR": "South Korea",
    "NL": "Netherlands", "RU": "Russia", "SG": "Singapore", "TW": "Taiwan", "US": "United States",
}  # fmt: skip

# What readers want to know of a family in one number: how it is said, and the statuses that it counts.
HOLDING = {
    "crackdowns": ("crackdown cases open", ("open", "restricted")),
    "sanctions": ("sanctions in force", ("in force", "eased")),
    "laws": ("laws in force", ("in force",)),
}

BOUNDS = {"over": "over ", "up_to": "up to ", "about": "about "}


def day(text: str | None) -> str:
    """A calendar day: `2 September 2021`."""
    if not text or not is_day(text):
        return text or ""
    year, month, number = text.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def brief(text: str | None) -> str:
    """A day or instant as it stands in a table: `2 Sep 2021`, `22 Nov 2026, 15:41:57`."""
    if not text or not is_day(text[:10]):
        return text or ""
    number, month, year = day(text[:10]).split()
    return f"{number} {month[:3]} {year}{', ' + text[11:19] if len(text) > 10 else ''}"


def stamp(text: str | None) -> str:
    """An instant: `22 November 2026, 15:41:57 UTC`."""
    return f"{day(text[:10])}, {text[11:19]} UTC" if text else ""


def dated(text: str | None) -> str:
    """A date as an event states it: `about September 2021`, `between 26 and 28 January 2026`."""
    if not text:
        return "undated"
    try:
        when(text)
    except InvalidDate:
        return text
    first, slash, second = text.partition("/")
    if not slash:
        return _point(text)
    if first == "..":
        return f"by {_point(second)}"
    if second == "..":
        return f"in or after {_point(first)}" if not is_day(first) else f"on or after {_point(first)}"
    return f"between {_shared(first, second)} and {_point(second)}"


def _shared(first: str, second: str) -> str:
    """The first end of an interval, without the month and year that the second repeats."""
    if is_day(first) and is_day(second) and first[:7] == second[:7]:
        return str(int(first[8:]))
    if is_day(first) and is_day(second) and first[:4] == second[:4]:
        return _point(first).rpartition(" ")[0]
    return _point(first)


def _point(text: str) -> str:
    plain = text.rstrip("~?")
    parts = plain.split("-")
    words = parts[0]
    if len(parts) > 1:
        words = f"{MONTHS[int(parts[1]) - 1]} {words}"
    if len(parts) > 2:
        words = f"{int(parts[2])} {words}"
    if text.endswith("~"):
        return f"about {words}"
    return f"{words} (uncertain)" if text.endswith("?") else words


def on(text: str | None) -> str:
    """A date with the preposition that it takes: `on 2 September 2021`, `in 2021`, `between ...`."""
    if not text:
        return "on an unknown date"
    if "/" in text:
        return dated(text)
    return f"on {dated(text)}" if len(text.rstrip("~?")) == 10 else f"in {dated(text)}"


def machine(text: str | None) -> str | None:
    """The date as the attribute `datetime` takes it; none where it is wider or uncertain."""
    return text if text and len(text) in (4, 7, 10) and text[-1].isdigit() and "/" not in text else None


def days(number: int | None) -> str:
    """A span of days, in the unit that a reader would use: `39 days`, `14 months`, `5 years`."""
    if number is None:
        return ""
    number = abs(number)
    if number < 90:
        return count(number, "day")
    if number < 730:
        return count(round(number / 30.44), "month")
    return count(int(number / 365.25), "year")


def between(first: str, second: str) -> int:
    """Days from the first day to the second."""
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def count(number: int, word: str, many: str | None = None) -> str:
    """A number and its noun: `1 case`, `1,027 events`."""
    return f"{number:,} {word if number == 1 else many or word + 's'}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """Names in a row: `A`, `A and B`, `A, B and 4 others`."""
    names = list(names)
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def plain(word: str | None) -> str:
    """A stored word as readers meet it: `partly_fulfilled` is `partly fulfilled`."""
    return (word or "").replace("_", " ")


def plain_listed(stored: Iterable[str], most: int = 3) -> str:
    """Stored words in a row, each once."""
    return listed(dict.fromkeys(map(plain, stored)), most)


def country(code: str | None) -> str:
    """A jurisdiction by name, where readers know it better so than by its code."""
    return COUNTRIES.get(code or "", code or "")


def act(type_: str | None) -> str:
    """The type of an event in words: `sanction.took_effect` is `took effect`."""
    return plain((type_ or "").rpartition(".")[2])


def money(value: str | float | Decimal | None, unit: str | None, bound: str | None = None) -> str:
    """A sum or quantity as it stands in a sentence: `100bn yuan`, `over US$13bn`, `39,000 homes`."""
    if value is None:
        return ""
    figure = _figure(_decimal(value))
    said = f"{BEFORE[unit]}{figure}" if unit in BEFORE else f"{figure} {AFTER.get(unit or '', unit or '')}".rstrip()
    return BOUNDS.get(bound or "", "") + said


def money_full(value: str | float | Decimal | None, unit: str | None) -> str:
    """The same with all its digits: `100,000,000,000 CNY`."""
    return f"{_decimal(value):,f} {unit or ''}".rstrip() if value is not None else ""


def money_both(value: str | float | Decimal | None, unit: str | None, bound: str | None = None) -> str:
    """Short, and in full where the short form leaves digits out: `100bn yuan (100,000,000,000 CNY)`."""
    short = money(value, unit, bound)
    return f"{short} ({money_full(value, unit)})" if value is not None and abs(_decimal(value)) >= SCALES[-1][0] else short


def is_money(unit: str | None) -> bool:
    """Whether a unit of the ledger is a currency."""
    return unit in CURRENCIES


def share(part: str | float | None, whole: str | float | None) -> float:
    """Which part of a whole has come, from 0 to 100, for a bar."""
    if not whole or part is None:
        return 0.0
    return float(min(_decimal(part) / _decimal(whole) * 100, Decimal(100)).quantize(Decimal("0.01")))


def _decimal(value: str | float | Decimal) -> Decimal:
    # A float is read by its shortest text, so that 0.1 is a tenth; a whole one has no point.
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def _figure(number: Decimal) -> str:
    for scale, word in SCALES:
        if abs(number) >= scale:
            return f"{_rounded(number / scale):,f}{word}"
    return f"{number:,f}"


def _rounded(number: Decimal) -> Decimal:
    """Up to three places where they are exact; else two, or what four digits need."""
    exact = number.quantize(Decimal("0.001"), ROUND_HALF_EVEN)
    if exact == number:
        return _decimal(number)
    places = Decimal("0.1") if abs(number) >= 100 else Decimal("0.01")
    return _decimal(number.quantize(places, ROUND_HALF_EVEN))
