"""The nouns of a case, as frozen values.

Machine output (`Source`, `Claim`, `Draft`) and the analyst's file (`CaseFile`) are read from disk into these
records; `State` is what they and the journals amount to, and all that weighing and reports ever see.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cuibono.case.dates import parse_interval

FORMAT: Final = 1
"""The version of the case folder's format that this package reads and writes."""

NONE = "none"
"""Id of the hypothesis "none of these", which every case has."""

NOT_HAPPENED = "did-not-happen"
"""Id of the hypothesis "it did not happen", which every case has, kept apart from the motives."""

ALWAYS = frozenset({NONE, NOT_HAPPENED})
"""Ids of the hypotheses that every case has without anybody writing them down."""

MACHINE = "machine"
"""The analyst name under which the reader's own suggestions stand."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Record(BaseModel):
    """A frozen value that knows its keys and refuses others."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Code(StrEnum):
    """How expected a fact is if the hypothesis holds, on the ACH scale (Heuer 1999)."""

    CC = "CC"
    C = "C"
    N = "N"
    I = "I"  # noqa: E741 - the field's letter
    II = "II"
    NA = "NA"


class Level(StrEnum):
    """How sure the holder of a statement is, in the holder's own words."""

    ASSERTED = "asserted"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    DOUBTFUL = "doubtful"
    DENIED = "denied"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a claim is for the case."""

    EVENT = "event"
    MOTIVE = "motive"
    EVIDENCE = "evidence"
    CONDITIONAL = "conditional"
    STATEMENT = "statement"


Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]


class Interval(Record):
    """A stretch of days, both ends included; an end that is `None` is open.

    >>> Interval.parse("2019-01/..").iso
    '2019-01-01/..'
    >>> Interval.parse("2018-02").last
    datetime.date(2018, 2, 28)
    """

    first: date | None = None
    last: date | None = None
    text: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_iso(cls, value: object) -> object:
        return dict(zip(("first", "last"), parse_interval(value), strict=True)) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"ends ({self.last}) before it begins ({self.first})")
        return self

    @classmethod
    def parse(cls, iso: str, text: str = "") -> Interval:
        """Read `2020`, `2020-06`, `2020-06-26`, `A/B`, with `..` as an open end; raises ValueError otherwise."""
        first, last = parse_interval(iso)
        return cls(first=first, last=last, text=text)

    @property
    def iso(self) -> str:
        """The interval in ISO 8601, full days, `..` for an open end; one day as that day alone."""
        if self.first is not None and self.first == self.last:
            return self.first.isoformat()
        return "/".join(end.isoformat() if end else ".." for end in (self.first, self.last))


class Quote(Record):
    """A W3C TextQuoteSelector and TextPositionSelector over one source's stored text.

    `start` and `end` are code-point offsets, `sha256` that of the text they point into.
    """

    exact: Annotated[str, Field(min_length=1)]
    prefix: str = ""
    suffix: str = ""
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    sha256: str

    @classmethod
    def of(cls, text: str, start: int, end: int, sha256: str) -> Quote:
        """The quote of `text[start:end]`, with up to 32 characters of context on either side."""
        return cls(
            exact=text[start:end],
            prefix=text[max(0, start - 32) : start],
            suffix=text[end : end + 32],
            start=start,
            end=end,
            sha256=sha256,
        )

    def holds_in(self, text: str) -> bool:
        """Whether `text` still has these exact words at this exact place."""
        return text[self.start : self.end] == self.exact


class Link(Record):
    """One step of an attribution chain: who is said to say or believe it, in which words."""

    who: str
    cue: str = ""
    start: int | None = None
    end: int | None = None
    resolved: str | None = None
    anonymous: bool = False


class Certainty(Record):
    """How sure the holder is: the level, and the words that show it (empty where it is plainly asserted)."""

    level: Level = Level.ASSERTED
    words: str = ""


class Claim(Record):
    """One statement in one source: its exact quote, who says it, how surely, and what it says when.

    `chain` runs from the nearest speaker to the farthest ("outlets" then "intelligence sources"); empty means
    that the source's own author says it. `bears_on` names a drafted hypothesis, or "question" (did it happen, was
    it this actor). `confidence` is the reader's own, 0 to 1; `because` says in a few words why it believes the labels.
    """

    id: Id
    source: Id
    quote: Quote
    kind: Kind
    chain: tuple[Link, ...] = ()
    certainty: Certainty = Certainty()
    said: Interval | None = None
    happened: Interval | None = None
    actor: str | None = None
    direction: Literal["for", "against"] | None = None
    bears_on: str | None = None
    confidence: Probability = 0.5
    because: str = ""
    reader: str = "rules-1"

    @property
    def speaker(self) -> str | None:
        """The nearest speaker, by resolved name where there is one; `None` means the source's author."""
        return (self.chain[0].resolved or self.chain[0].who) if self.chain else None


