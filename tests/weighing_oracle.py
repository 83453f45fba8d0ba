"""An oracle for weighing: the same model, written as a plain enumeration of every world, and random cases to try it on.

It shares nothing with the engine but the case and the numbers: each world is a state of the hypotheses, a truth value
for every fact, a value for every origin, and what every origin says of every fact; its probability is a product.
"""

from __future__ import annotations

import hashlib
import random
from itertools import product

from cuibono.case.records import (
    NONE,
    NOT_HAPPENED,
    Certainty,
    Claim,
    Code,
    Evidence,
    Hypothesis,
    Kind,
    Level,
    Origin,
    Quote,
    Rating,
    State,
)
from cuibono.weighing.bands import bands

NUMBERS = bands()

Heard = dict[tuple[int, str, bool], dict[tuple[str, str], float]]
"""By fact, voice and direction: how faithfully each relay (origin, source) passes it on."""


def claim(id: str, source: str, level: Level = Level.ASSERTED) -> Claim:
    """A claim that quotes its own id."""
    quote = Quote.of(id, 0, len(id), hashlib.sha256(id.encode()).hexdigest())
    return Claim(id=id, source=source, quote=quote, kind=Kind.EVIDENCE, certainty=Certainty(level=level))


def random_case(seed: int, *, tangled: bool = False) -> State:
    """A small case with all that a case may hold; `tangled` adds copies, denials, dependence and shared facts."""
    draw = random.Random(seed)
    exclusive = draw.random() < 0.5
    hypotheses = draw.randint(1, 3)
    facts = draw.randint(0, 3 if tangled else 5)
    ids = [f"h{i}" for i in range(hypotheses)]
    origins = [f"o{i}" for i in range(draw.randint(1, 3))]
    claims: list[Claim] = []
    owned: dict[str, list[str]] = {id: [] for id in origins}
    evidence = []
    for j in range(facts):
        names = []
        for c in range(draw.choice([0, 1, 1, 2, 3] if tangled else [0, 1, 1])):
            name = f"c{j}-{c}"
            level = draw.choice(list(Level)) if tangled else Level.ASSERTED
            claims.append(claim(name, f"s{draw.randint(0, 2)}", level))
            names.append(name)
            if draw.random() < 0.8:
                owned[draw.choice(origins)].append(name)
        split = draw.randint(0, len(names)) if tangled else len(names)
        depends = (f"e{draw.randrange(j)}",) if tangled and j and draw.random() < 0.3 else ()
        evidence.append(
            Evidence(
                id=f"e{j}",
                name=f"Fact {j}",
                claims=tuple(names[:split]),
                denied_by=tuple(names[split:]),
                depends_on=depends,
                dependence=draw.choice([0.3, 0.8, 1.0]),
                relevance=draw.choice([1.0, 1.0, 0.5]),
            )
        )
    ratings = [
        Rating(evidence=item.id, hypothesis=id, analyst=who, **_value(draw))
        for item in evidence
        for id in (*ids, NONE, NOT_HAPPENED)
        for who in ("anna", "ben", "machine")
        if draw.random() < (0.5 if id in ids else 0.15)
    ]
    return State(
        exclusive=exclusive,
        priors={NOT_HAPPENED: draw.choice([0.0, 0.1, 0.4])} if draw.random() < 0.7 else {},
        hypotheses=tuple(
            Hypothesis(
                id=id, name=id, prior=draw.choice([None, 0.1, 0.25]) if exclusive else draw.choice([None, 0.3, 0.6])
            )
            for id in ids
        ),
        evidence=tuple(evidence),
        origins=tuple(
            Origin(
                id=id,
                name=id,
                claims=tuple(owned[id]),
                reliability=draw.choice([None, *"ABCDEF"]),
                goes_back_to=f"o{i - 1}" if tangled and i and draw.random() < 0.6 else None,
                copy_probability=draw.choice([0.0, 0.3, 0.9, 1.0]),
                deceptive=draw.choice([0.0, 0.0, 0.7]),
            )
            for i, id in enumerate(origins)
        ),
        ratings=tuple(ratings),
        claims=tuple(claims),
        reliability={"s0": draw.choice("ABCDEF")} if draw.random() < 0.5 else {},
        analysts=("anna", "ben"),
    )


