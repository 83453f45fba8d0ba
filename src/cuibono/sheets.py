"""What the command line prints beside an answer: ACH, several analysts, post-mortems, scales; or all of it as data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cuibono.paper import bullets, grid, screen
from cuibono.report.controls import visible
from cuibono.terminal import print_json

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.weighing.analysts import Comparison, Noise
    from cuibono.weighing.compatibility import AchView, Place
    from cuibono.weighing.panel import Panel
    from cuibono.weighing.postmortem import Postmortem, Score
    from cuibono.weighing.scales import Scale

METHODS = {
    "parc": "PARC",
    "parc-weighted": "PARC, weighted",
    "burton": "Burton",
    "open-synthesis": "Open Synthesis",
    "arkham-mirror": "ArkhamMirror",
}
"""What each ranking is called at the head of a column."""

DIFFERENCES = 12
"""How many cells on which people differ, and pairs on which ACH and the posterior do, are printed."""

FEW = 10
"""Fewer cases than this are too few to speak of calibration."""

KINDS = {
    "posterior": "the case's posterior",
    "prior": "its priors alone",
    "ach": "ACH, first rank",
    "analyst": "{name} alone",
    "opinion": "{name}'s own opinion",
}
"""Whose answer a score is of."""


def print_ach(view: AchView, *, as_json: bool) -> None:
    """The matrix, the rankings with their coverage, and where they and the posterior part."""
    if as_json:
        print_json(view.to_dict())
        return
    console = screen()
    if not view.rankings:
        console.print("There is nothing to count: ACH needs hypotheses, evidence and ratings.")
        return
    console.print(_standings(view))
    console.print(_matrix(view))
    console.print(
        "These are scores, not probabilities. PARC, Burton, Open Synthesis: 0 is best. ArkhamMirror: 2 is best."
    )
    console.print("A dash is not rated; NA is judged not applicable; = is a tie; no rank means that nobody rated it.")
    sentences = [item.sentence for item in view.disagreements]
    bullets(console, "Where the posterior parts from PARC's counts", _first(sentences, "pairs"))


def print_panel(panel: Panel, case: Path, *, as_json: bool) -> None:
    """Who makes what of the evidence: the answers, the cells that need a talk, the pools, and how steady people are."""
    if as_json:
        print_json(panel.to_dict())
        return
    console = screen()
    if panel.opinions:
        console.print("\nWhat they hold, all in all", style="bold")
        console.print(_opinions(panel))
    if not panel.members:
        console.print(f"No person has rated anything yet; begin with: cuibono rate {case} EVIDENCE HYPOTHESIS CODE")
        return
    console.print(_members(panel))
    if panel.others:
        console.print(f"{panel.others} more analysts are compared cell by cell only.")
    console.print(_agreed(panel))
    if panel.spread:
        console.print(_answers(panel))
    differing = [cell for cell in panel.cells if cell.verdict not in {"one", "same"}]
    bullets(console, "Where they differ, the most in need of a talk first", _first(map(_cell, differing), "cells"))
    steady = [_steady(member.name, member.noise) for member in panel.members if member.noise.pairs]
    bullets(console, "How steady they are with themselves", steady)


def print_postmortem(found: Postmortem, *, as_json: bool) -> None:
    """What turned out to be so, and how good each answer was."""
    if as_json:
        print_json(found.to_dict())
        return
    console = screen()
    for outcome in found.outcomes:
        held = ", ".join(id for id, true in outcome.truth.items() if true) or "nothing that is known"
        console.print(visible(f"{outcome.case}: {held} held"), soft_wrap=True)
    console.print(_scores(found.scores))
    console.print("Losses: 0 is perfect. ∞: something that held was given 0.")
    posterior = found.scores[0]
    if len(found.outcomes) < FEW:
        console.print(f"{_many(len(found.outcomes), 'case')}: too few to say how well calibrated anybody is.")
    console.print(_curve(posterior))


def print_scales(scales: Iterable[Scale], *, as_json: bool) -> None:
    """Every scale: what it measures, and its source."""
    if as_json:
        print_json([scale.model_dump(mode="json") for scale in scales])
        return
    table = grid("scale", "measures", "title", "source")
    for scale in scales:
        table.add_row(scale.id, scale.measures, scale.title, scale.source)
    screen().print(table)


def print_scale(scale: Scale, *, as_json: bool) -> None:
    """One scale's steps: names, the number published for each, and the range read as it."""
    if as_json:
        print_json(scale.model_dump(mode="json"))
        return
    table = grid("step", "also", "value", "range")
    for step in scale.steps:
        value = "cannot be judged" if step.unjudged else "" if step.value is None else f"{step.value:g}"
        reach = "" if step.low is None or step.high is None else f"{step.low:g}–{step.high:g}"
        table.add_row(step.name, ", ".join(step.also), value, reach)
    console = screen()
    console.print(f"{scale.title}: {scale.measures}, in per cent", style="bold")
    console.print(table)
    console.print(f"Source: {scale.source}")


def print_converted(name: str, source: str, target: str, found: str, *, as_json: bool) -> None:
    """One step of a scale on another."""
    if as_json:
        print_json({"scale": source, "step": name, "to": target, "found": found})
    else:
        screen().print(f"{name} ({source}) is {found} ({target})")


