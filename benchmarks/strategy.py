"""Games side by side: cuibono, pygambit and nashpy on the same random games, each in a process of its own with a timer.

    python benchmarks/strategy.py [--python PATH] [--seconds 60]

`--python` is an interpreter that has pygambit and nashpy (pygambit is GPL and heavy to build, so neither is a
dependency); what is not installed there is said and left out. Every equilibrium that a tool gives is checked in exact
arithmetic, every response by how far it is from solving its equations. At the end cuibono alone solves the game that
it ships with.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import resources
from time import perf_counter
from typing import Any

import numpy as np

from cuibono.case.records import Hypothesis
from cuibono.strategy import Strategy, act_likelihood, solve

Game = list[list[list[int]]]
Profile = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

WORKERS = {
    "cuibono": """
from fractions import Fraction
from cuibono.strategy.equilibria import equilibria
def exact(table): return tuple(tuple(map(Fraction, row)) for row in table)
def nash(a, b): return [[list(map(str, x)), list(map(str, y))] for x, y in equilibria(exact(a), exact(b))]
from cuibono.strategy.behaviour import respond
from cuibono.strategy.strategic import simultaneous
def response(a, b, at):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    tree = simultaneous([[str(i) for i in range(size)] for size in a.shape])
    return respond(tree, np.array([[a.ravel(), b.ravel()]]), [at]).slots[0, 0].tolist()
""",
    "pygambit": """
import pygambit
def game(a, b): return pygambit.Game.from_arrays(np.array(a), np.array(b))
def nash(a, b):
    found = pygambit.nash.enummixed_solve(game(a, b), rational=True).equilibria
    return [[[str(one[s]) for s in p.strategies] for p in one.game.players] for one in found]
def response(a, b, at):
    found = pygambit.qre.logit_solve_lambda(game(a, b), lam=[at])[0].profile
    return [float(found[s]) for p in found.game.players for s in p.strategies]
""",
    "nashpy": """
import nashpy, warnings
warnings.simplefilter("ignore")
def nash(a, b):
    found = nashpy.Game(np.array(a), np.array(b)).vertex_enumeration()
    return [[[float(s) for s in x], [float(s) for s in y]] for x, y in found]
""",
}

DRIVER = """
import json, sys, time
import numpy as np
{worker}
task = json.load(sys.stdin)
found, start = [], time.perf_counter()
for a, b in task["games"]:
    try:
        found.append(nash(a, b) if task["at"] is None else response(a, b, task["at"]))
    except Exception as error:
        found.append("%s: %s" % (type(error).__name__, error))
