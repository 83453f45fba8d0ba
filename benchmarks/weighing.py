"""How fast and how large weighing is, beside pyAgrum and pgmpy where these are installed and finish.

    python benchmarks/weighing.py [--quick] [--json] [--only NAME]

Every size runs in a process of its own, so that its peak memory is its own. "build" turns a case's records into arrays,
"posterior" sums exactly on these (what the other engines are timed at, their networks being built too), "everything"
is all that a screen shows beside it, "one cell" re-weighs after one rating, "with ranges" until every range is there.
Times are the best of some runs, in milliseconds of wall time; memory is the peak of the process in MB, Python and NumPy
(about 50) included. The other engines get a minute; "too large" and "fails" are theirs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np

from cuibono.case.records import Claim, Code, Evidence, Hypothesis, Kind, Origin, Quote, Rating, State
from cuibono.weighing.bands import bands
from cuibono.weighing.chance import Chance, NoisyOr, Table
from cuibono.weighing.engine import solve
from cuibono.weighing.model import build
from cuibono.weighing.network import Network
from cuibono.weighing.posterior import Posterior
from cuibono.weighing.space import Space

PATIENCE = 60
"""Seconds that another engine gets for one size."""

CODES = (Code.CC, Code.C, Code.N, Code.I, Code.II)
SPEECH = np.array([[0.5, 0.02], [0.5, 0.98]])


@dataclass(frozen=True)
class Size:
    """One line of the table; `width` asks for facts that tie so many origins together."""

    name: str
    hypotheses: int
    facts: int
    origins: int
    exclusive: bool
    width: int = 0
    quick: bool = True
    screen: bool = True


SIZES = (
    Size("10 exclusive × 500 × 50 origins", 10, 500, 50, exclusive=True),
    Size("10 exclusive × 5,000 × 50", 10, 5000, 50, exclusive=True),
    Size("10 co-existing × 500 × 50", 10, 500, 50, exclusive=False),
    Size("10 co-existing × 5,000 × 50", 10, 5000, 50, exclusive=False, quick=False),
    Size("16 co-existing × 500 × 50", 16, 500, 50, exclusive=False, quick=False),
    Size("6 exclusive, facts tie 36 origins, width 17", 6, 0, 36, exclusive=True, width=17, screen=False),
)
SMALL = (
    Size("6 exclusive × 100 × 20", 6, 100, 20, exclusive=True),
    Size("5 co-existing × 60 × 12", 5, 60, 12, exclusive=False),
)
"""Sizes at which every engine finishes."""


def case(size: Size) -> State:
    """A case of this size: every fact reported by one origin, every cell rated by one analyst."""
    draw = np.random.default_rng(size.facts + size.hypotheses)
    quote = Quote.of("x", 0, 1, hashlib.sha256(b"x").hexdigest())
    owner = draw.integers(size.origins, size=size.facts)
    codes = draw.integers(len(CODES), size=(size.facts, size.hypotheses))
    return State(
        exclusive=size.exclusive,
        hypotheses=tuple(Hypothesis(id=f"h{i}", name=f"Hypothesis {i}") for i in range(size.hypotheses)),
        evidence=tuple(Evidence(id=f"e{j}", name=f"Fact {j}", claims=(f"c{j}",)) for j in range(size.facts)),
        ratings=tuple(
            Rating(evidence=f"e{j}", hypothesis=f"h{i}", analyst="anna", code=CODES[codes[j, i]])
            for j in range(size.facts)
            for i in range(size.hypotheses)
        ),
        claims=tuple(Claim(id=f"c{j}", source=f"s{o}", quote=quote, kind=Kind.EVIDENCE) for j, o in enumerate(owner)),
        origins=tuple(
            Origin(
                id=f"o{o}",
                name=f"Origin {o}",
                claims=tuple(f"c{j}" for j in np.flatnonzero(owner == o)),
                reliability="ABCDEF"[o % 6],
            )
            for o in range(size.origins)
        ),
    )


def tied(size: Size) -> Network:
    """A network in which every origin shares a fact with each of the `width` that follow it."""
    draw = np.random.default_rng(size.width)
    scopes = [(o, p) for o in range(size.origins) for p in range(o + 1, min(size.origins, o + size.width + 1))]
    space = Space(tuple(f"h{i}" for i in range(size.hypotheses - 2)), exclusive=True)
    values = draw.choice([0.1, 0.3, 0.5, 0.7, 0.9], (len(scopes), space.size))
    trust = [bands().reliability[letter].value for letter in "ABCDEF"]
    hidden = tuple(np.log([1 - trust[o % 6], trust[o % 6]]) for o in range(size.origins))
    tables = (SPEECH[:, :, None] * SPEECH[:, None, :],) * len(scopes)
    prior, aside = np.full(space.size, -np.log(space.size)), np.zeros(space.size, dtype=bool)
    return Network(space, prior, Table(values), aside, hidden, tuple(scopes), tables)


def measure(size: Size, runs: int) -> dict[str, float | str]:
    """The times of one size, in milliseconds, and the peak memory of this process."""
    found: dict[str, float | str] = {"size": size.name}
    if size.width:
        network = tied(size)
        found["build"] = best(lambda: network.layout, 1)
        found["posterior"] = best(lambda: solve(network), runs)
        return found | {"memory": peak()}
    state = case(size)
    Posterior(model := build(case(SMALL[0])), solve(model.network)).to_dict()
    found["build"] = best(lambda: build(state), 2)
    model = build(state)
    found["layout"] = best(lambda: model.network.layout, 1)
    found["posterior"] = best(lambda: solve(model.network), runs)
    answer = solve(model.network)
    rating = Rating(evidence="e3", hypothesis="h1", analyst="anna", code=Code.CC)
    found["one cell"] = best(lambda: Posterior(model, answer).reweigh(rating).probabilities, runs)
    found["with ranges"] = best(lambda: Posterior(model, answer).reweigh(rating).shares, min(runs, 3))
    found["memory"] = peak()
    if size.screen:
        found["everything"] = best(lambda: everything(Posterior(model, answer)), 3)
        found["memory with everything"] = peak()
    return found


def everything(posterior: Posterior) -> None:
    """Ask for all that a screen shows."""
    for part in ("shares", "contributions", "diagnosticity", "leave_one_out", "tornado", "flips", "collect", "origins"):
        getattr(posterior, part)


def best(call: Callable[[], object], runs: int) -> float:
    """The shortest of some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return 1000 * min(times)


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pyagrum(network: Network) -> tuple[float, float, list[float]]:
    """Build and inference times of pyAgrum's lazy propagation, and the posterior over states."""
    import pyagrum as gum

    started = time.perf_counter()
    net = gum.BayesNet()
    state = net.add(gum.LabelizedVariable("state", "", network.space.size))
    net.cpt(state).fillWith(np.exp(network.log_start).tolist())
    origins = [net.add(gum.LabelizedVariable(f"o{i}", "", 2)) for i in range(len(network.hidden))]
    for node, logs in zip(origins, network.hidden, strict=True):
        net.cpt(node).fillWith(np.exp(logs).tolist())
    true = truths(network)
    for j, (scope, table) in enumerate(zip(network.scopes, network.tables, strict=True)):
        fact, report = (net.add(gum.LabelizedVariable(f"{kind}{j}", "", 2)) for kind in "xt")
        net.addArc(state, fact)
        net.cpt(fact).fillWith(np.column_stack([1 - true[j], true[j]]).ravel().tolist())
        net.addArc(fact, report)
        for o in scope:
            net.addArc(origins[o], report)
        cells = table.transpose(*range(table.ndim - 1, -1, -1))  # pyAgrum lets the first parent run fastest
        net.cpt(report).fillWith(np.stack([1 - cells, cells], axis=-1).ravel().tolist())
    middle = time.perf_counter()
    engine = gum.LazyPropagation(net)
    engine.setEvidence({f"t{j}": 1 for j in range(network.facts)})
    engine.addTarget("state")
    engine.makeInference()
    found = engine.posterior("state").tolist()
    return 1000 * (middle - started), 1000 * (time.perf_counter() - middle), found