def _standings(view: AchView) -> Table:
    """Every hypothesis, numbered as in the matrix, with its score and rank by each method, and its coverage."""
    table = grid("", "hypothesis", "posterior", *(METHODS[ranking.id] for ranking in view.rankings), "rated")
    for column, (id, name) in enumerate(view.names.items()):
        places = [ranking.places[column] for ranking in view.rankings]
        looked = f"{places[0].rated + places[0].na}/{places[0].rated + places[0].na + places[0].blank}"
        called = visible(f"{name} [{id}]")
        table.add_row(str(column + 1), called, f"{view.probabilities[id]:.0%}", *map(_place, places), looked)
    return table


def _matrix(view: AchView) -> Table:
    """The codes, by the numbers of the hypotheses, the most diagnostic evidence by Open Synthesis' order first."""
    columns = [str(number) for number, _ in enumerate(view.names, start=1)]
    table = grid("evidence", *columns, "separates all", "the leaders", "credible", "relevant")
    rows = {row.evidence: row for row in view.rows}
    for row in (rows[id] for id in view.evidence_order):
        codes = ["–" if code is None else code for code in row.codes.values()]
        leading = "" if row.leading is None else f"{row.leading:.2f}"
        table.add_row(visible(row.name), *codes, f"{row.diagnosticity:.2f}", leading, row.credibility, row.relevance)
    return table


def _place(place: Place) -> str:
    if place.rank is None:
        return "no rank"
    return f"{place.score:.3g} ({place.rank}{'=' if place.tied else ''})"


def _members(panel: Panel) -> Table:
    table = grid("analyst", "rated", "first, alone", "first, without", "without them")
    for member in panel.members:
        alone = f"{member.leader} {member.own[member.leader]:.0%}"
        without = f"{member.without_leader} {member.without[member.without_leader]:.0%}"
        moved = f"{member.moves} {100 * member.shift:+.0f} points"
        table.add_row(*map(visible, (member.name, f"{member.rated}/{member.cells}", alone, without, moved)))
    return table


def _agreed(panel: Panel) -> str:
    counts = [f"{count} {verdict}" for verdict, count in panel.verdicts.items() if count]
    alpha = panel.agreement.alpha
    measure = "" if alpha is None else f" Krippendorff's alpha over the shared ones: {alpha:.2f} (1 is full agreement)."
    return f"{_many(panel.agreement.cells, 'cell')} rated by people: {', '.join(counts)}.{measure}"


def _answers(panel: Panel) -> Table:
    """Each hypothesis: everybody together, from whom to whom, and the pools."""
    pools = [pool for pool in panel.pools if pool.of == "own posteriors"]
    table = grid("hypothesis", "together", "across analysts", *(f"{pool.how} pool" for pool in pools))
    for item in panel.spread:
        pooled = [f"{pool.probabilities[item.hypothesis]:.0%}" for pool in pools]
        across = f"{item.low:.0%}–{item.high:.0%}"
        table.add_row(visible(f"{item.name} [{item.hypothesis}]"), f"{item.probability:.0%}", across, *pooled)
    return table


def _opinions(panel: Panel) -> Table:
    """What people stated outright, and the pools of it."""
    pools = [pool for pool in panel.pools if pool.of == "opinions"]
    heads = [f"{pool.how} pool{', coherent' if pool.coherent else ''}" for pool in pools]
    table = grid("hypothesis", *map(visible, panel.opinions), *heads)
    given = [*panel.opinions.values(), *(pool.probabilities for pool in pools)]
    for id in dict.fromkeys(id for said in given for id in said):
        table.add_row(visible(id), *(f"{said[id]:.0%}" if id in said else "" for said in given))
    return table


def _cell(cell: Comparison) -> str:
    said = ", ".join(f"{r.analyst} {r.code or f'{r.likelihood:.2f}'}" for r in cell.ratings)
    return f"{cell.evidence} × {cell.hypothesis}: {said} ({cell.verdict})"


def _steady(name: str, noise: Noise) -> str:
    steps = "" if noise.steps is None else f"; one rating is off by {noise.steps:.2f} steps, drift {noise.drift:+.2f}"
    return f"{name} rated {_many(noise.pairs, 'cell')} again, {noise.same} the same{steps}"


def _scores(scores: Iterable[Score]) -> Table:
    table = grid("answer", "cases", "Brier", "log score", "first was right")
    for score in scores:
        log = "∞" if score.log is None else f"{score.log:.3f}"
        right = "" if score.right is None else f"{score.right:.0%}"
        who = KINDS[score.forecaster.kind].format(name=score.forecaster.name)
        table.add_row(visible(who), str(score.cases), f"{score.brier:.3f}", log, right)
    return table


def _curve(score: Score) -> Table:
    """The reliability curve of the posterior: what was said, how often it was so, and how sure that is."""
    table = grid("said", "forecasts", "on average", "it was so", "95 % limits")
    for part in score.calibration.bins:
        said, limits = f"{part.low:.0%}–{part.high:.0%}", f"{part.limits[0]:.0%}–{part.limits[1]:.0%}"
        table.add_row(said, str(part.count), f"{part.stated:.0%}", f"{part.happened:.0%}", limits)
    return table


def _first(sentences: Iterable[str], what: str) -> list[str]:
    listed = list(sentences)
    more = [f"and {len(listed) - DIFFERENCES} more {what}; all are in --json"] if len(listed) > DIFFERENCES else []
    return [*listed[:DIFFERENCES], *more]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
