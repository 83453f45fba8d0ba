"""Words: the tokens of a text, their stems, and which of them carry content.

The stemmer is a light one (plural, -ing, -ed, and the commonest derivations), after the S-stemmer (Harman 1991)
and Porter (1980): it makes "retaliate", "retaliation" and "retaliatory" one, and needs no word list.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’-][^\W_]+|[.,]\d+)*")
"""A word with its inner apostrophes and hyphens, or a number; "U.S." keeps its full stops."""

_VOWEL = re.compile(r"[aeiouy]")
_ENDINGS = (
    ("iveness", "ive"),
    ("ousness", "ous"),
    ("fulness", "ful"),
    ("atory", ""),
    ("ation", ""),
    ("bility", "bl"),
    ("ment", ""),
    ("ness", ""),
    ("ance", ""),
    ("ence", ""),
    ("able", ""),
    ("ible", ""),
    ("tion", "t"),
    ("sion", "s"),
    ("ship", ""),
    ("ity", ""),
    ("ive", ""),
    ("ism", ""),
    ("ist", ""),
    ("ize", ""),
    ("ise", ""),
    ("ate", ""),
    ("ure", ""),
    ("omy", "om"),
    ("al", ""),
    ("ic", ""),
    ("en", ""),
    ("ly", ""),
)


def words(text: str) -> list[str]:
    """The words of `text` in lower case, possessive endings gone.

    >>> words("Moscow’s U.S. policy")
    ['moscow', 'u.s.', 'policy']
    """
    return [_bare(word) for word in TOKEN.findall(text.lower())]


def _bare(word: str) -> str:
    return word[:-2] if word.endswith(("'s", "’s")) else word.rstrip("'’")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word.

    >>> stem("retaliation") == stem("retaliates") == stem("retaliatory")
    True
    >>> stem("ties"), stem("paying"), stem("stopped")
    ('tie', 'pay', 'stop')
    """
    if len(word) < 4 or not word.isalpha():
        return word
    base = _uninflected(_singular(word))
    if base != word and base.endswith("at") and len(base) > 5:  # escalat-ing, as in escalat-e
        base += "e"
    for ending, rest in _ENDINGS:
        if base.endswith(ending) and len(base) - len(ending) + len(rest) >= 4:
            base = base[: len(base) - len(ending)] + rest
            break
    if not base.endswith("ie"):
        base = base.removesuffix("e")
    return base[:-1] + "i" if base.endswith("y") and len(base) > 2 and base[-2] not in "aeou" else base


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-1] if len(word) == 4 else word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word if not word.endswith("s") or word.endswith(("ss", "us", "is")) else word[:-1]


def _uninflected(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 3 and _VOWEL.search(base):
            doubled = base[-1] == base[-2] and base[-1] not in "lsz"
            return base[:-1] if doubled else base
    return word


@cache
def function_words() -> frozenset[str]:
    """Words that carry grammar rather than content, from `data/words.toml`."""
    data = tomllib.loads(files("cuibono.data").joinpath("words.toml").read_text("utf-8"))
    return frozenset(" ".join(data["function"].values()).split())


def content(text: str) -> list[str]:
    """The stems of the content words of `text`, in order, repetitions kept.

    >>> content("They wanted to retaliate against the others.")
    ['want', 'retali']
    """
    idle = function_words()
    return [stem(word) for word in words(text) if word not in idle and len(word) > 1]
