"""The values that events are made of, as the model itself accepts and refuses them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tracker.model import values as v


def takes(kind, value) -> bool:
    """Whether a value is of a kind."""
    try:
        TypeAdapter(kind).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


TITLE = TypeAdapter(v.Title)


@pytest.mark.parametrize(
    "text", ["A", "Alibaba pledged 100bn yuan", "中国", "“Quoted”", "(in brackets)", "5% more", "a\u00a0b", "a" * 100, "👩🏽"]
)
def test_texts(text):
    """A text is what a reader sees, in any script."""
    assert takes(v.Title, text)


@pytest.mark.parametrize("text", ["", " a", "a ", "\ta", "a\u3000", "a" * 101, "=1+1", "+1", "-1", "@a", " =1", 7, None])
def test_not_texts(text):
    """Nothing, space around it, too much of it, and what a spreadsheet takes for a formula are no text."""
    assert not takes(v.Title, text)


@pytest.mark.parametrize(
    "sign",
    [
        *map(chr, range(0x20)),
        *map(chr, range(0x7F, 0xA0)),
        "\u00ad",
        "\u061c",
        "\u200b",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u2028",
        "\u2029",
    ]
    + [chr(n) for n in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xFEFF)],
)
def test_signs_that_nobody_sees(sign):
    """Control, zero-width and bidirectional characters are refused wherever they stand."""
    assert not any(takes(v.Note, text) for text in (f"{sign}ab", f"a{sign}b", f"ab{sign}"))


@given(st.text(max_size=8))
def test_texts_are_safe(text):
    """Whatever is accepted as a text prints as one line, has no space around it and is no formula."""
    try:
        TITLE.validate_python(text)
    except ValidationError:
        return
    assert text.strip() == text and len(text.splitlines()) == 1 and text[0] not in "=+-@"


@pytest.mark.parametrize("text", ["0", "100000000000", "0.5", "123456789012345", "123456789012345.1234", "10.0000"])
def test_decimals(text):
    """A sum has at most 15 digits before the point and 4 after."""
    assert takes(v.Decimal, text)


@pytest.mark.parametrize(
    "text", ["", "01", ".5", "5.", "-5", "+5", "1e9", "1,000", "1 000", "1234567890123456", "0.12345", "NaN", "٥", "5\n", 5, 5.0]
)
def test_not_decimals(text):
    """Separators, signs, exponents, leading zeros, too many digits and numbers outside quotes are no sum."""
    assert not takes(v.Decimal, text)


@pytest.mark.parametrize(
    "text",
    [
        "https://a.b",
        "http://a.b/",
        "https://a.b:8080/c?d=e#f",
        "https://[::1]/",
        "https://例え.jp/x",
        "https://a.b?c",
        "https://a.b/@c",
    ],
)
def test_addresses(text):
    """A page has an address of http or https."""
    assert takes(v.Url, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "//a.b",
        "https:/a.b",
        "https://",
        "ftp://a.b",
        "javascript:alert(1)",
        "HTTPS://a.b",
        "https://me@a.b",
        "https://me:pw@a.b/",
        "https://a.b/c d",
        "https://a.b/\n",
        "https://a.b/<c>",
        'https://a.b/"',
        "https://a.b\\c",
        "https://a.b/\u202e",
        "https:///c",
        " https://a.b",
    ],
)
def test_not_addresses(text):
    """Other schemes, a user name, spaces, and signs that an address may not hold are refused."""
    assert not takes(v.Url, text)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        (v.Slug, "alibaba-2", ["Alibaba", "a--b", "a" * 81, "a\n"]),
        (v.Word, "e-commerce", ["e_commerce", "a" * 41]),
        (v.EventId, "laws/x/2021-in_force", ["laws/x", "laws/x/a/b", "/laws/x/a", "laws/X/a"]),
        (v.TargetId, "laws/x", ["laws", "laws/x/a/b"]),
        (v.Date, "../2021-09~", ["2021-9", "2021-13", "2022/2021", "../..", "2021-09-02T00:00:00Z"]),
        (v.ClosedDate, "2021-09~/2022?", ["2021/..", "../2021"]),
        (v.Day, "2024-02-29", ["2024-02", "2023-02-29", "2024-02-29~"]),
        (
            v.Instant,
            "2026-11-22T09:30:00Z",
            ["2026-11-22", "2026-11-31T09:30:00Z", "2026-11-22T09:30:00+08:00", "2026-11-22T24:30:00Z"],
        ),
        (v.Jurisdiction, "EU", ["UK", "cn", "CHN", ""]),
        (v.Currency, "CNY", ["RMB", "cny", "XAU", ""]),
        (v.Role, "pledger", ["pleger", ""]),
        (v.Confidence, "high", ["low", "High"]),
    ],
)
def test_words_and_ids(kind, right, wrong):
    """Slugs, ids, dates and words of a list are taken as they are defined and not otherwise."""
    assert takes(kind, right)
    assert [text for text in wrong if takes(kind, text)] == []


PART = {"party": "alibaba", "role": "pledger"}
SOURCE = {"url": "https://a.b", "title": "A page", "publisher": "Example Daily"}
AMOUNT = {"value": "100", "currency": "CNY"}
QUANTITY = {"value": "100", "unit": "tCO2e", "of": "carbon removed"}
REPORTED = {"measure": "step", "covers": "2021"}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (v.Part, PART | {"note": "its cloud unit"}),
        (
            v.Source,
            SOURCE
            | {"via": "A mirror", "published": "2021-09", "language": "zh-Hans", "accessed": "2026-11-22", "quote": "So it is."},
        ),
        (v.Amount, AMOUNT | {"bound": "over", "usd_as_reported": "15.5", "not_counted": "part of another"}),
        (v.Quantity, QUANTITY | {"bound": "up_to"}),
        (v.DeliveredAmount, AMOUNT | REPORTED),
        (v.DeliveredQuantity, QUANTITY | REPORTED | {"measure": "cumulative", "covers": "../2022"}),
    ],
)
def test_values_are_what_was_given(kind, fields):
    """A value says what was given and nothing more."""
    assert kind.model_validate(fields).model_dump(exclude_unset=True) == fields


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (v.Part, {"party": "alibaba"}),
        (v.Part, PART | {"share": "half"}),
        (v.Part, PART | {"note": None}),
        (v.Source, SOURCE | {"quote": "a" * 301}),
        (v.Source, SOURCE | {"language": "Chinese"}),
        (v.Source, SOURCE | {"accessed": "2026"}),
        (v.Amount, AMOUNT | {"value": 100}),
        (v.Amount, AMOUNT | {"measure": "total"}),
        (v.Quantity, {"value": "100", "unit": "tCO2e"}),
        (v.DeliveredAmount, AMOUNT),
        (v.DeliveredAmount, AMOUNT | {"measure": "step"}),
        (v.DeliveredQuantity, QUANTITY | {"covers": "2021"}),
    ],
)
def test_values_refuse(kind, fields):
    """A missing field, an unknown one, null, a number in place of a text: each is refused."""
    with pytest.raises(ValidationError):
        kind.model_validate(fields)


def test_values_never_change():
    """A value cannot be altered."""
    with pytest.raises(ValidationError):
        v.Part.model_validate(PART).role = "target"


@pytest.mark.parametrize(("kind", "fields", "unit"), [(v.Amount, AMOUNT, "CNY"), (v.Quantity, QUANTITY, "tCO2e")])
def test_units(kind, fields, unit):
    """What the ledger adds up is a currency, or the unit of a quantity."""
    assert kind.model_validate(fields).unit == unit