def grouped_case(seed: int, *, tangled: bool = False) -> State:
    """A random case of two to five co-existing hypotheses, some of which exclude each other in groups."""
    draw = random.Random(seed + 10_000)
    plain = random_case(seed, tangled=tangled)
    names = draw.choice(["aab", "aa", "aabb", "abab", "aaab", "abcaa", "baaab", "cabab"])
    groups = {name: None if names.count(name) == 1 else f"g{name}" for name in names}
    ids = [f"h{i}" for i in range(len(names))]
    priors = [draw.choice([None, None, 0.1, 0.25, 0.3]) for _ in ids]
    known = {(r.evidence, r.hypothesis, r.analyst) for r in plain.ratings}
    more = [
        Rating(evidence=item.id, hypothesis=id, analyst=who, **_value(draw))
        for item in plain.evidence
        for id in ids
        for who in ("anna", "machine")
        if draw.random() < 0.5 and (item.id, id, who) not in known
    ]
    change = {
        "exclusive": False,
        "hypotheses": tuple(
            Hypothesis(id=id, name=id, prior=prior, group=groups[name])
            for id, prior, name in zip(ids, priors, names, strict=True)
        ),
        "ratings": tuple(r for r in plain.ratings if r.hypothesis in (*ids, NONE, NOT_HAPPENED)) + tuple(more),
    }
    return plain.model_copy(update=change)


def _value(draw: random.Random) -> dict[str, object]:
    return {"code": draw.choice(list(Code))} if draw.random() < 0.8 else {"likelihood": round(draw.random(), 2)}


def shares(state: State) -> dict[str, float]:
    """The posterior of each target, by enumeration."""
    worlds = _worlds(state)
    prior = _prior(state, worlds)
    chances = _chances(state, worlds, prior)
    weights = [p * _likelihood(state, [row[w] for row in chances]) if p else 0.0 for w, p in enumerate(prior)]
    idle = [w for w in range(len(worlds)) if _idle(state, worlds[w])]
    mass = sum(p for i, p in enumerate(prior) if i not in idle)
    if not mass:
        weights = list(prior)
    else:
        mean = sum(w for i, w in enumerate(weights) if i not in idle) / mass
        weights = [prior[i] * mean if i in idle else w for i, w in enumerate(weights)]
    total = sum(weights)
    targets = [*(h.id for h in state.hypotheses), NONE, NOT_HAPPENED]
    return {id: sum(w for w, held in zip(weights, worlds, strict=True) if id in held) / total for id in targets}


def _worlds(state: State) -> list[frozenset[str]]:
    """What holds in each state: an id, several motives, or one of the two that every case has."""
    ids = [h.id for h in state.hypotheses]
    if state.exclusive:
        return [frozenset({id}) for id in (*ids, NONE, NOT_HAPPENED)]
    sets = [
        frozenset(id for id, there in zip(ids, bits, strict=True) if there) for bits in product((0, 1), repeat=len(ids))
    ]
    group = {h.id: h.group or h.id for h in state.hypotheses}
    sets = [held for held in sets if len({group[id] for id in held}) == len(held)]
    return [held or frozenset({NONE}) for held in sets] + [frozenset({NOT_HAPPENED})]


def _prior(state: State, worlds: list[frozenset[str]]) -> list[float]:
    numbers = NUMBERS.priors
    absent = state.priors.get(NOT_HAPPENED, numbers.did_not_happen)
    given = {h.id: h.prior for h in state.hypotheses}
    if state.exclusive:
        missing = [id for id, p in given.items() if p is None]
        rest = 1 - sum(p for p in given.values() if p is not None)
        none = rest * numbers.none if missing else rest
        share = {id: (rest - none) / len(missing) if p is None else p for id, p in given.items()} | {NONE: none}
        return [absent if NOT_HAPPENED in w else (1 - absent) * share[next(iter(w))] for w in worlds]
    weights = []
    for held in worlds[:-1]:
        p = 1.0
        for rivals in _rivals(state, given):
            there = [share for id, share in rivals.items() if id in held]
            p *= there[0] if there else 1 - sum(rivals.values())
        motives = len(held - {NONE})
        weights.append(p * (1 - (1 - NUMBERS.act.leak) * (1 - NUMBERS.act.strength) ** motives))
    return [(1 - absent) * w / sum(weights) for w in weights] + [absent]


