"""A case as a model: its records turned into the arrays of a `Network`, and the way back to names.

What a cell that nobody rated does. Exclusive: it takes the mean of the rated ones in its row, by prior; a hypothesis
that nobody rated at all keeps its prior exactly. Co-existing: the motive has no effect on that fact. NA does the
same, but it counts as judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from cuibono.case.groups import misgrouped
from cuibono.case.records import NONE, NOT_HAPPENED, Evidence, Rating, State
from cuibono.errors import CaseError, NotFoundError, Problem, TooLargeError
from cuibono.weighing.bands import Bands, bands
from cuibono.weighing.cells import Cells, pool, repooled
from cuibono.weighing.chance import Chance, NoisyOr, Table
from cuibono.weighing.network import Context, Factor, Network, Node, Scope
from cuibono.weighing.ordering import orders
from cuibono.weighing.priors import Act, Prior, prior
from cuibono.weighing.provenance import Provenance, is_assumption, trace
from cuibono.weighing.reports import Reports, report, statements, vouched
from cuibono.weighing.space import Array, Mask, Space

LIMIT = 1 << 18
"""The most sets of co-existing motives: they are the states."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A case ready to be weighed: where every number of `network` comes from.

    `relevance` is each fact's, 0 to 1; `place` says where each piece of evidence stands in the arrays, by id.
    """

    state: State
    space: Space
    numbers: Bands
    cells: Cells
    prior: Prior
    provenance: Provenance
    network: Network
    warnings: tuple[str, ...]
    relevance: Array
    place: Mapping[str, int]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence in the order of the arrays."""
        return self.state.evidence


def build(state: State, act: Act | None = None, numbers: Bands | None = None, beside: Sequence[Context] = ()) -> Model:
    """The model of a case.

    `act` gives P(the act | exactly these motives) in place of the usual condition; `numbers` replaces what codes and
    letters stand for; `beside` is what else is known of the states, such as a game's word.

    Raises CaseError for a case that does not hold together, TooLargeError for too many co-existing motives.
    """
    numbers = numbers or bands()
    groups = tuple(item.group for item in state.hypotheses)
    space = Space(tuple(item.id for item in state.hypotheses), state.exclusive, groups if any(groups) else ())
    _check(state, space)
    cells = pool(state.ratings, [item.id for item in state.evidence], space.targets, numbers)
    before = prior(state, space, numbers, act)
    needed, undated = orders(state, space, numbers)
    provenance = trace(state, numbers)
    context = (before.act, *beside, *needed)
    aside = unrated(space, cells)
    weights = np.exp(before.logs + sum(item.logs for item in context))
    relevance = np.array([item.relevance for item in state.evidence])
    chance = chances(space, cells.value, weights, relevance, aside)
    bare = Network(space, before.logs, chance, aside, (), (), (), context)
    network = wire(state.evidence, provenance, numbers, bare)
    warnings = (*before.warnings, *undated, *provenance.warnings, *_strays(state, space))
    place = {item.id: i for i, item in enumerate(state.evidence)}
    return Model(state, space, numbers, cells, before, provenance, network, warnings, relevance, place)


def rerate(model: Model, rating: Rating, *, erase: bool = False) -> Model:
    """The model with one analyst's rating of one cell replaced, or taken away.

    Raises NotFoundError for a cell that the case does not have.
    """
    cell = (rating.evidence, rating.hypothesis)
    place = model.place.get(rating.evidence)
    if place is None or rating.hypothesis not in model.space.targets:
        raise NotFoundError(f"the case has no cell {cell[0]} × {cell[1]}; name its evidence and one of its hypotheses")
    ratings = model.state.ratings
    here = [r for r in ratings if r.evidence == rating.evidence and r.hypothesis == rating.hypothesis]
    gone = {id(r) for r in here if r.analyst == rating.analyst}
    left = tuple(r for r in ratings if id(r) not in gone) if gone else ratings
    added = () if erase else (rating,)
    group = [*(r for r in here if r.analyst != rating.analyst), *added]
    cells = repooled(model.cells, {(place, model.space.targets.index(cell[1])): group}, model.numbers)
    aside = unrated(model.space, cells)
    network = model.network
    chance = chances(model.space, cells.value, network.prior, model.relevance, aside)
    return replace(
        model,
        state=model.state.model_copy(update={"ratings": (*left, *added)}),
        cells=cells,
        network=network.with_chance(chance, aside),
    )


