"""What a person types is read as it was meant, and never as more than was typed."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.desk import typed
from tracker.desk.typed import Unread
from tracker.model.dates import InvalidDate, when
from tracker.model.vocabulary import Vocabulary

DATES = {
    "2021": "2021",
    "2021-09": "2021-09",
    "2021-09-02": "2021-09-02",
    "2021-09~": "2021-09~",
    "2021/2022": "2021/2022",
    "../2021": "../2021",
    "September 2021": "2021-09",
    "  sept.  2021 ": "2021-09",
    "2 September 2021": "2021-09-02",
    "September 2, 2021": "2021-09-02",
    "the 2nd of September 2021": "2021-09-02",
    "Thursday, 2 September 2021": "2021-09-02",
    "2021-9-2": "2021-09-02",
    "2021/9/2": "2021-09-02",
    "2021.9": "2021-09",
    "9/2021": "2021-09",
    "20210902": "2021-09-02",
    "13/09/2021": "2021-09-13",
    "2021-09-02T18:30:00Z": "2021-09-02",
    "2 Sep 2021 18:30": "2021-09-02",
    "2021年9月2日": "2021-09-02",
    "2021年9月": "2021-09",
    "2021年": "2021",
    "about 2019": "2019~",
    "c. September 2021": "2021-09~",
    "September 2021?": "2021-09?",
    "perhaps 2021": "2021?",
    "from March 2021 to June 2022": "2021-03/2022-06",
    "between 3 May 2020 and June 2020": "2020-05-03/2020-06",
    "2021 - 2022": "2021/2022",
    "Q3 2022": "2022-07/2022-09",
    "2022 H1": "2022-01/2022-06",
}

UNREAD = {
    "": "there is no date",
    "soon": "`soon` is no date",
    "Friday": "`Friday` is no date",
    "12.30": "`12.30` is no date",
    "3rd 2021": "`3rd 2021` is no date",
    "May 5": "`May 5` does not say which year",
    "September": "`September` does not say which year",
    "31 September 2021": "`31 September 2021` is no date",
    "2021-02-30": "`2021-02-30` names a day that does not exist",
    "2021-13": "`2021-13` names a day that does not exist",
    "02/09/2021": "`02/09/2021` may be 2021-02-09 or 2021-09-02",
    "3 Sep 21": "`3 Sep 21` may be 2003-09-21 or 2021-09-03",
    "H3 2021": "`H3 2021` is no part of a year",
    "June 2022 to March 2021": "`June 2022 to March 2021` would be `2022-06/2021-03`, which is no date",
}


@pytest.mark.parametrize("text", DATES)
def test_date(text):
    """A date is as precise as it was typed, and no more."""
    assert typed.date(text) == DATES[text]


@pytest.mark.parametrize("text", UNREAD)
def test_date_that_cannot_be_read(text):
    """What leaves a part open, can be read in two ways or names no day is not guessed at."""
    with pytest.raises(Unread) as refusal:
        typed.date(text)
    assert refusal.value.args[0] == UNREAD[text]


FORMS = ["%d %B %Y", "%B %d, %Y", "%d %b %Y", "%A, %d %B %Y", "%Y年%m月%d日"]


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(FORMS))
def test_every_day(day, form):
    """Every day in words is that day; without its day it is the month, and without its month the year."""
    assert typed.date(day.strftime(form)) == day.isoformat()
    assert typed.date(day.strftime("%B %Y")) == day.isoformat()[:7]
    assert typed.date(day.strftime("%Y")) == day.isoformat()[:4]


@settings(max_examples=2000)
@given(st.text(alphabet="0123456789-/.~? abcdefghijklmnopqrstuvwxyzSMQH年月日,") | st.text())
def test_whatever_is_typed(text):
    """Whatever is typed becomes a date of the subset or is refused with a sentence, and nothing else happens."""
    try:
        read = typed.date(text)
    except Unread as refusal:
        assert str(refusal)
        return
    try:
        assert when(read).text == read
    except InvalidDate as wrong:
        raise AssertionError(read) from wrong


DEADLINES = {
    "by the end of 2025": "2025-12-31",
    "by 2025": "2025",
    "before 2050": "2049-12-31",
    "before March 2022": "2022-02-28",
    "end of September 2021": "2021-09-30",
    "by end 2030": "2030-12-31",
    "2 September 2021": "2021-09-02",
    "2021/2022": "2021/2022",
}


@pytest.mark.parametrize("text", DEADLINES)
def test_deadline(text):
    """A deadline in words is the day that the words set, and no other."""
    assert typed.deadline(text) == DEADLINES[text]


@pytest.mark.parametrize("text", ["", "by", "by the end", "before soon", "the end of the programme"])
def test_deadline_that_cannot_be_read(text):
    """A deadline that names no day is not guessed at."""
    with pytest.raises(Unread):
        typed.deadline(text)


AMOUNTS = {
    "50bn CNY": {"value": "50000000000", "currency": "CNY"},
    "over 50 billion yuan": {"value": "50000000000", "currency": "CNY", "bound": "over"},
    "up to 3k usd": {"value": "3000", "currency": "USD", "bound": "up_to"},
    "~5m EUR": {"value": "5000000", "currency": "EUR", "bound": "about"},
    "US$1.55bn": {"value": "1550000000", "currency": "USD"},
    "5bnCNY": {"value": "5000000000", "currency": "CNY"},
    "5 BND": {"value": "5", "currency": "BND"},
    "CNY 100 million": {"value": "100000000", "currency": "CNY"},
    "1,234,567.89 HKD": {"value": "1234567.89", "currency": "HKD"},
    "182.28亿元": {"value": "18228000000", "currency": "CNY"},
    "100000000000 CNY": {"value": "100000000000", "currency": "CNY"},
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_amount(text):
    """A sum is its digits, its currency and how it is bounded."""
    assert typed.amount(text) == AMOUNTS[text]


@pytest.mark.parametrize("text", ["50bn", "$5m", "¥5m", "5 minutes", "lots CNY", "", "1,23 CNY", "5bn CNY USD", "US$5m CNY"])
def test_amount_that_cannot_be_read(text):
    """A sum without a currency, or with one that could be several, is not guessed at."""
    with pytest.raises(Unread):
        typed.amount(text)


def test_amount_is_echoed():
    """A sum is echoed with its thousands set apart."""
    assert typed.shown(typed.amount("over 1.5bn CNY")) == "over 1,500,000,000 CNY"
    assert typed.shown(typed.quantity("1200.5 homes of rural housing")) == "1,200.5 homes of rural housing"


def test_quantity():
    """A quantity is how many, of which unit, of what."""
    assert typed.quantity("over 1,200 homes of rural housing") == {
        "value": "1200", "unit": "homes", "of": "rural housing", "bound": "over"
    }  # fmt: skip
    for text in ("1200 homes", "homes of housing", "1200 of housing"):
        with pytest.raises(Unread):
            typed.quantity(text)


def test_source():
    """A source is four parts with bars between, or an object where a title holds a bar."""
    assert typed.source(" https://a.example/x | A title | Reuters | 2 Sep 2021 ") == {
        "url": "https://a.example/x", "title": "A title", "publisher": "Reuters", "published": "2021-09-02"
    }  # fmt: skip
    assert typed.source("https://a.example/x|A title") == {"url": "https://a.example/x", "title": "A title"}
    assert typed.source('{"url": "https://a.example/x", "title": "A | B"}') == {"url": "https://a.example/x", "title": "A | B"}
    for text in ("https://a.example/x", "https://a.example/x|A|B|2021|more", "https://a.example/x|A|B|soon", "{broken", "|A|B"):
        with pytest.raises(Unread):
            typed.source(text)


def test_publisher_by_host():
    """The publisher of a page is the one whose host it is, subdomains included, and none where nobody's is."""
    words = Vocabulary.model_validate({"publishers": {"Reuters": {"tier": "newsroom", "hosts": ["reuters.com"]}}})
    pages = ["https://www.reuters.com/x", "https://cn.reuters.com/x", "https://notreuters.com/x", "https://[broken", "nonsense"]
    assert [typed.publisher_of(page, words) for page in pages] == ["Reuters", "Reuters", None, None, None]


