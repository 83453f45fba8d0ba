"""What does not hang together in a case: priors, hypotheses, ratings and origins that a careful reader would question.

Nothing here is an error and nothing is repaired: a finding says in a sentence what was noticed and where, and what a
person could do about it. The sentences are `data/findings.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

import numpy as np

from cuibono.case.records import ALWAYS, MACHINE, NONE, NOT_HAPPENED, Code, State
from cuibono.case.truth import rivals
from cuibono.weighing.bands import bands
from cuibono.weighing.baserates import band, counted
from cuibono.weighing.cells import Cells, pool
from cuibono.weighing.provenance import trace

_ALIKE = 0.7
"""The share of their three-letter pieces from which on two names are nearly the same."""

_STEP = 0.2 + 1e-9
"""How far apart two neighbouring codes' likelihoods are."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hang together: its kind, the ids it is about, a sentence, and what to do."""

    kind: str
    where: tuple[str, ...]
    sentence: str
    remedy: str


def findings(state: State) -> tuple[Finding, ...]:
    """Everything noticed about a case, from its priors to its origins; empty for a case without flaw.

    Raises CaseError for origins that go round in a circle, as weighing does.

    >>> from cuibono.case.records import Hypothesis
    >>> pair = (Hypothesis(id="a", name="Revenge", prior=0.9), Hypothesis(id="b", name="Hedge", prior=0.8))
    >>> print(findings(State(exclusive=True, hypotheses=pair))[0].sentence)
    The priors of hypotheses that exclude each other sum to 1.7.
    """
    evidence, hypotheses = [item.id for item in state.evidence], [item.id for item in state.hypotheses]
    cells = pool(state.ratings, evidence, hypotheses, bands())
    return (
        *_priors(state),
        *_unstated(state),
        *_base_rates(state),
        *_opinions(state),
        *_happened(state),
        *_certainty(state),
        *_names(state),
        *_columns(cells, hypotheses),
        *_coverage(cells, evidence, hypotheses),
        *_differences(cells, evidence),
        *_machine(state),
        *_claims(state),
        *_origins(state, cells),
    )


@cache
def sentences() -> dict[str, dict[str, str]]:
    """The sentence and the remedy of every kind of finding; not to be changed."""
    return tomllib.loads(files("cuibono.data").joinpath("findings.toml").read_text("utf-8"))


def _found(kind: str, where: Sequence[str], **values: object) -> Finding:
    said = sentences()[kind]
    sentence, remedy = (said[part].format(ids=_list(where), **values) for part in ("sentence", "remedy"))
    return Finding(kind, tuple(where), sentence, remedy)


def _priors(state: State) -> Iterator[Finding]:
    """Exclusive hypotheses, none of these included, share out exactly 1."""
    if not state.exclusive:
        return
    stated = _stated_priors(state)
    total = round(sum(stated.values()), 9)
    missing = [id for id in (*(h.id for h in state.hypotheses), NONE) if id not in stated]
    if total > 1:
        yield _found("priors-exceed-one", list(stated), total=total)
    elif total < 1 and not missing:
        yield _found("priors-fall-short", list(stated), total=total)
    elif total == 1 and missing:
        yield _found("no-room-for-none", missing)


def _unstated(state: State) -> Iterator[Finding]:
    """Hypotheses whose prior nobody stated; of exclusive ones a single one takes what the others leave."""
    missing = [h.id for h in state.hypotheses if h.stated is None and h.id not in state.priors]
    if len(missing) > state.exclusive:
        yield _found("no-prior", missing, first=missing[0])


def _base_rates(state: State) -> Iterator[Finding]:
    """Stated priors outside the range of what was counted (base-rate neglect: Kahneman & Tversky 1973)."""
    for h in state.hypotheses:
        if h.prior is not None and h.base_rate is not None:
            found = band(h.base_rate)
            if not found.low <= h.prior <= found.high:
                values = {"prior": h.prior, "low": found.low, "high": found.high, "counted": counted(h.base_rate)}
                yield _found("prior-off-base-rate", [h.id], **values)


def _opinions(state: State) -> Iterator[Finding]:
    """Somebody's own answers of which at most one is so, and which sum to more than 1 (Tversky & Koehler 1994)."""
    said: dict[str, dict[str, float]] = {}
    for item in state.opinions:
        said.setdefault(item.analyst, {})[item.hypothesis] = item.probability
    exclude = [*rivals(state.hypotheses, exclusive=state.exclusive), *({h.id} for h in state.hypotheses)]
    for who, opinion in said.items():
        parts = [[id for id in opinion if id in one or id in ALWAYS] for one in exclude]
        most = max(parts, key=lambda ids: sum(opinion[id] for id in ids), default=[])
        total = round(sum(opinion[id] for id in most), 9)
        if total > 1:
            yield _found("opinions-exceed-one", most, analyst=who, total=total)


def _happened(state: State) -> Iterator[Finding]:
    """That it happened and that it did not sum to 1."""
    happened, denied = state.act.happened, state.priors.get(NOT_HAPPENED)
    if happened is not None and denied is not None and abs(happened + denied - 1) > 1e-9:
        yield _found("happened", [NOT_HAPPENED], happened=happened, denied=denied, total=happened + denied)


