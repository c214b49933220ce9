"""What a person types, read: dates as precise as they were given, sums, sources, the parts of parties, and new parties."""

import json
import re
import unicodedata
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from tracker.model import dates
from tracker.model.lists import CURRENCIES
from tracker.model.problem import did_you_mean
from tracker.model.vocabulary import Vocabulary


class Unread(ValueError):
    """What was typed cannot be read without guessing; says why, and `help` what to type instead."""

    def __init__(self, sentence: str, help: str) -> None:
        super().__init__(sentence)
        self.help = help

    def __str__(self) -> str:
        return f"{self.args[0]}; {self.help}"


_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?", re.ASCII)
_CHINESE = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_INSTANT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ]\d{2}:\d{2}.*", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})", re.ASCII)
_NAMES_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d+[-./]\d+[-./]\d+", re.IGNORECASE | re.ASCII)
_PERIOD = re.compile(r"(?:([QH])([1-4])\s+(\d{4})|(\d{4})\s*([QH])([1-4]))", re.ASCII | re.IGNORECASE)
_ABOUT = re.compile(r"(?:about|around|circa|ca\.?|c\.|~)\s*", re.IGNORECASE)
_PERHAPS = re.compile(r"(?:perhaps|probably|possibly)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:(?:from|between)\s+)?(.+?)\s+(?:to|and|until|-|–)\s+(.+)", re.IGNORECASE)
_BY = re.compile(r"(?:(?:by|until)\s+|(before)\s+)?(?:(?:the\s+)?(end\s+(?:of\s+)?))?(.*)", re.IGNORECASE)
_FILLED = (datetime(2001, 1, 1), datetime(2004, 12, 15))
"""Two days that share no part: what differs between readings that fall back on them was not typed."""

MOST = 200
"""Characters in which a date or a sum can be said; whoever needs more says something else."""

_DATE_HELP = "type 2021, September 2021, 2 September 2021 or 2021-09-02"


def date(text: str) -> str:
    """The date in EDTF, as precise as it was typed and no more: `September 2021` is `2021-09`.

    Raises Unread where parts are missing, where it can be read in two ways, or where there is no such day.
    """
    text = _short(text, _DATE_HELP)
    try:
        return dates.when(text).text
    except dates.InvalidDate:
        if not text:
            raise Unread("there is no date", _DATE_HELP) from None
    between = _BETWEEN.fullmatch(text)
    if between:
        return _real(f"{_point(between[1])}/{_point(between[2])}", text)
    return _real(_point(text), text)


def deadline(text: str) -> str:
    """A day on which something ends or is due: `by the end of 2025` is `2025-12-31`, `by 2025` is `2025`.

    `before 2050` is the day before it, `2049-12-31`.
    """
    before, end, rest = _BY.fullmatch(_short(text, _DATE_HELP)).groups()
    meant = dates.when(date(rest))
    if before and meant.lower:
        return dates.shift(meant.lower, -1)
    return meant.upper if end and meant.upper else meant.text


def _short(text: str, help: str) -> str:
    """The words of a text with single spaces between them, if they are few enough to be looked at."""
    if len(text) > MOST:
        # The patterns look at a text again from each of its signs.
        raise Unread(f"this has {len(text):,} characters", help)
    return " ".join(text.split())


def _point(text: str) -> str:
    about, perhaps = _ABOUT.match(text), _PERHAPS.match(text)
    if about:
        return _point(text[about.end() :]) + "~"
    if perhaps:
        return _point(text[perhaps.end() :]) + "?"
    if text[-1:] in ("?", "~") and text[:-1].strip():
        return _point(text[:-1].strip()) + text[-1]
    period = _PERIOD.fullmatch(text)
    if period:
        return _period(*(period.group(1, 2, 3) if period[1] else (period[5], period[6], period[4])), text)
    month_year = _MONTH_YEAR.fullmatch(text)
    if month_year:
        return f"{month_year[2]}-{month_year[1].zfill(2)}"
    parts = next(filter(None, (form.fullmatch(text) for form in (_CHINESE, _YEAR_FIRST, _COMPACT, _INSTANT))), None)
    if parts:
        return "-".join(part.zfill(2) for part in parts.groups() if part)
    return text if re.fullmatch(dates.POINT, text, re.ASCII) else _in_words(text)