def pgmpy(network: Network) -> tuple[float, float, list[float]]:
    """Build and inference times of pgmpy's variable elimination, and the posterior over states."""
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork

    started = time.perf_counter()
    net = DiscreteBayesianNetwork()
    size = network.space.size
    cpds = [TabularCPD("state", size, np.exp(network.log_start)[:, None])]
    cpds += [TabularCPD(f"o{i}", 2, np.exp(logs)[:, None]) for i, logs in enumerate(network.hidden)]
    net.add_nodes_from(["state", *(f"o{i}" for i in range(len(network.hidden)))])
    true = truths(network)
    for j, (scope, table) in enumerate(zip(network.scopes, network.tables, strict=True)):
        parents = [f"x{j}", *(f"o{o}" for o in scope)]
        net.add_edges_from([("state", f"x{j}"), *((parent, f"t{j}") for parent in parents)])
        cpds.append(TabularCPD(f"x{j}", 2, np.stack([1 - true[j], true[j]]), ["state"], [size]))
        cells = table.reshape(1, -1)
        cpds.append(TabularCPD(f"t{j}", 2, np.concatenate([1 - cells, cells]), parents, [2] * len(parents)))
    net.add_cpds(*cpds)
    middle = time.perf_counter()
    asked = {f"t{j}": 1 for j in range(network.facts)}
    found = VariableElimination(net).query(["state"], evidence=asked, show_progress=False)
    return 1000 * (middle - started), 1000 * (time.perf_counter() - middle), found.values.tolist()


