"""The command that opens the workbench."""

from __future__ import annotations

from pathlib import Path

import click

from cuibono.commands.shared import analyst_option


@click.command()
@click.argument("case", type=click.Path(path_type=Path), required=False)
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The port (default: 8717 or the next free).")
@click.option(
    "--browser/--no-browser", default=True, help="Open it in the browser (the default), or only say where it is."
)
@analyst_option
def serve(case: Path | None, port: int | None, browser: bool, analyst: str | None) -> None:
    """Open the workbench on CASE in the browser: local, offline, until Ctrl+C."""
    from cuibono.web.serve import serve as run

    run(case, port=port, browser=browser, analyst=analyst, say=click.echo)