def test_party_and_registration():
    """A party comes with its role, a new one with its kind; its slug is drawn from its name in Latin script."""
    assert typed.part("tencent:pledger") == {"party": "tencent", "role": "pledger"}
    assert typed.part("tencent:target:its games: all") == {"party": "tencent", "role": "target", "note": "its games: all"}
    assert typed.registration("Tencent Cloud:company:CN") == (
        "tencent-cloud", {"name": "Tencent Cloud", "kind": "company", "jurisdiction": "CN"}
    )  # fmt: skip
    assert typed.registration("moody=Moody’s:company") == ("moody", {"name": "Moody’s", "kind": "company"})
    assert typed.slug_of("Société Générale’s Fund (HK)") == "societe-generales-fund-hk"
    for text in ("tencent", "tencent:", ":pledger"):
        with pytest.raises(Unread):
            typed.part(text)
    for text in ("Tencent", "腾讯云:company:CN", "A:company:CN:more"):
        with pytest.raises(Unread):
            typed.registration(text)


@pytest.mark.parametrize("reader", [typed.date, typed.deadline])
def test_endless_dates(reader):
    """What is far too long for a date is refused in an instant, and not repeated."""
    began = time.process_time()
    with pytest.raises(Unread) as refused:
        reader("9" * 60_000)
    assert (time.process_time() - began < 1, len(str(refused.value)) < 200) == (True, True)