class Trim(Record):
    """A run of lines (0-based, both included, of `text.split("\\n")`) that are page furniture, and why."""

    first: Annotated[int, Field(ge=0)]
    last: Annotated[int, Field(ge=0)]
    reason: str


class Source(Record):
    """A document with its metadata in CSL-JSON's words, and how each field is known.

    `known` maps a field to where it came from ("html: og:title", "first line", "file name", "analyst"); a field that is
    `None` is unknown, and says so. `trim` is the machine's proposal; a person's stands in the journal.
    """

    id: Id
    sha256: str
    file: str
    name: str
    media: str
    text_sha256: str
    characters: Annotated[int, Field(ge=0)]
    title: str | None = None
    outlet: Annotated[str | None, Field(alias="container-title")] = None
    author: str | None = None
    published: Annotated[date | None, Field(alias="issued")] = None
    retrieved: Annotated[date | None, Field(alias="accessed")] = None
    url: Annotated[str | None, Field(alias="URL")] = None
    language: str | None = None
    known: dict[str, str] = {}
    trim: tuple[Trim, ...] = ()
    warnings: tuple[str, ...] = ()


class Unread(Record):
    """A document that could not be read: its name, and the reason with what to do about it."""

    name: str
    reason: str


class BaseRate(Record):
    """How often it was so in cases like this one: `count` of the `cases` of a reference class, and who says so.

    >>> BaseRate(reference="port closures, 1990 to 2020", count=3, cases=19, source="Port Index 2021").prior
    0.175
    """

    reference: Annotated[str, Field(alias="class", min_length=1, pattern=r"\S")]
    count: Annotated[int, Field(ge=0)]
    cases: Annotated[int, Field(ge=1)]
    source: Annotated[str, Field(min_length=1, pattern=r"\S")]
    why: str = ""

    @model_validator(mode="after")
    def _no_more_than_there_are(self) -> Self:
        if self.count > self.cases:
            raise ValueError(f"counts {self.count} of {self.cases} cases, more than there are")
        return self

    @property
    def prior(self) -> float:
        """The mean of Jeffreys' Beta(count + 1/2, cases - count + 1/2): no count makes it 0 or 1."""
        return (self.count + 0.5) / (self.cases + 1)


class Hypothesis(Record):
    """A candidate explanation of the act; mostly a motive.

    `prior` is its probability before the evidence (alone where motives co-exist, among the others where they exclude
    each other); `None` means not stated. A `base_rate` gives it where no prior is stated. `claims` are the statements
    that put it forward. `needs` lists ordering constraints, each "A before B", by evidence id. Of those that name one
    `group` at most one holds, whatever others they co-exist with.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    prior: Probability | None = None
    base_rate: Annotated[BaseRate | None, Field(alias="base-rate")] = None
    claims: tuple[Id, ...] = ()
    needs: tuple[str, ...] = ()
    group: Id | None = None
    note: str = ""
    draft: bool = False

    @property
    def stated(self) -> float | None:
        """The prior that a person stands behind: as stated, else from the base rate; `None` where there is neither."""
        return self.base_rate.prior if self.prior is None and self.base_rate is not None else self.prior


class Evidence(Record):
    """A fact, true or false, that one or more claims report.

    Without claims it is an assumption of the analyst, and is shown as one. `origin` is only for evidence
    without claims; otherwise the claims' origins count. `relevance` scales how far its ratings part hypotheses. With
    probability `dependence` it is true or false merely because the evidence it `depends_on` is.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    claims: tuple[Id, ...] = ()
    denied_by: tuple[Id, ...] = ()
    origin: Id | None = None
    happened: Interval | None = None
    relevance: Probability = 1.0
    depends_on: Annotated[tuple[Id, ...], Field(alias="depends-on")] = ()
    dependence: Probability = 0.8
    note: str = ""
    draft: bool = False