def truths(network: Network) -> np.ndarray:
    """P(fact | state) as one array (facts, states)."""
    chance: Chance = network.chance
    if isinstance(chance, NoisyOr):
        return np.concatenate([chance.block(a, b)[0] for a, b in network.space.chunks(1 << 20)], axis=1)
    return chance.values


def rival(size: Size, engine: str) -> dict[str, float | str]:
    """Another engine on the same network: its times, and how far its posterior is from ours."""
    network = tied(size) if size.width else build(case(size)).network
    # states that nobody rated are no part of a plain network: they take part in both engines here
    plain = Network(
        network.space,
        network.log_start,
        network.chance,
        np.zeros(network.space.size, dtype=bool),
        network.hidden,
        network.scopes,
        network.tables,
    )
    built, spent, found = (pyagrum if engine == "pyagrum" else pgmpy)(plain)
    apart = float(np.abs(np.array(found) - solve(plain).states).max())
    ours = best(lambda: solve(plain), 5)
    slower = f"{spent / ours:,.0f} × slower, {(built + spent) / ours:,.0f} × with its network built"
    outcome = slower if isfinite(apart) and apart < 1e-6 else "fails: not a number"
    return {"build": built, "posterior": spent, "apart": apart, "outcome": outcome, "memory": peak()}


def child(kind: str, name: str, runs: int, patience: float | None) -> dict[str, float | str]:
    """Run one measurement in a process of its own."""
    command = [sys.executable, __file__, "--child", kind, "--only", name, "--runs", str(runs)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return {"outcome": f"not done in {patience:.0f} s"}
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["killed"]
        return {"outcome": f"fails: {last[0][:90]}"}
    found: dict[str, float | str] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave out the largest sizes and the slow engines")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", help="one size, by name")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--child", choices=["ours", "pyagrum", "pgmpy"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    chosen = [s for s in (*SIZES, *SMALL) if options.only in (None, s.name) and (s.quick or not options.quick)]
    if options.child:
        size = chosen[0]
        print(json.dumps(measure(size, options.runs) if options.child == "ours" else rival(size, options.child)))
        return
    rows = []
    for size in chosen:
        row: dict[str, object] = child("ours", size.name, options.runs, None)
        if not options.quick or size in SMALL:
            for engine in ("pyagrum", "pgmpy"):
                row[engine] = child(engine, size.name, 1, PATIENCE)
        rows.append(row)
        if not options.json:
            show(row)
    if options.json:
        print(json.dumps(rows, indent=1))


def show(row: dict[str, object]) -> None:
    """Print one size."""
    keys = ("build", "posterior", "one cell", "with ranges", "everything", "memory", "memory with everything")
    numbers = ", ".join(
        f"{key} {value:,.1f} {'MB' if 'memory' in key else 'ms'}"
        for key in keys
        if isinstance(value := row.get(key), float)
    )
    print(f"{row.get('size', '?')}\n  cuibono: {numbers or row.get('outcome')}")
    for engine in ("pyagrum", "pgmpy"):
        other = row.get(engine)
        if isinstance(other, dict):
            known = [
                f"{k} {other[k]:,.1f} {'MB' if k == 'memory' else 'ms'}"
                for k in ("build", "posterior", "memory")
                if k in other
            ]
            print(f"  {engine}: {', '.join([*known, str(other['outcome'])])}")


if __name__ == "__main__":
    main()
