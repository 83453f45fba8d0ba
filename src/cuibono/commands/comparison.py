"""Commands that compare: with ACH, between analysts, with the truth once it is known, between scales."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from cuibono.commands.shared import case_argument, json_option, open_

if TYPE_CHECKING:
    from cuibono.weighing.ach import Weight


@click.command()
@case_argument
@click.option("--credibility", multiple=True, metavar="EVIDENCE=WEIGHT", help="PARC's: high, medium or low.")
@click.option("--relevance", multiple=True, metavar="EVIDENCE=WEIGHT", help="PARC's: high, medium or low.")
@json_option
def ach(case: Path, credibility: tuple[str, ...], relevance: tuple[str, ...], as_json: bool) -> None:
    """Show ACH as people know it, beside the posterior.

    The matrix, PARC, Burton, Open Synthesis and ArkhamMirror, and where the posterior parts from them.
    """
    from cuibono.terminal.ach import print_ach

    print_ach(open_(case).ach(_weights(credibility), _weights(relevance)), as_json=as_json)


@click.command()
@case_argument
@click.option(
    "--apart",
    type=click.FloatRange(min=0),
    metavar="MINUTES",
    help="Ratings of one cell that the same person gave nearer than this are one judgement (default: 10).",
)
@json_option
def compare(case: Path, apart: float | None, as_json: bool) -> None:
    """Compare the analysts: where they agree and differ. Also what each does to the answer, and how steady each is."""
    from cuibono.terminal.analysts import print_panel

    print_panel(open_(case).compare(None if apart is None else timedelta(minutes=apart)), case, as_json=as_json)


@click.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def score(cases: tuple[Path, ...], as_json: bool) -> None:
    """Score CASES whose truth is known. Brier, log score, calibration, beside priors, analysts and ACH.

    Record the truth first: cuibono set CASE truth HYPOTHESIS
    """
    from cuibono.terminal.postmortem import print_postmortem
    from cuibono.weighing.postmortem import together

    print_postmortem(together([open_(case).score() for case in cases]), as_json=as_json)


@click.command()
@click.argument("name", required=False)
@click.argument("step", required=False)
@click.option("--to", "target", metavar="SCALE", help="Another scale on which to look for STEP of scale NAME.")
@json_option
def scales(name: str | None, step: str | None, target: str | None, as_json: bool) -> None:
    """List the scales of belief, reliability and confidence. Or show scale NAME with its source, or convert a STEP."""
    from cuibono.terminal import scales as shown
    from cuibono.weighing import scales as known

    if (step is None) != (target is None):
        raise click.UsageError("a conversion needs both, such as: cuibono scales misp-credibility 2 --to stix-0-10")
    if name is None:
        shown.print_scales(known.scales().values(), as_json=as_json)
    elif step is None or target is None:
        shown.print_scale(known.scale(name), as_json=as_json)
    else:
        shown.print_converted(step, name, target, known.convert(step, name, target), as_json=as_json)


def _weights(given: tuple[str, ...]) -> dict[str, Weight]:
    """Weights by evidence id, as typed; what is no weight is refused where it is used."""
    return {id: cast("Weight", weight.lower()) for id, _, weight in (item.partition("=") for item in given)}
