"""Commands on a case as a whole: make it, fill it, read it, look at it, check it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Unpack

import click

from cuibono.commands.endpoint import EndpointOptions, endpoint_options, endpoint_reader
from cuibono.commands.shared import analyst_option, case_argument, json_option, on_terminal, open_, progress_bar
from cuibono.commands.workbench import browser_option, open_workbench, port_option


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("cuibono-demo"))
@click.option(
    "--serve/--no-serve", "opened", default=None, help="Then open the workbench on it (the default on a terminal)."
)
@port_option
@browser_option
@json_option
def demo(path: Path, opened: bool | None, port: int | None, browser: bool, as_json: bool) -> None:
    """Make the demo case in PATH, and open it in the workbench. Before that it is read, weighed and reported."""
    from cuibono.demonstration import demo as make
    from cuibono.terminal.answer import print_answer

    with progress_bar(as_json) as progress:
        case = make(path, progress=progress)
        posterior = case.weigh()
        report = case.report()
    print_answer(case, posterior, report, as_json=as_json)
    if opened or (opened is None and not as_json and on_terminal()):
        open_workbench(case.path, port, browser)


@click.command()
@case_argument
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-q", "--question", required=True, help="What the case asks: 'Why would X do Y?'")
@analyst_option
@json_option
def new(case: Path, paths: tuple[Path, ...], question: str, analyst: str | None, as_json: bool) -> None:
    """Make the case folder CASE with the documents in PATHS. Files (txt, html, md, pdf, docx) and folders of them."""
    from cuibono.case.intake import Added
    from cuibono.terminal.case import print_added
    from cuibono.verbs import new as make

    with progress_bar(as_json) as progress:
        made = make(case, paths, question=question, analyst=analyst, progress=progress)
    print_added(made, Added(made.state.sources, (), made.state.unread), as_json=as_json)


@click.command()
@case_argument
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def add(case: Path, paths: tuple[Path, ...], as_json: bool) -> None:
    """Take more documents into CASE. The same document twice is one source."""
    from cuibono.terminal.case import print_added

    opened = open_(case)
    with progress_bar(as_json) as progress:
        added = opened.add(paths, progress=progress)
    print_added(opened, added, as_json=as_json)


@click.command()
@case_argument
@endpoint_options
@json_option
def read(case: Path, as_json: bool, **endpoint: Unpack[EndpointOptions]) -> None:
    """Read the documents: claims, and a draft of the case. What people have touched stays as it is.

    Reads on this machine. With --endpoint and --model the documents' text is sent to that server, and a language model
    there reads instead.
    """
    from cuibono.terminal.case import print_found

    opened = open_(case)
    reader = endpoint_reader(opened.path, endpoint)
    with progress_bar(as_json) as progress:
        found = opened.read(reader, progress=progress)
    print_found(opened, found, as_json=as_json)


@click.command()
@case_argument
@click.argument("table", default="hypotheses")
@json_option
def show(case: Path, table: str, as_json: bool) -> None:
    """Show a TABLE of CASE. One of sources, claims, origins, hypotheses, evidence, ratings, readings."""
    from cuibono.terminal.case import print_rows

    print_rows(open_(case).rows(table), table, as_json=as_json)


@click.command()
@case_argument
@json_option
def check(case: Path, as_json: bool) -> None:
    """Check that CASE holds together. Problems with place and remedy, then what to look at in the judgements."""
    from cuibono.terminal.case import print_check
    from cuibono.verbs import Case

    opened = Case(case)
    problems = opened.check()
    print_check(opened, problems, as_json=as_json)
    if problems:
        sys.exit(1)


@click.command()
@click.argument("noun", required=False)
def schema(noun: str | None) -> None:
    """Print the JSON Schema of a file of the case folder.

    NOUN is case, sources, claims, draft, journal, unread or readings.
    """
    from cuibono.case.schema import NOUNS, schema_of

    click.echo("\n".join(NOUNS) if noun is None else json.dumps(schema_of(noun), indent=2, ensure_ascii=False))
