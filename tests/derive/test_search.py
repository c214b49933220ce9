"""What people type is found in texts of all scripts, and nothing that they type is an operator."""

import sqlite3

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.derive.search import characters, match, match_any

RUN = st.text(st.sampled_from("阿里巴腾讯控股カー아마"), min_size=1, max_size=9)


def found(text: str, expression: str | None) -> bool:
    """Whether a text is found, kept as the database keeps it."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(body, grams, tokenize='porter unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO t VALUES (?, ?)", (text, characters(text)))
    return bool(expression) and db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (expression,)).fetchone()[0] == 1


@example(["阿里", "巴巴"], "里巴")
@given(st.lists(RUN, min_size=1, max_size=3), RUN)
def test_runs(runs, wanted):
    """A run is found wherever it stands within a longer one, of any length, and never across two."""
    assert found(" and ".join(runs), match(wanted)) == any(wanted in run for run in runs)


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("Tencent 控股", True),
        ("tencents hold", True),
        ("ten", True),
        ("t", False),
        ("腾控", False),
        ("Tencent Alibaba", False),
        ('"NEAR(*) OR -tencent:', False),
        ("tencent*)", True),
    ],
)
def test_words(query, finds):
    """All words must occur, the last may be unfinished, and signs mean nothing."""
    assert found("Tencent holding (腾讯控股)", match(query)) is finds


def test_some_words():
    """Where some of a query is enough, one word is, and so are two characters in a row; of less there is nothing to leave out."""
    assert found("Tencent (腾讯控股)", match_any("Alibaba 腾讯"))
    assert found("Tencent (腾讯控股)", match_any("腾讯罚款"))
    assert not found("Tencent (腾讯控股)", match_any("腾控价"))
    assert (match_any("Tencent"), match_any("腾讯"), match(" -*! "), characters("Tencent", None)) == (None, None, None, None)