def unrated(space: Space, cells: Cells) -> Mask:
    """The states that no rating bears on at all, which keep their prior."""
    columns = np.asarray(~cells.rated.any(axis=0))
    if space.exclusive:
        return columns
    found = np.zeros(space.size, dtype=bool)
    found[-1] = columns[-1]
    return found


def chances(space: Space, values: Array, weights: Array, relevance: Array, aside: Mask) -> Chance:
    """P(fact | state) from likelihoods (facts, targets), those that nobody rated being not a number.

    `weights` are the probabilities of states before the evidence, `relevance` (facts) draws a row towards its middle.
    """
    if space.exclusive:
        live = np.where(aside, 0.0, weights)
        middle = _means(values, live)
        filled = np.where(np.isnan(values), middle[:, None], values)
        return Table(middle[:, None] + relevance[:, None] * (filled - middle[:, None]))
    leak = np.where(np.isnan(values[:, -2]), 0.5, values[:, -2])
    alone = np.where(np.isnan(values[:, :-2]), leak[:, None], values[:, :-2])
    alone = leak[:, None] + relevance[:, None] * (alone - leak[:, None])
    unhappened = leak + relevance * (values[:, -1] - leak)
    found = NoisyOr(leak, alone, np.where(np.isnan(unhappened), leak, unhappened), space.lattice)
    gaps = np.flatnonzero(np.isnan(unhappened))
    if not aside[-1] and len(gaps):
        unhappened[gaps] = _expected(space, found.rows(gaps), weights)
        found = replace(found, unhappened=unhappened)
    return found


def _means(values: Array, weights: Array) -> Array:
    """The weighted mean of what is rated in each row, .5 where nothing is."""
    rated = ~np.isnan(values)
    shares = np.where(rated, weights, 0.0)
    plain = rated.astype(float)
    shares = np.where(shares.sum(axis=1, keepdims=True) > 0, shares, plain)
    total = shares.sum(axis=1)
    return np.asarray(np.where(total > 0, np.nansum(values * shares, axis=1) / np.where(total > 0, total, 1), 0.5))


