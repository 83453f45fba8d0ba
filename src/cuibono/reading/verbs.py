"""Verbs: their forms, from a list of lemmas in `data/verbs.toml` and the rules of English spelling."""

from __future__ import annotations

import tomllib
from enum import Flag, auto
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_VOWELS = "aeiou"


class Form(Flag):
    """What a word can be as a verb; `OFTEN_NOUN` marks words whose neighbours must decide."""

    BASE = auto()
    PRESENT = auto()
    PAST = auto()
    PARTICIPLE = auto()
    ING = auto()
    OFTEN_NOUN = auto()


NO_FORM = Form(0)


def form(word: str) -> Form:
    """The verb forms that a lower-case word can be; words in -ed and -ing count although their lemma is not listed.

    >>> Form.PAST in form("withdrew"), Form.PRESENT in form("pays"), form("embassy")
    (True, True, <Form: 0>)
    """
    known = _forms().get(word)
    if known is not None:
        return known
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return Form.PAST | Form.PARTICIPLE
    return Form.ING if len(word) > 5 and word.endswith("ing") else NO_FORM


def is_listed(word: str) -> bool:
    """Whether a lower-case word is a form of a listed verb, and not only shaped like one."""
    return word in _forms()


def inflect(lemma: str) -> tuple[str, ...]:
    """All forms of a lemma, base first, without repetitions.

    >>> inflect("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    return tuple(dict.fromkeys(word for word, _ in _inflected(lemma)))


@cache
def _forms() -> MappingProxyType[str, Form]:
    data = _data()
    forms: dict[str, Form] = {}
    for key, extra in (("verbs", NO_FORM), ("either", Form.OFTEN_NOUN)):
        for lemma in data[key].split():
            for word, shape in _inflected(lemma):
                often = extra if shape in (Form.BASE, Form.PRESENT) else NO_FORM
                forms[word] = forms.get(word, NO_FORM) | shape | often
    for lemma in _irregular():
        for word, shape in _inflected(lemma):
            forms[word] = forms.get(word, NO_FORM) | shape
    return MappingProxyType(forms)


def _inflected(lemma: str) -> list[tuple[str, Form]]:
    past, participle = _irregular().get(lemma) or (_with_ed(lemma),) * 2
    return [
        (lemma, Form.BASE),
        (_with_s(lemma), Form.PRESENT),
        (past, Form.PAST),
        (participle, Form.PARTICIPLE),
        (_with_ing(lemma), Form.ING),
    ]


def _with_s(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _with_ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "be")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _doubled(lemma: str) -> str:
    """The lemma with its last consonant doubled where English doubles it (stop, admit, refer, but not visit)."""
    short = len(lemma) > 2 and lemma[-1] not in "aeiouwxy" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS
    one_syllable = sum(letter in _VOWELS for letter in lemma) == 1
    stressed = lemma.endswith(
        ("mit", "fer", "pel", "cur", "get", "gin", "set", "cut", "run", "win", "vet", "rol", "bel")
    )
    return (
        lemma + lemma[-1] if short and (one_syllable or stressed) and not lemma.endswith(("offer", "suffer")) else lemma
    )


@cache
def _irregular() -> MappingProxyType[str, tuple[str, str]]:
    rows = (row.split() for row in _data()["irregular"].split(";"))
    return MappingProxyType({base: (past, participle) for base, past, participle in rows})


@cache
def _data() -> dict[str, str]:
    data = tomllib.loads(files("cuibono.data").joinpath("verbs.toml").read_text("utf-8"))
    return {key: value for key, value in data.items() if isinstance(value, str)}