def _certainty(state: State) -> Iterator[Finding]:
    """What is 0 or 1 cannot be moved (Cromwell's rule: Lindley 1985)."""
    stated = {**_stated_priors(state), NOT_HAPPENED: state.priors.get(NOT_HAPPENED)}
    if sure := [id for id, prior in stated.items() if prior in (0, 1)]:
        yield _found("certain-prior", sure)
    for cell in dict.fromkeys((r.evidence, r.hypothesis) for r in state.ratings if r.likelihood in (0, 1)):
        yield _found("certain-rating", cell, evidence=cell[0], hypothesis=cell[1])


def _names(state: State) -> Iterator[Finding]:
    """Hypotheses called nearly the same."""
    shapes = [(h, _trigrams(h.name)) for h in state.hypotheses]
    for (a, left), (b, right) in combinations(shapes, 2):
        if len(left & right) >= _ALIKE * len(left | right):
            yield _found("same-name", [a.id, b.id], first=a.name, second=b.name)


def _columns(cells: Cells, hypotheses: Sequence[str]) -> Iterator[Finding]:
    """Hypotheses rated nearly the same on at least three pieces of evidence: never two steps apart, rarely one."""
    for a, b in combinations(range(len(hypotheses)), 2):
        gaps = np.abs(cells.value[:, a] - cells.value[:, b])
        gaps = gaps[~np.isnan(gaps)]
        if len(gaps) >= 3 and gaps.max() <= _STEP and gaps.mean() <= _STEP / 10:
            pair = hypotheses[a], hypotheses[b]
            yield _found("same-ratings", pair, first=pair[0], second=pair[1], count=len(gaps))


def _coverage(cells: Cells, evidence: Sequence[str], hypotheses: Sequence[str]) -> Iterator[Finding]:
    """Hypotheses that nobody rated, or only in part."""
    if not evidence:
        yield _found("no-evidence", [])
        return
    rated = [bool(column.any()) for column in cells.rated.T]
    if unrated := [id for id, some in zip(hypotheses, rated, strict=True) if not some]:
        yield _found("unrated", unrated)
    for i, id in enumerate(hypotheses):
        seen = (cells.rated[:, i] | cells.na[:, i]).tolist()
        blank = [row for row, looked in zip(evidence, seen, strict=True) if not looked]
        if blank and rated[i]:
            yield _found("gaps", [id, *blank], count=len(blank), rows=len(evidence), hypothesis=id)


def _differences(cells: Cells, evidence: Sequence[str]) -> Iterator[Finding]:
    """Evidence rated alike under every hypothesis that it is rated for."""
    rows = zip(evidence, cells.value, strict=True)
    if same := [id for id, row in rows if (known := row[~np.isnan(row)]).size > 1 and np.ptp(known) == 0]:
        yield _found("no-difference", same)


def _machine(state: State) -> Iterator[Finding]:
    """Ratings that no person looked at."""
    if state.ratings and all(r.analyst == MACHINE for r in state.ratings):
        yield _found("machine-ratings", [], count=len(state.ratings))


def _claims(state: State) -> Iterator[Finding]:
    """Evidence that no claim reports, or whose claims no longer count."""
    live = {claim.id for claim in state.live_claims}
    behind = {item.id: {*item.claims, *item.denied_by} for item in state.evidence}
    if assumed := [id for id, claims in behind.items() if not claims]:
        yield _found("assumption", assumed)
    if gone := [id for id, claims in behind.items() if claims and not claims & live]:
        yield _found("withdrawn", gone)


def _origins(state: State, cells: Cells) -> Iterator[Finding]:
    """Conclusions for which everything that speaks goes back to one origin, or more probably than not does."""
    behind = _voices(state)
    telling = cells.rated & (cells.value != bands().codes[Code.N].value)
    whole = _union(behind, telling.any(axis=1).tolist())
    if len(whole) == 1:
        yield _found("one-origin", whole, origin=whole[0])
        return
    for hypothesis, column in zip(state.hypotheses, telling.T.tolist(), strict=True):
        own = _union(behind, column)
        if len(own) == 1:
            yield _found("one-origin-each", [hypothesis.id, *own], hypothesis=hypothesis.id, origin=own[0])


def _voices(state: State) -> list[Set[str]]:
    """The origins behind each piece of evidence, what is probably a copy counting as what it copies."""
    traced = trace(state, bands())
    copied = {voice.id: voice.parent for voice in traced.voices if voice.parent and voice.copy >= 0.5}

    def origin(id: str) -> str:
        while id in copied:
            id = copied[id]
        return id

    return [{origin(relay.voice) for relay in traced.relays[item.id]} for item in state.evidence]


def _union(sets: Sequence[Set[str]], chosen: Sequence[bool]) -> list[str]:
    return sorted({name for own, wanted in zip(sets, chosen, strict=True) if wanted for name in own})


def _stated_priors(state: State) -> dict[str, float]:
    """What is stated for the hypotheses and for none of these, by id; not whether it happened at all."""
    own = {h.id: state.priors.get(h.id, h.stated) for h in state.hypotheses} | {NONE: state.priors.get(NONE)}
    return {id: prior for id, prior in own.items() if prior is not None}


def _trigrams(name: str) -> frozenset[str]:
    """Every three characters of a name, whatever its case and punctuation."""
    plain = "".join(c if c.isalnum() else " " for c in name.casefold())
    padded = f"  {' '.join(plain.split())} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _list(ids: Sequence[str], most: int = 5) -> str:
    """The ids as a list in a sentence, cut after `most`."""
    if len(ids) > most:
        return f"{', '.join(ids[:most])} and {len(ids) - most} more"
    return " and ".join(filter(None, [", ".join(ids[:-1]), *ids[-1:]]))
