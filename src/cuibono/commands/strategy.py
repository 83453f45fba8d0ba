"""Commands for strategy: the game, the responses, and influence nets from other tools."""

from __future__ import annotations

from pathlib import Path

import click

from cuibono.commands.shared import analyst_option, case_argument, json_option, open_


@click.command()
@case_argument
@click.option("--tree", metavar="MOTIVE", help="Draw the game in characters instead, as it is played under MOTIVE.")
@json_option
def strategy(case: Path, tree: str | None, as_json: bool) -> None:
    """Play the case's game under each motive. Would an actor with this motive have done this?"""
    from cuibono.errors import NotFoundError
    from cuibono.terminal.strategy import print_strategy, print_tree

    opened = open_(case)
    told, interests = opened.contents().case, opened.interests()
    solution = opened.strategy() if told.game or not told.interests else None
    if tree is None:
        print_strategy(told, interests, solution, as_json=as_json)
        return
    known = {motive.hypothesis: motive for motive in (solution.motives if solution else ())}
    if tree not in known:
        raise NotFoundError(f"{tree!r} is no motive of the game; there are: {', '.join(known) or 'none'}")
    print_tree(told, known[tree])


@click.command()
@case_argument
@json_option
def options(case: Path, as_json: bool) -> None:
    """Compare the responses under the whole posterior. Expected value, regret, what would change the choice."""
    from cuibono.terminal.strategy import print_options

    opened = open_(case)
    print_options(opened.contents().case, opened.options(), as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--given", multiple=True, metavar="NODE=true", help="A node that is known to be true or false; repeat it."
)
@click.option("--into", "case", type=click.Path(path_type=Path), metavar="CASE", help="Rate CASE by the net.")
@analyst_option
@json_option
def influence(file: Path, given: tuple[str, ...], case: Path | None, analyst: str | None, as_json: bool) -> None:
    """Show the influence net in FILE: TOML, CSV, or GeNIe's XDSL. What is probable, what drives it, and when.

    With --into, its likelihoods become ratings in CASE, where nodes are called like its evidence and hypotheses.
    """
    from cuibono.strategy.netfile import read_net
    from cuibono.strategy.outlook import outlook
    from cuibono.terminal.influence import print_outlook

    net = read_net(file)
    if case is not None:
        for (evidence, hypothesis), likelihood in open_(case, analyst).take_net(net, file.name).items():
            click.echo(f"{evidence} × {hypothesis}: {likelihood:.2f}")
        return
    print_outlook(net, outlook(net, dict(map(_known, given))), as_json=as_json)


def _known(text: str) -> tuple[str, bool]:
    name, _, state = text.partition("=")
    if state not in {"true", "false"}:
        raise click.BadParameter(f"{text!r} is not NODE=true or NODE=false", param_hint="--given")
    return name, state == "true"
