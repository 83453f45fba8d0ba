"""The command that opens the workbench, and the options that it has in common with the demo."""

from __future__ import annotations

from pathlib import Path

import click

from cuibono.commands.shared import analyst_option

port_option = click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", help="The port (default: 8717 or the next free; 0: any)."
)
browser_option = click.option(
    "--browser/--no-browser", default=True, help="Open it in the browser (the default), or only say where it is."
)


@click.command()
@click.argument("case", type=click.Path(path_type=Path), required=False)
@port_option
@browser_option
@analyst_option
def serve(case: Path | None, port: int | None, browser: bool, analyst: str | None) -> None:
    """Open the workbench on CASE in the browser. It is local and offline; Ctrl+C ends it."""
    open_workbench(case, port, browser, analyst)


def open_workbench(case: Path | None, port: int | None, browser: bool, analyst: str | None = None) -> None:
    """Serve the workbench until it is interrupted."""
    from cuibono.web.serve import serve as run

    run(case, port=port, browser=browser, analyst=analyst, say=click.echo)