def _rivals(state: State, given: dict[str, float | None]) -> list[dict[str, float]]:
    """The priors of hypotheses that exclude each other; most stand alone."""
    numbers, found = NUMBERS.priors, []
    for name in dict.fromkeys(h.group or h.id for h in state.hypotheses):
        own = {h.id: given[h.id] for h in state.hypotheses if (h.group or h.id) == name}
        missing = [id for id, p in own.items() if p is None]
        rest = 1 - sum(p for p in own.values() if p is not None)
        one = numbers.motive
        if len(own) > 1 and missing:
            one = min(one, rest * (1 - numbers.none) / len(missing))
        found.append({id: one if p is None else p for id, p in own.items()})
    return found


def _cell(state: State, evidence: str, target: str) -> float | None:
    found = [r for r in state.ratings if (r.evidence, r.hypothesis) == (evidence, target)]
    people = [r for r in found if r.analyst != "machine"] or found
    values = [r.likelihood if r.code is None else NUMBERS.codes[r.code].value for r in people if r.code != Code.NA]
    return sum(values) / len(values) if values else None


def _idle(state: State, held: frozenset[str]) -> bool:
    if not state.exclusive and NOT_HAPPENED not in held:
        return False
    return all(_cell(state, item.id, id) is None for item in state.evidence for id in held)


def _chances(state: State, worlds: list[frozenset[str]], prior: list[float]) -> list[list[float]]:
    """P(fact | world), by fact and world."""
    found = []
    for item in state.evidence:
        cells = {id: _cell(state, item.id, id) for id in (*(h.id for h in state.hypotheses), NONE, NOT_HAPPENED)}
        row = _exclusive_row if state.exclusive else _coexisting_row
        found.append(row(state, item.relevance, cells, worlds, prior))
    return found


def _exclusive_row(
    state: State, relevance: float, cells: dict[str, float | None], worlds: list[frozenset[str]], prior: list[float]
) -> list[float]:
    ids = [next(iter(w)) for w in worlds]
    known = [(cells[id], p) for id, p in zip(ids, prior, strict=True) if cells[id] is not None]
    mass = sum(p for _, p in known)
    plain = sum(c for c, _ in known) / len(known) if known else 0.5
    middle = sum(c * p for c, p in known) / mass if mass else plain
    return [middle + relevance * ((middle if cells[id] is None else cells[id]) - middle) for id in ids]


def _coexisting_row(
    state: State, relevance: float, cells: dict[str, float | None], worlds: list[frozenset[str]], prior: list[float]
) -> list[float]:
    leak = 0.5 if cells[NONE] is None else cells[NONE]
    row = []
    for held in worlds[:-1]:
        fails, lets = 1 - leak, 1.0
        for id in held - {NONE}:
            alone = leak if cells[id] is None else leak + relevance * (cells[id] - leak)
            if alone > leak:
                fails *= (1 - alone) / (1 - leak)
            elif alone < leak:
                lets *= alone / leak
        row.append((1 - fails) * lets)
    absent = cells[NOT_HAPPENED]
    if absent is None:
        unhappened = sum(c * p for c, p in zip(row, prior, strict=False)) / sum(prior[:-1])
    else:
        unhappened = leak + relevance * (absent - leak)
    return [*row, unhappened]


def _letter(state: State, voice: str) -> str:
    origins = {o.id: o for o in state.origins}
    if voice not in origins:
        return state.reliability.get(voice.removeprefix("source:"), "F")
    origin = origins[voice]
    if origin.reliability:
        return origin.reliability
    held = {c.source for c in state.claims if c.id in origin.claims}
    return state.reliability.get(held.pop(), "F") if len(held) == 1 else "F"


