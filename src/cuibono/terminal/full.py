"""The answer in full on the terminal: what every number rests on, what it adds, and what it would take to change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from cuibono.report.controls import visible
from cuibono.terminal.console import bullets, plain_console, plain_table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from cuibono.weighing.posterior import Posterior
    from cuibono.weighing.readout import Contribution, Flip, Swing, Weight

ROWS = 12
"""The most rows of a table; all are in the data."""

BAR = 12
"""How many characters the longest bar has on either side."""


DOUBTS = (
    "Range: numbers off within their bands, one at a time, added up in quadrature. Bounds: all ratings and priors at "
    "their worst at once, origins as reliable as stated. Across analysts: the lowest and highest of their own answers."
)
"""What the three kinds of doubt are."""


def print_full(posterior: Posterior) -> None:
    """Everything that stands behind a weighing, section by section."""
    console = plain_console()
    confidence = posterior.confidence
    bullets(console, f"Confidence in the analysis, apart from any probability: {confidence.level}", confidence.reasons)
    console.print("\nHow far each may be off", style="bold")
    console.print(_ranges(posterior))
    console.print(DOUBTS)
    for contribution in posterior.contributions[:1]:
        _print_contribution(console, posterior, contribution)
    for title, table in _tables(posterior):
        if table.row_count:
            console.print(f"\n{title}", style="bold")
            console.print(table)
    bullets(console, "What would flip it, and how far that is proven", map(_flip, posterior.flips))
    bullets(console, "What it hangs on", _linchpins(posterior))
    found = [f"{item.sentence} What to do: {item.remedy}." for item in posterior.findings]
    bullets(console, "What does not hang together", found)
    console.print(f"\nTables show {ROWS} rows at most; --json has all.")


def _ranges(posterior: Posterior) -> Table:
    """What was before, what is now, and three different doubts: the range, the bounds, the spread across people."""
    bounds = {item.id: item for item in posterior.bounds}
    table = plain_table("hypothesis", "before", "now", "range", "bounds", "across analysts", "if it happened")
    for share in posterior.shares:
        outer = bounds[share.id]
        table.add_row(
            visible(f"{share.name} [{share.id}]"),
            f"{share.prior:.0%}",
            f"{share.probability:.0%}",
            f"{share.low:.0%}–{share.high:.0%}",
            f"{outer.low:.0%}–{outer.high:.0%}{'' if outer.exact else ' or wider'}",
            "" if share.spread is None else f"{share.spread[0]:.0%}–{share.spread[1]:.0%}",
            "" if share.kind == "did-not-happen" else f"{share.given:.0%}",
        )
    return table


def _print_contribution(console: Console, posterior: Posterior, contribution: Contribution) -> None:
    """The leaders' odds, from before the evidence to after it; the rows add up to the total."""
    names = {share.id: share.name for share in posterior.shares}
    against = f"“{names[contribution.against]}”" if contribution.against else "its not being so"
    title = f"What speaks for “{names[contribution.target]}” against {against}, in decibans"
    console.print(f"\n{visible(title)}", style="bold")
    for what, rows in (("evidence", contribution.rows), ("origin", contribution.origins)):
        table = plain_table(what, "", "decibans")
        scale = max((abs(row.decibans) for row in rows), default=1.0) or 1.0
        table.add_row("before the evidence", "", f"{contribution.baseline:+.2f}")
        for row in _most(rows):
            table.add_row(visible(row.name), _bar(row.decibans / scale), f"{row.decibans:+.2f}")
        if rest := sorted(rows, key=_size)[ROWS:]:
            table.add_row(f"{len(rest)} more", "", f"{sum(row.decibans for row in rest):+.2f}")
        table.add_row("together", "", f"{contribution.total:+.2f}", style="bold")
        console.print(table)


def _tables(posterior: Posterior) -> Iterator[tuple[str, Table]]:
    yield "What tells hypotheses apart", _diagnosticity(posterior)
    for kind, items in groupby(posterior.leave_one_out, key=lambda item: item.kind):
        table = plain_table(f"without this {kind}", "moves most", "from", "to", "first then")
        for item in list(items)[:ROWS]:
            first = f"{item.leader} (instead)" if item.flips else item.leader
            ends = f"{item.before:.0%}", f"{item.after:.0%}"
            table.add_row(*map(visible, (item.name, item.hypothesis, *ends, first)))
        yield f"The answer without each {kind}", table
    yield "One number moved to either end of its band", _tornado(posterior.tornado)
    yield "How far the evidence vouches for its origins", _origins(posterior)


def _diagnosticity(posterior: Posterior) -> Table:
    """Between all hypotheses in bits, between the two leaders in decibans."""
    table = plain_table("evidence", "all: could teach (bits)", "all: has taught (bits)", "the leaders (decibans)")
    told = sorted(posterior.diagnosticity, key=lambda item: (-item.gained, -abs(item.pair)))
    for item in told[:ROWS]:
        table.add_row(visible(item.name), f"{item.bits:.3f}", f"{item.gained:.3f}", f"{item.pair:.2f}")
    return table


def _tornado(swings: Sequence[Swing]) -> Table:
    table = plain_table("what moves", "of", "from", "to", "the leader")
    for swing in swings[:ROWS]:
        name = f"{swing.name} × {swing.hypothesis}" if swing.hypothesis else swing.name
        leader = f"{swing.low:.0%} to {swing.high:.0%}"
        table.add_row(*map(visible, (name, swing.kind, swing.at_low, swing.at_high, leader)))
    return table


def _origins(posterior: Posterior) -> Table:
    table = plain_table("origin", "claims", "letter", "reliable before", "after", "a mere copy")
    for origin in sorted(posterior.origins, key=lambda item: -len(item.claims))[:ROWS]:
        copied = f"{origin.copy:.0%} to {origin.copied:.0%}" if origin.goes_back_to else ""
        ends = f"{origin.prior:.0%}", f"{origin.reliable:.0%}"
        table.add_row(visible(origin.name), str(len(origin.claims)), origin.letter, *ends, copied)
    return table


def _flip(flip: Flip) -> str:
    if flip.exact:
        return f"{flip.sentence} This is exact."
    return f"{flip.sentence} Fewer than {flip.at_least} cannot do it."


def _linchpins(posterior: Posterior) -> list[str]:
    alone = [item.sentence for item in posterior.linchpins if not item.others]
    if alone or not posterior.linchpins:
        return alone
    return [f"No single thing: it takes the sets above, of {len(posterior.linchpins)} things in all."]


def _most(rows: Iterable[Weight]) -> list[Weight]:
    """The rows that do most, in the order of what they do."""
    return sorted(sorted(rows, key=_size)[:ROWS], key=lambda row: -row.decibans)


def _size(row: Weight) -> float:
    return -abs(row.decibans)


def _bar(share: float) -> str:
    """A bar from the middle to the left (against) or the right (for); `share` is -1 to 1."""
    filled = "█" * round(abs(share) * BAR)
    left, right = ("", filled) if share > 0 else (filled, "")
    return f"{left:>{BAR}}│{right:<{BAR}}"
