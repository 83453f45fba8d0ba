"""What is behind a number: from a hypothesis, a piece of evidence or an origin to quotes, ratings and analysts."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.weighing.readout import Plain, plain


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim as it stands in its source: exact words, code-point offsets, who says it how surely, on whose word.

    `denies` marks a claim that speaks against the fact.
    """

    claim: str
    source: str
    title: str
    quote: str
    start: int
    end: int
    speaker: str
    certainty: str
    origin: str
    denies: bool = False

    def __str__(self) -> str:
        said = f"{self.speaker}: " if self.speaker else ""
        verb = "denied" if self.denies else self.certainty
        where = f"{self.title} [{self.source}:{self.start}-{self.end}]"
        return f"{said}“{self.quote}” ({verb}; {where}; on the word of {self.origin})"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One analyst's rating of one cell, with its likelihood; `counts` is false where people overrule it."""

    hypothesis: str
    analyst: str
    code: str
    likelihood: float | None
    why: str
    counts: bool = True

    def __str__(self) -> str:
        number = "" if self.likelihood is None else f" = {self.likelihood:.2f}"
        said = f" “{self.why}”" if self.why else ""
        dropped = "" if self.counts else " (overruled)"
        return f"{self.analyst} rates it {self.code}{number} under {self.hypothesis}{said}{dropped}"


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence behind a number: its weight in decibans, its ratings, its claims."""

    evidence: str
    name: str
    decibans: float | None
    judgements: tuple[Judgement, ...]
    citations: tuple[Citation, ...]

    def __str__(self) -> str:
        weight = "" if self.decibans is None else f"{self.decibans:+.1f} dB  "
        lines = [f"{weight}{self.name} [{self.evidence}]"]
        lines += [f"    {item}" for item in (*self.judgements, *self.citations)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one number is what it is: the sentence, the numbers it stands on, and every ground behind it."""

    kind: str
    id: str
    name: str
    sentence: str
    numbers: tuple[tuple[str, float], ...]
    grounds: tuple[Ground, ...]
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        numbers = "; ".join(f"{label} {value:.3g}" for label, value in self.numbers)
        head = [f"{self.name} [{self.id}]", self.sentence, *([numbers] if numbers else []), *self.notes]
        return "\n".join([*head, *(f"  {line}" for ground in self.grounds for line in str(ground).splitlines())])

    def __repr__(self) -> str:
        return f"Explanation({self.id!r}: {self.sentence})"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def to_dict(self) -> Plain:
        """The explanation as plain data."""
        return plain(self)