def _likelihood(state: State, chances: list[float]) -> float:
    """P(all reports | the chances of facts), over every value of every origin and every fact."""
    origins = {o.id: o for o in state.origins}

    def root(id: str) -> str:
        while id in origins and (up := origins[id].goes_back_to) in origins and origins[id].copy_probability == 1:
            id = up
        return id

    owner = {c: o.id for o in state.origins for c in o.claims}
    claims = {c.id: c for c in state.claims}
    heard: Heard = {}
    for j, item in enumerate(state.evidence):
        for id, denied in [*((c, False) for c in item.claims), *((c, True) for c in item.denied_by)]:
            whose = owner.get(id, f"source:{claims[id].source}")
            level = NUMBERS.certainty[claims[id].certainty.level]
            letter = state.reliability.get(claims[id].source)
            own = {claims[c].source for c in origins[whose].claims} if whose in origins else {claims[id].source}
            faith = 1.0 if letter is None or own == {claims[id].source} else NUMBERS.fidelity[letter]
            strength = (-abs(level) if denied else level) * faith
            if strength:
                relays = heard.setdefault((j, root(whose), strength > 0), {})
                key = (whose, claims[id].source)
                relays[key] = max(relays.get(key, 0), abs(strength))
    parent = {
        id: root(o.goes_back_to)
        for id, o in origins.items()
        if o.goes_back_to in origins and 0 < o.copy_probability < 1 and root(id) == id
    }
    voices = sorted({v for _, v, _ in heard})
    for v in voices:
        if v in parent and parent[v] not in voices:
            voices.append(parent[v])
    total = 0.0
    for values in product(*(("no", "yes", "copy") if v in parent else ("no", "yes") for v in voices)):
        value = dict(zip(voices, values, strict=True))
        p = 1.0
        for v in voices:
            rho = NUMBERS.reliability[_letter(state, v)].value
            own = rho if value[v] == "yes" else 1 - rho
            copy = origins[v].copy_probability if v in parent else 0.0
            p *= copy if value[v] == "copy" else own * (1 - copy)
        total += p * _facts(state, chances, heard, value, parent, origins)
    return total


def _facts(
    state: State,
    chances: list[float],
    heard: Heard,
    value: dict[str, str],
    parent: dict[str, str],
    origins: dict[str, Origin],
) -> float:
    place = {item.id: j for j, item in enumerate(state.evidence)}
    total = 0.0
    for truth in product((0, 1), repeat=len(state.evidence)):
        p = 1.0
        for j, item in enumerate(state.evidence):
            q = chances[j]
            if item.depends_on:
                held = sum(truth[place[id]] for id in item.depends_on) / len(item.depends_on)
                q = item.dependence * held + (1 - item.dependence) * q
            p *= q if truth[j] else 1 - q
            if not item.claims and not item.denied_by:
                rho = NUMBERS.reliability[NUMBERS.assumption.reliability].value
                p *= rho * _says(truth[j], "yes", 0.0) + (1 - rho) * _says(truth[j], "no", 0.0)
            p *= _said(j, truth[j], heard, value, parent, origins, affirms=True)
            p *= _said(j, truth[j], heard, value, parent, origins, affirms=False)
        total += p
    return total


def _says(truth: int, value: str, deceptive: float) -> float:
    error, guess = NUMBERS.report.error, NUMBERS.report.guess
    if value == "yes":
        return 1 - error if truth else error
    return (1 - deceptive) * guess + deceptive * (error if truth else 1 - error)


def _said(
    j: int,
    truth: int,
    heard: Heard,
    value: dict[str, str],
    parent: dict[str, str],
    origins: dict[str, Origin],
    *,
    affirms: bool,
) -> float:
    """P(what is heard of a fact in one direction), over what each voice says."""
    relays = {v: heard.get((j, v, affirms), {}) for v in value}
    total = 0.0
    for says in product((0, 1), repeat=len(value)):
        said = dict(zip(value, says, strict=True))
        p = 1.0
        for v, own in value.items():
            if own == "copy":
                p *= said[v] == said[parent[v]]
            else:
                yes = _says(truth, own, origins[v].deceptive if v in origins else 0.0)
                yes = yes if affirms else 1 - yes
                p *= yes if said[v] else 1 - yes
            for faith in relays[v].values():
                p *= faith * said[v] + (1 - faith) / 2
        total += p
    return total
