"""The words that a report uses for codes, letters and levels, from `data/report.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from cuibono.case.records import MACHINE, Code, Credibility, Rating, Record, Reliability
from cuibono.report.charts import percent, span
from cuibono.report.document import Badge
from cuibono.weighing.bands import bands
from cuibono.weighing.readout import Share


class Shaped(Record):
    """A code's shape and name."""

    shape: str
    name: str


class Blank(Record):
    """What stands in a cell that nobody rated."""

    letters: str
    name: str


class Passage(Record):
    """A titled paragraph of the note on method."""

    title: str
    text: str


class Vocabulary(Record):
    """All words of the data file."""

    codes: dict[Code, Shaped]
    blank: Blank
    reliability: dict[Reliability, str]
    credibility: dict[str, str]
    levels: dict[str, str]
    kinds: dict[str, str]
    status: dict[str, str]
    standings: dict[str, str]
    verdicts: dict[str, str]
    passages: dict[str, str]
    method: tuple[Passage, ...]


@cache
def vocabulary() -> Vocabulary:
    """The report's words, read once."""
    text = files("cuibono.data").joinpath("report.toml").read_text("utf-8")
    return Vocabulary.model_validate(tomllib.loads(text))


def badge(rating: Rating) -> Badge:
    """A rating as letters, shape and meaning; a likelihood takes the shape of the code nearest to it.

    >>> badge(Rating(evidence="e1", hypothesis="h1", analyst="ana", code="CC"))
    Badge(letters='CC', tone='cc', meaning='very consistent, by ana', machine=False)
    """
    machine = rating.analyst == MACHINE
    who = "the machine's suggestion" if machine else f"by {rating.analyst}"
    if rating.code is not None:
        name = vocabulary().codes[rating.code].name
        return Badge(rating.code.value, rating.code.value.lower(), f"{name}, {who}", machine)
    likelihood = rating.likelihood if rating.likelihood is not None else 0.5
    codes = bands().codes
    near = min(codes, key=lambda code: abs(codes[code].value - likelihood))
    return Badge(f"{likelihood:.2f}", near.value.lower(), f"likelihood {likelihood:.2f}, {who}", machine)


def blank() -> Badge:
    """What stands in a cell that nobody rated."""
    return Badge(vocabulary().blank.letters, "blank", vocabulary().blank.name)


def shape(tone: str) -> str:
    """The shape that goes with a badge's tone; empty for a blank.

    >>> shape("ii"), shape("blank")
    ('▼▼', '')
    """
    return {code.value.lower(): entry.shape for code, entry in vocabulary().codes.items()}.get(tone, "")


def reliability(letter: Reliability | None) -> str:
    """An Admiralty letter with its meaning; nobody's letter is "not rated".

    >>> reliability("B"), reliability(None)
    ('B, usually reliable', 'not rated')
    """
    return "not rated" if letter is None else f"{letter}, {vocabulary().reliability[letter]}"


def credibility(digit: Credibility | None) -> str:
    """An Admiralty digit with its meaning; nobody's digit is "not rated"."""
    return "not rated" if digit is None else f"{digit}, {vocabulary().credibility[str(digit)]}"


def chance(share: Share) -> str:
    """A hypothesis' word and number, and its interval where that has a width."""
    number = percent(share.probability)
    said = share.word if number in share.word else f"{share.word}, {number}"
    return f"{said} (interval {span(share.low, share.high)})" if share.low < share.high else said


def many(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> many(1, "source"), many(2000, "hypothesis", "hypotheses")
    ('1 source', '2,000 hypotheses')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
