"""Commands that answer: what is likely, why, what follows, and the report that says so."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cuibono.commands.shared import case_argument, json_option, open_
from cuibono.report import LENGTHS, TemplateWarning

if TYPE_CHECKING:
    from cuibono.report.document import Length


@click.command()
@case_argument
@click.option("--full", is_flag=True, help="Also show all that is behind the answer.")
@json_option
def weigh(case: Path, full: bool, as_json: bool) -> None:
    """Weigh the hypotheses: probabilities with intervals. Then what would flip the answer, what to look for next."""
    from cuibono.terminal.answer import print_answer

    opened = open_(case)
    posterior = opened.weigh()
    print_answer(opened, posterior, None, as_json=as_json, full=full)
    if full and not as_json:
        from cuibono.terminal.full import print_full

        print_full(posterior)


@click.command()
@case_argument
@click.argument("id")
@json_option
def explain(case: Path, id: str, as_json: bool) -> None:
    """Show what is behind ID: a hypothesis, evidence or an origin. Quotes, ratings, origins, analysts, numbers."""
    from cuibono.report.controls import visible
    from cuibono.terminal.console import print_json

    explanation = open_(case).explain(id)
    print_json(explanation.to_dict()) if as_json else click.echo(visible(str(explanation)))


@click.command()
@case_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="FILE.html, .docx, .pdf, .xlsx or .md (default: CASE/out/report.html).",
)
@click.option("--length", type=click.Choice(LENGTHS), default="full", show_default=True, help="One page, or all.")
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A Word document whose styles a .docx takes.",
)
@click.option("--tlp", metavar="LABEL", help="Mark it: red, amber+strict, amber, green, clear, or '' for none.")
@click.option(
    "--redact", multiple=True, metavar="NAME", help="Replace a name wherever it stands, or 'Name = alias, alias'."
)
def report(
    case: Path, output: Path | None, length: Length, template: Path | None, tlp: str | None, redact: tuple[str, ...]
) -> None:
    """Write the report: every statement footnoted to its quote. One file that needs no other."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", TemplateWarning)
        path = open_(case).report(output, length=length, template=template, marking=tlp, redact=redact)
    click.echo(path)
    for warning in said:
        click.echo(f"cuibono: {warning.message}", err=True)