def _expected(space: Space, chance: NoisyOr, weights: Array) -> Array:
    """P(fact | it happened), by the prior."""
    happened = weights.copy()
    happened[-1] = 0
    none, whole = np.zeros_like(chance.leak), np.ones_like(chance.leak)
    total = np.zeros(len(chance.leak))
    for start, stop in space.chunks(max(1, (1 << 20) // max(1, len(chance.leak)))):
        total += chance.blend(none, whole, start, stop) @ happened[start:stop]
    return np.asarray(total / happened.sum()) if happened.sum() > 0 else chance.leak


def _check(state: State, space: Space) -> None:
    problems = []
    for kind, ids in (
        ("hypotheses", space.ids),
        ("evidence", [item.id for item in state.evidence]),
        ("origins", [item.id for item in state.origins]),
    ):
        seen: set[str] = set()
        for i, id in enumerate(ids):
            if id in seen:
                problems.append(Problem("case", f"{kind}[{i}].id", f"is {id}, which another has", "give it its own id"))
            seen.add(id)
    for i, id in enumerate(space.ids):
        if id in (NONE, NOT_HAPPENED):
            problems.append(Problem("case", f"hypotheses[{i}].id", f"is {id}, which every case has", "use another id"))
    problems += misgrouped(state.hypotheses, exclusive=state.exclusive)
    if problems:
        raise CaseError(problems)
    if not space.exclusive and space.lattice.size > LIMIT:
        raise TooLargeError(
            f"{space.count} co-existing motives have {space.lattice.size:,} sets, and each would be weighed; the limit "
            f"is {LIMIT:,} ({LIMIT.bit_length() - 1} motives): merge motives that are one, drop those that nobody "
            "holds, give those that exclude each other one group, or declare all of them exclusive"
        )


def _strays(state: State, space: Space) -> tuple[str, ...]:
    """Ratings and claim ids that point at nothing in the case."""
    evidence = {item.id for item in state.evidence}
    claims = {claim.id for claim in state.claims}
    lost = sum(r.evidence not in evidence or r.hypothesis not in space.targets for r in state.ratings)
    gone = sorted({id for item in state.evidence for id in (*item.claims, *item.denied_by) if id not in claims})
    found = []
    if lost:
        found.append(f"{lost} ratings name evidence or hypotheses that are not in the case: they are not counted.")
    if gone:
        found.append(
            f"Claims that are not in the case are not counted: {', '.join(gone[:6])}{', …' if len(gone) > 6 else ''}."
        )
    return tuple(found)


def wire(
    evidence: Sequence[Evidence],
    provenance: Provenance,
    numbers: Bands,
    bare: Network,
    silent: Set[str] = frozenset(),
) -> Network:
    """The network `bare` with the reports of the evidence, which its chances are of, in the same order.

    What is `silent`, by id, is reported by nobody. Hidden variables are the voices, then facts on which others
    depend, then what tangled reports need.
    """
    hidden = [voice.log_prior for voice in provenance.voices]
    variable = _variables(evidence, len(hidden))
    hidden += [np.zeros(2)] * len(variable)
    place = {item.id: i for i, item in enumerate(evidence)}
    nodes: list[Node] = []
    found: list[Reports] = []
    known: dict[object, Reports] = {}
    for fact, item in enumerate(evidence):
        first, own = len(hidden), variable.get(fact)
        reports = Reports() if item.id in silent else _reports(item, fact, provenance, numbers, first, own, known)
        if fact in variable:
            parents = tuple(variable[place[id]] for id in item.depends_on)
            nodes.append(Node(fact, variable[fact], parents, item.dependence))
        elif reports.factors:
            nodes.append(Node(fact, len(hidden)))
        hidden += [np.zeros(2)] * reports.added
        found.append(reports)
    factors: tuple[Factor, ...] = tuple(factor for reports in found for factor in reports.factors)
    scopes: tuple[Scope, ...] = tuple(reports.scope for reports in found)
    tables = tuple(reports.table for reports in found)
    return replace(bare, hidden=tuple(hidden), scopes=scopes, tables=tables, nodes=tuple(nodes), factors=factors)


def _reports(
    item: Evidence,
    fact: int,
    provenance: Provenance,
    numbers: Bands,
    first: int,
    variable: int | None,
    known: dict[object, Reports],
) -> Reports:
    """The reports of one piece of evidence; `known` remembers those that others share."""
    said = statements(provenance.relays[item.id])
    assumed = is_assumption(item) and item.origin not in provenance.voice_of
    key = (assumed, *((id, tuple(s.affirms.values()), tuple(s.denies.values())) for id, s in said.items()))
    if variable is None and key in known:
        return known[key]
    found = report(said, provenance.voices, provenance.place, numbers.report, fact, first, variable)
    if assumed:
        trust = numbers.reliability[numbers.assumption.reliability].value
        own = first if variable is None and found.added else variable
        found = vouched(found, numbers.report, trust, fact, own)
    if not found.factors:
        known[key] = found
    return found


def _variables(evidence: Sequence[Evidence], first: int) -> dict[int, int]:
    """A hidden variable for every fact that depends on another or is depended on; raises CaseError for circles."""
    place = {item.id: i for i, item in enumerate(evidence)}
    problems = [
        Problem(
            "case", f"evidence.{item.id}.depends-on", f"names {id}, which is no evidence", "name a piece of evidence"
        )
        for item in evidence
        for id in item.depends_on
        if id not in place
    ]
    if problems:
        raise CaseError(problems)
    _refuse_circles({item.id: item.depends_on for item in evidence if item.depends_on})
    tied = {place[id] for item in evidence if item.depends_on for id in (item.id, *item.depends_on)}
    return {fact: first + i for i, fact in enumerate(sorted(tied))}


def _refuse_circles(needs: dict[str, tuple[str, ...]]) -> None:
    settled: set[str] = set()

    def visit(id: str, path: tuple[str, ...]) -> None:
        if id in path:
            ring = " → ".join([*path[path.index(id) :], id])
            place = f"evidence.{id}.depends-on"
            raise CaseError([Problem("case", place, f"goes round in a circle ({ring})", "cut one of these links")])
        if id not in settled:
            for other in needs.get(id, ()):
                visit(other, (*path, id))
            settled.add(id)

    for start in needs:
        visit(start, ())
