"""A command as typed, for tests of the command line."""

from __future__ import annotations

from click.testing import CliRunner, Result

from cuibono.cli import main


def run(*arguments: object) -> Result:
    """One command, as typed."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])
