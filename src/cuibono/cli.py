"""The command line: one command a verb, nothing decided here.

Heavy rooms are imported by the command that needs them, so that `cuibono --help` answers at once.
"""

from __future__ import annotations

import click

from cuibono import __version__
from cuibono.commands import answer, case, comparison, exchange, judgement, strategy, workbench
from cuibono.commands.shared import Group

COMMANDS = {
    "Make a case": (case.demo, case.new, case.add, case.read, workbench.serve),
    "Weigh": (answer.weigh, answer.explain, comparison.ach, comparison.compare, comparison.score),
    "Judge": (
        judgement.rate,
        judgement.accept,
        judgement.reject,
        judgement.trim,
        judgement.set_,
        judgement.undo,
        judgement.redo,
        judgement.history,
    ),
    "Play and choose": (strategy.strategy, strategy.options, strategy.influence),
    "Hand over": (answer.report, exchange.export, exchange.import_),
    "Look things up": (case.show, case.check, comparison.scales, case.schema),
}
"""Under the headings of `--help`, in the order in which one uses them."""


@click.group(
    cls=Group, headings=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cuibono")
def main() -> None:
    """An actor did something: why, and what should be done about it?

    Reads articles, shows who says what and on whose word, lays out the competing motives, and weighs them. Every
    number can be followed back to a sentence or to a named analyst. Start with: cuibono demo
    """