json.dump(dict(seconds=time.perf_counter() - start, found=found), sys.stdout)
"""


@dataclass(frozen=True)
class Run:
    """What one tool answered to a set of games, and how long that took; `trouble` says why there is nothing."""

    tool: str
    seconds: float = 0.0
    found: tuple[Any, ...] = ()
    trouble: str = ""


def run(tool: str, python: str, games: list[Game], at: float | None, seconds: float) -> Run:
    """One tool in a process of its own, stopped after so many seconds."""
    program = DRIVER.format(worker=WORKERS[tool])
    interpreter = sys.executable if tool == "cuibono" else python
    try:
        done = subprocess.run(
            [interpreter, "-c", program],
            input=json.dumps({"games": games, "at": at}),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Run(tool, trouble=f"stopped after {seconds:g} s")
    if done.returncode:
        return Run(tool, trouble=done.stderr.strip().splitlines()[-1][:80])
    answer = json.loads(done.stdout)
    return Run(tool, answer["seconds"], tuple(answer["found"]))


def draw(rng: np.random.Generator, size: int, count: int, *, ties: bool) -> list[Game]:
    """Random whole payoffs: from 0 to 999, or, to make ties, from 0 to 4."""
    drawn: list[Game] = rng.integers(0, 5 if ties else 1000, (count, 2, size, size)).tolist()
    return drawn


def is_equilibrium(game: Game, profile: Profile, slack: Fraction) -> bool:
    """Whether nobody gains more than `slack` by leaving, and both sides are probabilities over their own plans."""
    mine, yours = profile
    if (len(mine), len(yours)) != (len(game[0]), len(game[0][0])):
        return False
    if any(abs(sum(side, Fraction(0)) - 1) > slack or min(side) < -slack for side in profile):
        return False
    rows = [inner(row, yours) for row in game[0]]
    columns = [inner(column, mine) for column in zip(*game[1], strict=True)]
    return max(rows) - inner(rows, mine) <= slack and max(columns) - inner(columns, yours) <= slack


def inner(numbers: Sequence[int | Fraction], shares: Sequence[Fraction]) -> Fraction:
    """The mean of numbers weighted by shares."""
    return sum((Fraction(number) * share for number, share in zip(numbers, shares, strict=True)), Fraction(0))


def profiles(answer: Any) -> set[Profile]:
    """The profiles of one game, rounded where they came as floating-point numbers."""

    def share(item: Any) -> Fraction:
        return Fraction(item) if isinstance(item, str) else Fraction(item).limit_denominator(10**7)

    return {(tuple(map(share, mine)), tuple(map(share, yours))) for mine, yours in answer}


def compare_nash(name: str, games: list[Game], runs: list[Run]) -> None:
    """One line a tool: time, games answered, all profiles equilibria, and games with the same set as cuibono."""
    print(f"\n{name}: all extreme equilibria of {len(games)} games")
    print(f"{'':12}{'seconds':>9}{'answered':>10}{'found':>8}{'wrong':>8}{'missed':>8}")
    answers = {item.tool: item for item in runs}
    best = [profiles(found) if isinstance(found, list) else set() for found in answers["cuibono"].found]
    for item in runs:
        if item.trouble:
            print(f"{item.tool:12}{item.trouble}")
            continue
        answered = [found for found in item.found if isinstance(found, list)]
        wrong = missed = total = 0
        for game, found, reference in zip(games, item.found, best, strict=True):
            if not isinstance(found, list):
                continue
            mine = profiles(found)
            slack = Fraction(1, 100) if item.tool == "nashpy" else Fraction(0)
            total += len(mine)
            wrong += sum(not is_equilibrium(game, one, slack) for one in mine)
            missed += sum(all(distance(one, other) > 1e-4 for other in mine) for one in reference)
        print(f"{item.tool:12}{item.seconds:9.3f}{len(answered):10d}{total:8d}{wrong:8d}{missed:8d}")


def distance(one: Profile, other: Profile) -> float:
    """The largest difference between two profiles, infinite where they are not of one shape."""
    if [len(side) for side in one] != [len(side) for side in other]:
        return float("inf")
    return float(
        max(abs(a - b) for mine, yours in zip(one, other, strict=True) for a, b in zip(mine, yours, strict=True))
    )


def residual(game: Game, found: list[float], at: float) -> float:
    """How far log-odds are from what the payoffs ask for, at most."""
    first, second = (np.array(table, dtype=float) for table in game)
    mine, yours = np.split(np.array(found), [len(first)])
    off = [np.log(side) - at * worth for side, worth in ((mine, first @ yours), (yours, mine @ second))]
    return float(max(np.ptp(row) for row in off))


def compare_responses(name: str, games: list[Game], runs: list[Run], at: float) -> None:
    """One line a tool: time, how well the equations are solved, and in how many games it is another solution."""
    print(f"\n{name}: logit response of {len(games)} games")
    print(f"{'':12}{'seconds':>9}{'answered':>10}{'worst residual':>16}{'median':>10}{'other branch':>14}")
    reference = runs[0].found
    for item in runs:
        if item.trouble:
            print(f"{item.tool:12}{item.trouble}")
            continue
        told = [
            (game, found, usual)
            for game, found, usual in zip(games, item.found, reference, strict=True)
            if isinstance(found, list)
        ]
        off = [residual(game, found, at) for game, found, _ in told]
        others = sum(float(np.abs(np.subtract(found, usual)).max()) > 0.01 for _, found, usual in told)
        print(f"{item.tool:12}{item.seconds:9.3f}{len(told):10d}{max(off):16.1e}{np.median(off):10.1e}{others:14d}")


def solve_the_example() -> None:
    """How long cuibono takes for the game of the founding question, and for it with ever more motives."""
    content = tomllib.loads(
        resources.files("cuibono.data").joinpath("examples", "bounties-game.toml").read_text("utf-8")
    )
    known = content["hypotheses"]
    tables = {name: content[name] for name in Strategy.model_fields if name in content}
    print("\nThe founding question's game")
    for more in (0, 2, 4, 6):
        extra = [{**tables["payoffs"][n], "hypothesis": f"more-{n}"} for n in range(more)]
        strategy = Strategy.model_validate({**tables, "payoffs": [*tables["payoffs"], *extra]})
        ids = [*(item["id"] for item in known), *(item["hypothesis"] for item in extra)]
        hypotheses = [Hypothesis(id=name, name=name) for name in ids]
        start = perf_counter()
        sets = len(act_likelihood(strategy, hypotheses).states)
        likelihood = perf_counter() - start
        start = perf_counter()
        size = solve(strategy, hypotheses).size
        everything = perf_counter() - start
        told = f"{len(ids):2d} motives, {size} points: {sets:4d} sets {likelihood:.3f} s"
        print(f"{told}; all read-outs with ranges {everything:.3f} s")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has pygambit and nashpy")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each tool may take for one set")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    for size, count, ties in ((3, 60, False), (5, 60, False), (5, 60, True), (8, 10, False)):
        games = draw(rng, size, count, ties=ties)
        runs = [run(tool, asked.python, games, None, asked.seconds) for tool in WORKERS]
        compare_nash(f"{size} × {size}{' with ties' if ties else ''}", games, runs)
    for size, count, at in ((2, 60, 3.0), (5, 60, 3.0), (10, 10, 3.0)):
        games = draw(rng, size, count, ties=True)
        runs = [run(tool, asked.python, games, at, asked.seconds) for tool in ("cuibono", "pygambit")]
        compare_responses(f"{size} × {size} at rationality {at:g}", games, runs, at)
    solve_the_example()


if __name__ == "__main__":
    main()