def _period(kind: str, number: str, year: str, text: str) -> str:
    months = 3 if kind in "Qq" else 6
    if int(number) * months > 12:
        raise Unread(f"`{text}` is no part of a year", "a year has two halves and four quarters")
    return f"{year}-{(int(number) - 1) * months + 1:02}/{year}-{int(number) * months:02}"


def _in_words(text: str) -> str:
    """A date in words, of which only what all its readings have in common was typed."""
    if not _NAMES_MONTH.search(text):
        raise Unread(f"`{text}` is no date", _DATE_HELP)
    one, other = (_parsed(text, filled, (0, 0)) for filled in _FILLED)
    others = {_parsed(text, filled, orders) for filled in _FILLED for orders in ((1, 0), (0, 1), (1, 1))} - {one, other}
    if one[0] != other[0]:
        raise Unread(f"`{text}` does not say which year", _DATE_HELP)
    if others:
        shown = sorted({"-".join(f"{part:02}" for part in reading) for reading in (one, *others)})
        raise Unread(f"`{text}` may be {' or '.join(shown)}", "write the month as a word, or 2021-09-02")
    return f"{one[0]:04}-{one[1]:02}" + (f"-{one[2]:02}" if one[2] == other[2] else "")


def _parsed(text: str, filled: datetime, orders: tuple[int, int]) -> tuple[int, int, int]:
    # It reads English dates in any order; what it fills in is found out and thrown away.
    from dateutil.parser import parse

    try:
        found = parse(re.sub(r"\b(?:the|of)\b", "", text), default=filled, dayfirst=bool(orders[0]), yearfirst=bool(orders[1]))
    except (ValueError, OverflowError):
        raise Unread(f"`{text}` is no date", _DATE_HELP) from None
    return found.year, found.month, found.day


def _real(edtf: str, text: str) -> str:
    try:
        return dates.when(edtf).text
    except dates.InvalidDate as error:
        said = str(error) if edtf == text else f"`{text}` would be `{edtf}`, which is no date"
        raise Unread(said, _DATE_HELP) from None


