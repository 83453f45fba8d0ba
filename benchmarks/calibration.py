"""How well calibrated are counting inconsistencies, naive Bayes and cuibono, as reports increasingly share origins?

    python benchmarks/calibration.py [--quick] [--cases N] [--seed N] [--json] [--plot FILE.svg]

Cases are drawn from stated worlds (`simulation.py`), weighed in several ways (`methods.py`), and scored against the
truth. Each table is a world; losses are better low. "right" is how often the first hypothesis was the truth, "stated"
the probability it was given on average: a calibrated method has the two equal. "sure" is the share of cases in which
something was given more than 95 %, "wrong" how often that was not so. z is Spiegelhalter's test of the first
hypothesis' probability: beyond -3 to 3 it does not mean what it says. `--quick` takes under a minute.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

import methods
from cuibono.weighing.scoring import Bin, brier, calibration, log_score, spiegelhalter
from simulation import Case, Floats, Motives, World, draw, draw_motives

SURE = 0.95
REPEATED = (1, 3, 10, 30)
"""How many outlets repeat each assertion in the even worlds."""

TRAINING = 200
"""Other cases, on which the softmax of the counts is fitted, world by world."""

COLOURS = {
    "ACH, winner takes all": "#b8860b",
    "naive Bayes": "#c0392b",
    "naive Bayes, once": "#7f8c8d",
    "cuibono": "#1f5fa8",
}
"""The methods in the picture."""

Method = Callable[[Case], Floats]


@dataclass(frozen=True, slots=True)
class Score:
    """How one method did in one world; `wrong` is `None` where it was never sure."""

    world: str
    method: str
    log: float
    brier: float
    right: float
    stated: float
    sure: float
    wrong: float | None
    z: float | None
    bins: tuple[Bin, ...]


def main() -> None:
    """Simulate, weigh, score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="200 cases a world")
    parser.add_argument("--cases", type=int, help="cases a world (1000)")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    given = parser.parse_args()
    count = given.cases or (200 if given.quick else 1000)
    start = time.perf_counter()
    scores = [*shared_origins(count, given.seed), *misspecified(count, given.seed), *co_existing(count, given.seed)]
    if given.json:
        print(json.dumps({"cases": count, "seed": given.seed, "scores": [asdict(score) for score in scores]}, indent=1))
    else:
        print(f"{count} cases a world, seed {given.seed}, {time.perf_counter() - start:.0f} s\n")
        print("\n\n".join(table(world, scores) for world in dict.fromkeys(score.world for score in scores)))
    if given.plot:
        plot(scores, given.plot)


def shared_origins(count: int, seed: int) -> list[Score]:
    """The same assertions repeated by ever more outlets: first as reports are in life, then evenly."""
    lifelike = World("repeated 1 to 30 times, heavy-tailed")
    evenly = [World(f"repeated {n} time{'s' if n > 1 else ''}", outlets=n) for n in REPEATED]
    return [
        *scored(lifelike, competitors(lifelike, seed), count, seed),
        *(score for world in evenly for score in scored(world, PLAIN, count, seed)),
    ]


def misspecified(count: int, seed: int) -> list[Score]:
    """Worlds that are not what the analyst believes."""
    worlds = [
        World("reliabilities off by N(0, .8) in log odds", reliability_error=0.8),
        World("30 % of ratings a step off", rating_error=0.3),
        World("raters favour a hypothesis: 30 % of its ratings a step too kind", bias=0.3),
        World("half of the unreliable origins lie", deceptive=0.5),
        World("30 % of repeats taken for new origins, and 20 % of reports are", independent=0.2, mistaken=0.3),
        World(
            "half of the repeats have an origin of their own, and none is recognised", independent=0.5, overlooked=1.0
        ),
        World("origins are reliable or not anew in every statement", fickle=True),
    ]
    return [score for world in worlds for score in scored(world, competitors(world, seed), count, seed)]


