"""ACH as the terminal shows it: the matrix, the rankings with their coverage, and where the posterior parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cuibono.report.controls import visible
from cuibono.terminal.console import bullets, plain_console, plain_table, print_json, shortened

if TYPE_CHECKING:
    from rich.table import Table

    from cuibono.weighing.compatibility import AchView, Place

METHODS = {
    "parc": "PARC",
    "parc-weighted": "PARC, weighted",
    "burton": "Burton",
    "open-synthesis": "Open Synthesis",
    "arkham-mirror": "ArkhamMirror",
}
"""What each ranking is called at the head of a column."""

PAIRS = 12
"""How many pairs on which ACH and the posterior differ are printed."""


def print_ach(view: AchView, *, as_json: bool) -> None:
    """The matrix, the rankings with their coverage, and where they and the posterior part."""
    if as_json:
        print_json(view.to_dict())
        return
    console = plain_console()
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
    bullets(console, "Where the posterior parts from PARC's counts", shortened(sentences, PAIRS))


def _standings(view: AchView) -> Table:
    """Every hypothesis, numbered as in the matrix, with its score and rank by each method, and its coverage."""
    table = plain_table("", "hypothesis", "posterior", *(METHODS[ranking.id] for ranking in view.rankings), "rated")
    for column, (id, name) in enumerate(view.names.items()):
        places = [ranking.places[column] for ranking in view.rankings]
        looked = f"{places[0].rated + places[0].na}/{places[0].rated + places[0].na + places[0].blank}"
        called = visible(f"{name} [{id}]")
        table.add_row(str(column + 1), called, f"{view.probabilities[id]:.0%}", *map(_place, places), looked)
    return table


def _matrix(view: AchView) -> Table:
    """The codes, by the numbers of the hypotheses, the most diagnostic evidence by Open Synthesis' order first."""
    columns = [str(number) for number, _ in enumerate(view.names, start=1)]
    table = plain_table("evidence", *columns, "separates all", "the leaders", "credible", "relevant")
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
