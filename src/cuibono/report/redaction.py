"""Redaction: names replaced by labels wherever a report would say them, whatever form it takes.

It works on the finished document, not on the forms: a name that is out of the document is out of the pages, the
pictures, their alternative texts and the files' properties alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from cuibono.errors import UsageError
from cuibono.report.document import Footnote

V = TypeVar("V")

_BETWEEN = r"[\s\u00a0._\-\u2010-\u2015]+"
"""What may stand between two words of a name: white space, or the signs that file names and lists put there."""

_INSIDE = "[\u00ad\u0300-\u036f\u200b-\u200d\u2060]*"
"""What may stand between two letters of a name without being seen: accents apart, soft hyphens, joiners."""

_FIXED = frozenset({"style", "tone", "length", "ink", "paper", "kind"})
"""Fields that hold none of the case's words."""

_CUT = "…"


class Redactor:
    """Replaces each of these names, and whatever else they are called, by "[Name 1]", "[Name 2]" and so on.

    `names` are in the order in which they are numbered, each with its aliases; adding a name at the end changes no
    other's label. Letters count as equal whatever their case and accents.

    >>> hide = Redactor({"Jane Doe": ("Doe",)})
    >>> hide.text("JANE  DOE met Ms Doe's aide Doerr, says jane-doe.pdf")
    "[Name 1] met Ms [Name 1]'s aide Doerr, says [Name 1].pdf"
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        spelled: dict[str, str] = {}
        for number, (name, aliases) in enumerate(names.items(), 1):
            for alias in (name, *aliases):
                words = _plain(alias).split()
                if words:
                    spelled.setdefault(" ".join(words), f"[Name {number}]")
        # The longest first, so that "Jane Doe" is taken before "Doe".
        ordered = sorted(spelled, key=lambda alias: (-len(alias), alias))
        self._known = {alias: spelled[alias] for alias in ordered}
        self._groups = [spelled[alias] for alias in ordered]
        parts = "|".join(f"({_pattern(alias)})" for alias in ordered)
        self._names = re.compile(rf"(?<![^\W_])(?:{parts})(?![^\W_])")
        self._anchors: dict[str, str] = {}
        self._cached = lru_cache(maxsize=65536)(self._text)

    def text(self, words: str) -> str:
        """The words without the names; what is left of a name where words were cut short goes too."""
        return self._cached(words) if self._known else words

    def apply(self, value: V) -> V:
        """The same value with the names gone from every text in it; frozen records and tuples are gone through."""
        return cast("V", self._apply(value)) if self._known else value

    def _apply(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Footnote):
            value = self._joined(value)
        if isinstance(value, tuple):
            return tuple(self._apply(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        return value

    def _record(self, record: Any) -> Any:
        changed: dict[str, Any] = {}
        for field in fields(record):
            if field.name in _FIXED:
                continue
            before = getattr(record, field.name)
            after = self._anchor(before) if field.name == "anchor" else self._apply(before)
            if after is not before and after != before:
                changed[field.name] = after
        return replace(record, **changed) if changed else record

    def _joined(self, note: Footnote) -> Footnote:
        """A footnote with the names gone that begin in the quoted words and end beside them, or the other way round."""
        whole = f"{note.before}{note.exact}{note.after}"
        first, last = len(note.before), len(note.before) + len(note.exact)
        pieces = {"before": "", "exact": "", "after": ""}
        at = 0
        for start, end, label in [*self._found(whole), (len(whole), len(whole), "")]:
            pieces["before"] += whole[at : max(at, min(start, first))]
            pieces["exact"] += whole[max(at, first) : max(at, first, min(start, last))]
            pieces["after"] += whole[max(at, last) : max(at, last, start)]
            pieces["before" if end <= first else "exact" if start < last else "after"] += label
            at = end
        return replace(note, before=pieces["before"], exact=pieces["exact"], after=pieces["after"])

    def _anchor(self, anchor: str) -> str:
        """An anchor that spelled a name, numbered instead; the same anchor always becomes the same."""
        if self.text(anchor) == anchor:
            return anchor
        return self._anchors.setdefault(anchor, f"redacted-{len(self._anchors) + 1}")

    def _text(self, words: str) -> str:
        parts, at = [], 0
        for start, end, label in self._found(words):
            parts += [words[at:start], label]
            at = end
        return "".join([*parts, words[at:]])

    def _found(self, words: str) -> list[tuple[int, int, str]]:
        """Where names stand, with their labels, and what is left of names at either end where the text was cut."""
        found = [
            (hit.start(), hit.end(), self._groups[(hit.lastindex or 1) - 1])
            for hit in self._names.finditer(_plain(words))
        ]
        head, torn = self._beheaded(words), self._torn(words)
        found = [hit for hit in found if torn is None or hit[0] < torn[0]] + ([torn] if torn else [])
        return ([head] if head else []) + [hit for hit in found if head is None or hit[0] >= head[1]]

    def _beheaded(self, words: str) -> tuple[int, int, str] | None:
        """The end of a name, in whole words, after an ellipsis that begins the text."""
        if not words.startswith(_CUT):
            return None
        head = _plain(words[1 : 2 * max(map(len, self._known)) + 1])
        for alias, label in self._known.items():
            parts = re.split(_BETWEEN, alias)
            for place in range(1, len(parts)):
                rest = re.match(rf"{_pattern(' '.join(parts[place:]))}(?![^\W_])", head)
                if rest and rest.end() > 2:
                    return 1, rest.end() + 1, label
        return None

    def _torn(self, words: str) -> tuple[int, int, str] | None:
        """The beginning of a name before an ellipsis that ends the text; at least three letters of it."""
        if not words.endswith(_CUT):
            return None
        end = len(words.rstrip(_CUT + " "))
        head = _plain(words[:end])
        longest = max(map(len, self._known))
        for start in range(max(0, end - longest), end - 2):
            if start and head[start - 1].isalnum():
                continue
            rest = " ".join(head[start:].split())
            for alias, label in self._known.items():
                if len(rest) >= 3 and alias.startswith(rest) and alias != rest:
                    return start, end, label
        return None


def redactor(names: Sequence[str], aliases: Mapping[str, Iterable[str]] | None = None) -> Redactor:
    """A redactor of these names, each as `Name` or as `Name = alias, alias`; `aliases` are found ones, by name.

    Raises UsageError for a name of fewer than two letters.

    >>> redactor(["Jane Doe = JD, the envoy"]).text("The envoy, JD, said so.")
    '[Name 1], [Name 1], said so.'
    """
    given: dict[str, tuple[str, ...]] = {}
    for item in names:
        name, _, others = item.partition("=")
        name = " ".join(name.split())
        if sum(letter.isalnum() for letter in name) < 2:
            raise UsageError(
                f"{item!r} cannot be redacted; give a name of two letters or more, such as 'Jane Doe = Doe'"
            )
        listed = tuple(alias.strip() for alias in others.split(",") if alias.strip())
        given[name] = (*given.get(name, ()), *listed, *(aliases or {}).get(name, ()))
    return Redactor(given)


def _pattern(alias: str) -> str:
    return _BETWEEN.join(_INSIDE.join(map(re.escape, word)) + _INSIDE for word in re.split(_BETWEEN, alias) if word)


def _plain(words: str) -> str:
    """The words in small letters without accents, each letter in its place."""
    return "".join(map(_letter, words))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)
    small = base[0].lower() if base else letter
    return small[0] if small else letter
