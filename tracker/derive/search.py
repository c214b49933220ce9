"""Text as the search needs it: names in all scripts, and runs of Chinese, Japanese and Korean cut into pieces.

The tokenizer of SQLite takes a run of such characters for one word, so that 阿里 would not find 阿里巴巴. The pieces
of one to six characters are kept beside the text, and a query is cut the same way.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
LONGEST = 6

_RUN = re.compile(f"[{CJK}]+")
_HAS = re.compile(f"[{CJK}]")
_WORD = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")


def grams(*texts: str | None) -> str | None:
    """All pieces of one to six characters of the CJK runs in the texts, once each; none where there is no such run."""
    runs = [run for text in texts if text and not text.isascii() for run in _RUN.findall(text)]
    return _cut(tuple(runs)) if runs else None


@lru_cache(maxsize=4096)
def _cut(runs: tuple[str, ...]) -> str:
    """The pieces of these runs on one line. Most runs are names of parties, which come again and again."""
    found: dict[str, None] = {}
    for run in runs:
        for length in range(1, min(LONGEST, len(run)) + 1):
            found.update(dict.fromkeys(run[n : n + length] for n in range(len(run) - length + 1)))
    return " ".join(found)


def joined(names: Iterable[str | None]) -> str | None:
    """Names on one line, each once."""
    return " · ".join(dict.fromkeys(filter(None, names))) or None


def match(query: str, prefix: bool = True) -> str | None:
    """What a person typed as an expression that FTS5 takes: all words must occur, the last may be unfinished.

    None where nothing is left to look for. No sign in the query is taken for an operator.
    """
    terms = []
    for word in _WORD.findall(query):
        if _HAS.match(word):
            # A run longer than the pieces is looked for as all of its longest pieces.
            terms += [word[n : n + LONGEST] for n in range(max(1, len(word) - LONGEST + 1))]
        else:
            terms.append(word)
    if not terms:
        return None
    quoted = [f'"{term}"' for term in terms]
    if prefix and not _HAS.match(terms[-1]) and len(terms[-1]) > 1:
        quoted[-1] += "*"
    return " ".join(quoted)