PLAIN: Mapping[str, Method] = {
    "ACH, winner takes all": lambda case: methods.winner(methods.points(case)),
    "naive Bayes": methods.naive_bayes,
    "naive Bayes, once": lambda case: methods.naive_bayes(case.once),
    "cuibono": methods.cuibono,
}
"""The ways of weighing that need no fitting; "once" has one report of each assertion."""


def competitors(world: World, seed: int) -> dict[str, Method]:
    """Every way of weighing that makes sense in a world, counts fitted on other cases of it."""
    training = _cases(world, TRAINING, seed, part=0)
    all_slope = methods.best_slope([methods.points(case) for case in training], training)
    once_slope = methods.best_slope([methods.points(case.once) for case in training], training)
    found: dict[str, Method] = {
        "prior alone": lambda case: case.priors,
        "ACH, winner takes all": PLAIN["ACH, winner takes all"],
        "ACH, best softmax": lambda case: methods.softmax(methods.points(case), case.priors, all_slope),
        "ACH, best softmax, once": lambda case: methods.softmax(methods.points(case.once), case.priors, once_slope),
        "naive Bayes": PLAIN["naive Bayes"],
        "naive Bayes, once": PLAIN["naive Bayes, once"],
        "naive Bayes, once, by fact": lambda case: methods.naive_by_fact(case.once),
        "cuibono": methods.cuibono,
    }
    if world.deceptive:
        found["cuibono, told so"] = lambda case: methods.cuibono(case, deceptive=world.deceptive)
    if world.mistaken:
        found["cuibono, copies possible"] = lambda case: methods.cuibono(case, copied=world.copied)
        found["cuibono, told which"] = lambda case: methods.cuibono(case, told=True)
    return found


def scored(world: World, ways: Mapping[str, Method], count: int, seed: int) -> list[Score]:
    """Every method's score in a world; worlds that differ only in repetition have the same assertions."""
    cases = _cases(world, count, seed, part=1)
    truth = np.eye(world.hypotheses + 1)[[case.truth for case in cases]]
    return [score(world.name, name, np.array([way(case) for case in cases]), truth) for name, way in ways.items()]


def _cases(world: World, count: int, seed: int, part: int) -> list[Case]:
    rng = np.random.default_rng([seed, part])
    return [draw(world, rng) for _ in range(count)]


def co_existing(count: int, seed: int) -> list[Score]:
    """Motives that may co-exist, weighed as such and forced to exclude each other; losses are per motive."""
    world = World("five motives that may co-exist", hypotheses=5)
    rng = np.random.default_rng([seed, 2])
    cases = [draw_motives(world, rng) for _ in range(count)]
    truth = np.array([case.truth for case in cases], dtype=float)
    ways: dict[str, Callable[[Motives], Floats]] = {
        "prior alone": lambda case: methods.motive_priors(case)[0],
        "cuibono, forced to exclude": methods.forced,
        "cuibono": methods.motives,
    }
    return [each(world.name, name, np.array([way(case) for case in cases]), truth) for name, way in ways.items()]


def score(world: str, method: str, p: Floats, truth: Floats) -> Score:
    """Score exclusive hypotheses by case."""
    leader = p.argmax(axis=1)
    stated, right = p.max(axis=1), truth[np.arange(len(p)), leader]
    found = _score(world, method, p, truth, stated, right)
    return replace(found, log=log_score(np.maximum(p, 1e-300), truth), brier=brier(p, truth))


def each(world: str, method: str, p: Floats, truth: Floats) -> Score:
    """Score motives one by one: being sure includes being sure that one was not there."""
    stated, right = np.maximum(p, 1 - p).ravel(), ((p > 0.5) == truth).astype(float).ravel()
    return _score(world, method, p, truth, stated, right)