_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9, "tn": 12, "trillion": 12,
    "万": 4, "亿": 8, "万亿": 12,
}  # fmt: skip
_MONEY = {"yuan": "CNY", "rmb": "CNY", "renminbi": "CNY", "元": "CNY", "us$": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR"}
_BOUNDS = {
    "over": "over", "more than": "over", "at least": "over", ">": "over",
    "up to": "up_to", "at most": "up_to", "<": "up_to",
    "about": "about", "around": "about", "approximately": "about", "~": "about",
}  # fmt: skip
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SUM = re.compile(
    rf"(?P<sign>[^\s\d]+)?\s*(?P<number>{_NUMBER})\s*(?P<scale>{_SCALE})?(?![a-z](?![a-z]{{2}}$))\s*(?P<rest>.*)", re.I
)
_SUM_HELP = "type it as `50bn CNY`, `over 1.2 million USD` or `100000000000 CNY`"


def amount(text: str) -> dict[str, str]:
    """A sum of money: `over 50bn CNY` as value, currency and bound."""
    number, unit, bound = _counted(text, _SUM_HELP)
    currency = _MONEY.get(unit.lower(), unit.upper())
    if currency not in CURRENCIES:
        sentence = f"`{unit}` names no one currency" if unit else f"`{text}` names no currency"
        help = did_you_mean(currency, CURRENCIES) if len(unit) in (3, 4) else None
        raise Unread(sentence, help or f"{_SUM_HELP}, with the ISO 4217 code")
    return {"value": number, "currency": currency} | bound


def quantity(text: str) -> dict[str, str]:
    """A quantity: `1,200 homes of rural housing` as value, unit and what is counted."""
    help = "type it as `1200 homes of rural housing`: how many, the unit, of what"
    number, rest, bound = _counted(text, help)
    unit, of, what = rest.partition(" of ")
    if not unit or not of or not what.strip():
        raise Unread(f"`{text}` does not say what is counted", help)
    return {"value": number, "unit": unit.strip(), "of": what.strip()} | bound


def number(text: str) -> str:
    """A decimal number: `1.5bn` is `1500000000`."""
    value, rest, bound = _counted(text, _SUM_HELP)
    if rest or bound:
        raise Unread(f"`{text}` is more than a number", "type the number alone, such as `50bn`")
    return value


def _counted(text: str, help: str) -> tuple[str, str, dict[str, str]]:
    """The number, what is counted, and how it is bounded."""
    text = _short(text, help)
    said = next((word for word in sorted(_BOUNDS, key=len, reverse=True) if text.lower().startswith(word)), None)
    found = _SUM.fullmatch(text[len(said or "") :].strip())
    if found is None:
        raise Unread(f"`{text}` is no sum", help)
    try:
        value = Decimal(found["number"].replace(",", "")).scaleb(_SCALES[(found["scale"] or "").lower()] if found["scale"] else 0)
    except InvalidOperation:
        raise Unread(f"`{text}` is no sum", help) from None
    if found["sign"] and found["rest"]:
        raise Unread(f"`{text}` names two units", help)
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain, found["sign"] or found["rest"], {"bound": _BOUNDS[said]} if said else {}


def shown(value: Any) -> str:
    """What was read, as it is echoed: a sum with its thousands set apart, everything else as it is stored."""
    if not isinstance(value, dict):
        return str(value)
    whole, point, rest = value["value"].partition(".")
    unit = value.get("currency") or f"{value['unit']} of {value['of']}"
    return f"{value.get('bound', '').replace('_', ' ')} {int(whole):,}{point}{rest} {unit}".lstrip()


def source(text: str) -> dict[str, Any]:
    """A source: `URL|TITLE|PUBLISHER[|PUBLISHED]`, or all of its fields as a JSON object."""
    if text.lstrip().startswith("{"):
        return _object(text, "a source")
    parts = [part.strip() for part in text.split("|")]
    help = 'write `URL|TITLE|PUBLISHER[|PUBLISHED]`, or {"url": ..., "title": ..., "publisher": ...} where the title holds a bar'
    if len(parts) > 4:
        raise Unread(f"a source has four parts, not {len(parts)}", help)
    if len(parts) < 2 or not all(parts[:2]):
        raise Unread("a source has an address and a title", help)
    named = {name: part for name, part in zip(("url", "title", "publisher"), parts, strict=False) if part}
    return named | ({"published": date(parts[3])} if parts[3:] and parts[3] else {})


def publisher_of(url: str, vocabulary: Vocabulary) -> str | None:
    """The publisher on whose own host a page stands, or none."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    while "." in host:
        for name, publisher in vocabulary.publishers.items():
            if host in publisher.hosts:
                return name
        host = host.partition(".")[2]
    return None


def part(text: str) -> dict[str, str]:
    """The part of a party: `SLUG:ROLE`, with `:NOTE` where the role alone would mislead."""
    if text.lstrip().startswith("{"):
        return _object(text, "a party")
    parts = [part.strip() for part in text.split(":", 2)]
    if len(parts) < 2 or not all(parts):
        raise Unread(f"`{text}` is no party with its role", "write `tencent:pledger`")
    return dict(zip(("party", "role", "note"), parts, strict=False))


def registration(text: str) -> tuple[str, dict[str, str]]:
    """A party to be registered, `[SLUG=]NAME:KIND[:COUNTRY]`: its slug and its fields."""
    given, equals, rest = text.partition("=")
    parts = [part.strip() for part in (rest if equals else text).rsplit(":")]
    if len(parts) not in (2, 3) or not all(parts):
        help = "write `NAME:KIND:COUNTRY`, such as `Tencent Cloud:company:CN`, or begin it with `SLUG=`"
        raise Unread(f"`{text}` is no party to register", help)
    slug = given.strip() if equals else slug_of(parts[0])
    if not slug:
        raise Unread(f"`{parts[0]}` gives no slug", "write `SLUG=NAME:KIND:COUNTRY`")
    return slug, dict(zip(("name", "kind", "jurisdiction"), parts, strict=False))


def slug_of(name: str) -> str:
    """The slug that a name in Latin script suggests; nothing for a name in another."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")


def _object(text: str, what: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Unread(f"{what} that begins with a brace is JSON, and this is not", str(error)) from None
    return found