class Origin(Record):
    """Where a piece of information first came from; all that it feeds shares its one reliability.

    `goes_back_to` names the origin that this one repeats; `copy_probability` is how probable it is that it does.
    `deceptive` is how probable it is that, when it is not reliable, it says the opposite of what is true.
    """

    id: Id
    name: Annotated[str, Field(min_length=1, pattern=r"\S")]
    anonymous: bool = False
    claims: tuple[Id, ...] = ()
    reliability: Reliability | None = None
    goes_back_to: Annotated[Id | None, Field(alias="goes-back-to")] = None
    copy_probability: Annotated[Probability, Field(alias="copy-probability")] = 1.0
    deceptive: Probability = 0.0
    because: str = ""
    draft: bool = False


class Rating(Record):
    """How expected one piece of evidence is under one hypothesis, by one analyst.

    Either a `code` or a `likelihood`; a cell nobody rated has no `Rating`. `analyst` is `MACHINE` for a suggestion.
    """

    evidence: Id
    hypothesis: Id
    analyst: str
    code: Code | None = None
    likelihood: Probability | None = None
    why: str = ""
    act: str | None = None

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if (self.code is None) == (self.likelihood is None):
            raise ValueError("needs either a code (CC, C, N, I, II, NA) or a likelihood (0 to 1), not both")
        return self


class Opinion(Record):
    """What one analyst holds a hypothesis to be worth, all in all and without the sum: for comparing, never weighed."""

    hypothesis: Id
    analyst: str
    probability: Probability
    why: str = ""


class Act(Record):
    """The thing that was done, by whom, and how probable it is that it happened at all."""

    what: str = ""
    actor: str = ""
    happened: Probability | None = None
    when: str = ""


class Draft(Record):
    """What the machine proposes beyond single claims: everything in it may be accepted, changed or refused."""

    hypotheses: tuple[Hypothesis, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    origins: tuple[Origin, ...] = ()
    ratings: tuple[Rating, ...] = ()


class Status(StrEnum):
    """Where a claim stands between the machine and the people."""

    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TRIMMED = "trimmed"
    ORPHAN = "orphan"


class State(Record):
    """A case as it stands: the files and all journals, replayed.

    `claims` holds every claim, `status` where each stands; only suggested and accepted ones count. `reliability`
    and `credibility` are people's Admiralty codes, by source or claim id. `ratings` has at most one rating per
    cell and analyst, machine suggestions included. `analysts` are the people who judged. `opinions` are people's own
    answers, at most one per hypothesis and analyst; `truth` says of hypotheses whether they turned out to hold.
    Neither is part of a weighing.
    """

    name: str = ""
    question: str = ""
    act: Act = Act()
    exclusive: bool = False
    priors: dict[str, float] = {}
    hypotheses: tuple[Hypothesis, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    origins: tuple[Origin, ...] = ()
    ratings: tuple[Rating, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    status: dict[str, Status] = {}
    reliability: dict[str, Reliability] = {}
    credibility: dict[str, Credibility] = {}
    trims: dict[str, tuple[Trim, ...]] = {}
    unread: tuple[Unread, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    truth: dict[str, bool] = {}
    analysts: tuple[str, ...] = ()
    head: str = ""

    def hypothesis(self, id: str) -> Hypothesis:
        """The hypothesis of this id; raises KeyError."""
        return {item.id: item for item in self.hypotheses}[id]

    @property
    def live_claims(self) -> tuple[Claim, ...]:
        """The claims that count: suggested or accepted, not rejected, trimmed or orphaned."""
        counted = (Status.SUGGESTED, Status.ACCEPTED)
        return tuple(c for c in self.claims if self.status.get(c.id, Status.SUGGESTED) in counted)