def _score(world: str, method: str, p: Floats, truth: Floats, stated: Floats, right: Floats) -> Score:
    sure = stated > SURE
    return Score(
        world,
        method,
        log=log_score(p.reshape(-1, 1), truth.reshape(-1, 1), exclusive=False),
        brier=brier(p.reshape(-1, 1), truth.reshape(-1, 1)),
        right=float(right.mean()),
        stated=float(stated.mean()),
        sure=float(sure.mean()),
        wrong=float(1 - right[sure].mean()) if sure.any() else None,
        z=spiegelhalter(stated[:, None], right[:, None]),
        bins=calibration(p, truth).bins,
    )


def table(world: str, scores: Sequence[Score]) -> str:
    """One world's scores as a Markdown table, which reads as plain text too."""
    lines = [f"### {world[0].upper()}{world[1:]}", ""]
    lines += [f"| {'method':26} | log loss | Brier | right | stated | sure | wrong |     z |"]
    lines += [f"|{'-' * 28}|---------:|------:|------:|-------:|-----:|------:|------:|"]
    for s in scores:
        if s.world == world:
            wrong = "–" if s.wrong is None else f"{100 * s.wrong:.0f} %"
            z = "–" if s.z is None else f"{s.z:.1f}"
            lines.append(
                f"| {s.method:26} | {s.log:8.3f} | {s.brier:5.3f} | {s.right:5.3f} | {s.stated:6.3f} "
                f"| {100 * s.sure:2.0f} % | {wrong:>5} | {z:>5} |"
            )
    return "\n".join(lines)


def plot(scores: Sequence[Score], file: Path) -> None:
    """Draw stated and right probabilities against repetition, and the reliability curve, as one SVG."""
    import altair as alt

    colour = alt.Color("method:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), title=None)
    percent = alt.Axis(format="%", tickCount=5)
    repeats = (
        alt.Chart(alt.InlineData(values=_by_repeats(scores)))
        .mark_line()
        .encode(
            x=alt.X(
                "times:Q",
                scale=alt.Scale(type="log", nice=False),
                axis=alt.Axis(values=list(REPEATED)),
                title="outlets per assertion",
            ),
            y=alt.Y("value:Q", scale=alt.Scale(domain=[0, 1]), axis=percent, title="first hypothesis"),
            color=colour,
            strokeDash=alt.StrokeDash("what:N", legend=alt.Legend(title=None, symbolType="stroke", symbolSize=400)),
        )
    )
    points = alt.Chart(alt.InlineData(values=_curve(scores))).encode(
        x=alt.X("stated:Q", scale=alt.Scale(domain=[0, 1]), axis=percent, title="stated probability"),
        y=alt.Y("happened:Q", scale=alt.Scale(domain=[0, 1]), axis=percent, title="how often it was so"),
        color=colour,
    )
    ideal = alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color="#999", strokeWidth=1
    )
    curve = (
        ideal.encode(x="x:Q", y="y:Q")
        + points.mark_line()
        + points.mark_errorbar().encode(y=alt.Y("low:Q", title="how often it was so"), y2="high:Q")
    )
    both = repeats.properties(width=300, height=260, title="The same assertions, repeated") | curve.properties(
        width=260, height=260, title="Reliability, heavy-tailed repetition"
    )
    both.configure(background="white").save(file)


def _by_repeats(scores: Sequence[Score]) -> list[dict[str, object]]:
    times = {f"repeated {n} time": n for n in REPEATED}
    return [
        {"times": n, "method": s.method, "what": what, "value": value}
        for s in scores
        for start, n in times.items()
        if s.world.rstrip("s") == start and s.method in COLOURS
        for what, value in (("right", s.right), ("stated", s.stated))
    ]


def _curve(scores: Sequence[Score]) -> list[dict[str, object]]:
    return [
        {"method": s.method, "stated": b.stated, "happened": b.happened, "low": b.limits[0], "high": b.limits[1]}
        for s in scores
        if s.world == scores[0].world and s.method in COLOURS
        for b in s.bins
    ]


if __name__ == "__main__":
    main()
