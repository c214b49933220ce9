"""Text as the search needs it: names in all scripts, and runs of Chinese, Japanese and Korean character by character.

The tokenizer of SQLite takes a run of such characters for one word, so that 阿里 would not find 阿里巴巴. Beside the
text such runs are kept as characters with spaces between, each a word of its own, and what is looked for is their phrase.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"

_RUN = re.compile(f"[{CJK}]+")
_HAS = re.compile(f"[{CJK}]")
_WORD = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")

# A word that nobody looks for, of a plane where no script has a character: no phrase reaches from one run into the next.
_BREAK = " \ue000 "


def characters(*texts: str | None) -> str | None:
    """The CJK runs in the texts, each once, with spaces between their characters; none where there is no such run."""
    runs = [run for text in texts if text and not text.isascii() for run in _spaced(text)]
    return _BREAK.join(dict.fromkeys(runs)) if runs else None


# Most such texts are the names of parties, and the same parties come again and again.
@lru_cache(maxsize=16_384)
def _spaced(text: str) -> tuple[str, ...]:
    return tuple(map(" ".join, _RUN.findall(text)))


def joined(names: Iterable[str | None]) -> str | None:
    """Names on one line, each once."""
    return " · ".join(dict.fromkeys(filter(None, names))) or None


def match(query: str, prefix: bool = True) -> str | None:
    """What a person typed as an expression that FTS5 takes: all words must occur, the last may be unfinished.

    None where nothing is left to look for. No sign in the query is taken for an operator.
    """
    return " AND ".join(_terms(_WORD.findall(query), prefix)) or None


def match_any(query: str) -> str | None:
    """The same where some of it is enough: one of several words, or two characters in a row of a run, which may be several.

    None where there is nothing to leave out.
    """
    words = [piece for word in _WORD.findall(query) for piece in (_pairs(word) if _HAS.match(word) else [word])]
    terms = _terms(dict.fromkeys(words), prefix=True)
    return " OR ".join(terms) if len(terms) > 1 else None


def _pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(max(1, len(run) - 1))]


def _terms(found: Iterable[str], prefix: bool) -> list[str]:
    words = list(found)
    # A run may stand as it is, as a word of the text, or anywhere within a longer one.
    terms = [f'("{word}" OR "{" ".join(word)}")' if _HAS.match(word) else f'"{word}"' for word in words]
    if prefix and words and not _HAS.match(words[-1]) and len(words[-1]) > 1:
        terms[-1] += "*"
    return terms
