"""The draft of a case: hypotheses, evidence, origins and ratings proposed from claims alone.

Everything in it is marked as a draft. What is not drafted is not lost: it stays in the case as a claim.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cuibono.case.records import NONE, NOT_HAPPENED, Claim, Draft, Evidence, Hypothesis, Kind, Source
from cuibono.reading import copies, matching, names, origins, question, ratings, slugs
from cuibono.reading.matching import Group, Statement
from cuibono.reading.meaning import Embeds
from cuibono.reading.question import Question

MOST_HYPOTHESES = 15
"""Hypotheses that a draft has at most: more than anyone compares."""

MOST_EVIDENCE = 60
"""Pieces of evidence that a draft has at most."""

LEAST = 0.4
"""Least confidence, over all statements of a motive together, at which it is drafted as a hypothesis."""

_SAME = 0.6
"""Share of the shorter statement's runs of words from which two documents report the same fact."""


def draft(
    asked: str,
    sources: Sequence[Source],
    texts: Mapping[str, str],
    claims: Sequence[Claim],
    embedder: Embeds | None = None,
) -> Draft:
    """What the machine proposes for the question `asked`; `texts` are the stored texts by source id.

    Hypotheses come most useful first, evidence in order of its sources. "None of these" and "it did not happen" are in
    every case and are not drafted. The same input gives the same draft, on any machine.
    """
    read = {source.id: _without_furniture(source, texts[source.id]) for source in sources if source.id in texts}
    asked_of = question.parse(asked)
    by_id = {claim.id: claim for claim in claims}
    groups = _motives(claims, read, asked_of, embedder)
    hypotheses = _hypotheses(groups, by_id, asked_of)
    homes = {claim: hypothesis.id for hypothesis in hypotheses for claim in hypothesis.claims}
    evidence = _evidence(claims, homes)
    return Draft(
        hypotheses=hypotheses,
        evidence=evidence,
        origins=origins.trace(claims, sources, read),
        ratings=ratings.suggest(evidence, by_id, homes),
    )


def _without_furniture(source: Source, text: str) -> str:
    """A text with its page furniture blanked, so that every offset still holds."""
    trimmed = {line for run in source.trim for line in range(run.first, run.last + 1)}
    lines = text.split("\n")
    return "\n".join(" " * len(line) if number in trimmed else line for number, line in enumerate(lines))


def _motives(
    claims: Sequence[Claim], texts: Mapping[str, str], asked: Question, embedder: Embeds | None
) -> tuple[Group, ...]:
    """The statements of motives for the act in question, those of one motive together."""
    statements = [
        Statement(claim.id, claim.source, claim.quote.start, claim.quote.end, claim.direction == "against")
        for claim in claims
        if claim.kind is Kind.MOTIVE and claim.bears_on == "question" and claim.source in texts
    ]
    told = dict.fromkeys(statement.source for statement in statements)
    return matching.group(statements, {source: texts[source] for source in told}, asked, embedder)


def _hypotheses(groups: Iterable[Group], claims: Mapping[str, Claim], asked: Question) -> tuple[Hypothesis, ...]:
    """A hypothesis for each motive that is sure enough, the most useful first."""
    weighed = [(_weight(own), place, group, own) for place, group in enumerate(groups) if (own := _of(group, claims))]
    chosen = sorted((item for item in weighed if _confidence(item[3]) >= LEAST), key=lambda item: (-item[0], item[1]))[
        :MOST_HYPOTHESES
    ]
    called = [_name(own, asked) for _, _, _, own in chosen]
    return tuple(
        Hypothesis(id=name, name=title, claims=group.members, note=group.reason, draft=True)
        for name, title, (_, _, group, _) in zip(
            slugs.unique(called, (NONE, NOT_HAPPENED)), called, chosen, strict=True
        )
    )


def _of(group: Group, claims: Mapping[str, Claim]) -> list[Claim]:
    return [claims[member] for member in group.members]


def _confidence(claims: Sequence[Claim]) -> float:
    """The probability that at least one of the statements puts the motive forward, were they independent."""
    return 1 - math.prod(1 - claim.confidence for claim in claims)


def _weight(claims: Sequence[Claim]) -> float:
    """How useful a hypothesis is: sure, told in several documents, told often."""
    documents = len({claim.source for claim in claims})
    return round(_confidence(claims) + 0.3 * (documents - 1) + 0.05 * min(4, len(claims) - 1), 6)


def _name(claims: Sequence[Claim], asked: Question) -> str:
    """The name that the plainest and surest statement of a motive gives it."""
    best = min(claims, key=lambda claim: (names.plainness(claim.quote.exact, asked.act), -claim.confidence))
    return names.motive(best.quote.exact, asked.act)


@dataclass(slots=True)
class _Fact:
    """A statement of evidence in the making: its claims, and the runs of words of the first."""

    claims: list[Claim]
    runs: frozenset[int]

    @property
    def weight(self) -> float:
        return max(claim.confidence for claim in self.claims) + 0.08 * (len({c.source for c in self.claims}) - 1)


def _evidence(claims: Sequence[Claim], homes: Mapping[str, str]) -> tuple[Evidence, ...]:
    """The facts that bear on drafted hypotheses or on the question, near-identical statements as one."""
    facts = _facts(
        claim
        for claim in claims
        if claim.kind is Kind.EVIDENCE and (claim.bears_on in homes or claim.bears_on == "question")
    )
    ranked = sorted(range(len(facts)), key=lambda place: (-facts[place].weight, place))[:MOST_EVIDENCE]
    kept = [facts[place] for place in sorted(ranked)]
    called = [names.shortened(fact.claims[0].quote.exact) for fact in kept]
    return tuple(
        Evidence(
            id=name,
            name=title,
            claims=tuple(claim.id for claim in fact.claims),
            happened=next((claim.happened for claim in fact.claims if claim.happened), None),
            draft=True,
        )
        for name, title, fact in zip(slugs.unique(called, (), 5), called, kept, strict=True)
    )


def _facts(claims: Iterable[Claim]) -> list[_Fact]:
    """The claims put together that report the same fact: the same words, or nearly, in any document."""
    facts: list[_Fact] = []
    same_place: dict[tuple[str, int, int], _Fact] = {}
    holders: dict[int, list[_Fact]] = {}
    for claim in claims:
        place = (claim.source, claim.quote.start, claim.quote.end)
        known = same_place.get(place)
        if known is None:
            runs = copies.shingles(claim.quote.exact)
            known = _twin(runs, holders)
            if known is None:
                known = _Fact([], runs)
                facts.append(known)
                for run in runs:
                    holders.setdefault(run, []).append(known)
            same_place[place] = known
        known.claims.append(claim)
    return facts


def _twin(runs: frozenset[int], holders: Mapping[int, list[_Fact]]) -> _Fact | None:
    """The earliest fact that says nearly the same, if there is one."""
    met = {id(fact): fact for run in sorted(runs) for fact in holders.get(run, ())[:4]}
    alike = [fact for fact in met.values() if len(runs & fact.runs) >= _SAME * max(len(runs), len(fact.runs))]
    return alike[0] if alike else None
