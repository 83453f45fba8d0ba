"""Runs everything that a page of the documentation shows; with --write, puts the real output where another one stands.

    python scripts/examples.py docs/start.md            # says what does not run, or prints something else
    python scripts/examples.py --write docs/start.md

The blocks of a page run in their order, in one temporary folder that has a copy of `examples/`, as the analyst ada:
`console` (commands after `$ `, and what they print), `sh` (commands that must succeed), `pycon` (a doctest), `python`
(must run), `toml` and `json` (must parse). A line `...` stands for any lines, `...` in a line for anything. A comment
`<!-- run: COMMAND -->` runs out of sight; `<!-- not run: REASON -->` before a block leaves it out.
"""

from __future__ import annotations

import argparse
import contextlib
import doctest
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOME = "/home/ada"
BLOCK = re.compile(
    r"^<!-- run: (?P<hidden>[^\n]*) -->$|"
    r"^(?:<!-- not run: (?P<left>[^\n]*) -->\n+)?```(?P<kind>[a-z]+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
CRASH = "Traceback (most recent call last)"  # never written into a page
DOCTEST = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass
class Place:
    """Where a page runs: a folder of its own, and the names that its Python has made so far."""

    folder: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def shell(self, command: str) -> tuple[int, str]:
        """Exit status and output of a command, as it would look at Ada's."""
        environment = os.environ | {
            "PATH": f"{self.folder / '.bin'}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "COLUMNS": "100",
            "CUIBONO_ANALYST": "ada",
            "NO_COLOR": "1",
            "PYTHONUTF8": "1",
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        text = done.stdout.decode("utf-8").replace(str(self.folder), HOME)
        return done.returncode, "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """A folder with the worked cases, where Python works for the time, and `cuibono` is the one of this Python."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        shutil.copytree(ROOT / "examples", folder / "examples")
        (folder / ".bin").mkdir()
        for program, words in {"cuibono": "-m cuibono", "python3": ""}.items():
            command = folder / ".bin" / program
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            command.chmod(0o755)
        os.chdir(folder)
        try:
            yield Place(folder)
        finally:
            os.chdir(before)


def run(text: str) -> tuple[str, list[str]]:
    """The page with the real output of its consoles, and everything that does not run or prints something else."""
    faults: list[str] = []

    def shown(block: re.Match[str]) -> str:
        if block["left"]:
            return block[0]
        line = text.count("\n", 0, block.start()) + 1
        if block["hidden"]:
            _ran(here, "sh", block["hidden"], line, faults)
            return block[0]
        head, foot = block.start("body") - block.start(), block.end("body") - block.start()
        return block[0][:head] + _ran(here, block["kind"], block["body"], line, faults) + block[0][foot:]

    with place() as here:
        return BLOCK.sub(shown, text), faults


def _ran(here: Place, kind: str, body: str, line: int, faults: list[str]) -> str:
    """The block's body as it should be; what is wrong with it is added to `faults`."""
    match kind:
        case "console":
            return _console(here, body, line, faults)
        case "sh":
            status, output = here.shell(f"set -e\n{body}")
            if status:
                faults.append(f"line {line}: ends with {status}: {output}")
        case "pycon":
            return _doctest(here, body, line, faults)
        case "python":
            faults += _python(here, body, line)
        case "toml" | "json":
            faults += _parsed(tomllib.loads if kind == "toml" else json.loads, kind, body, line)
        case _:
            pass
    return body


def _parsed(parse: Callable[[str], Any], kind: str, body: str, line: int) -> list[str]:
    try:
        parse(body)
    except ValueError as error:
        return [f"line {line}: is no {kind}: {error}"]
    return []


def _python(here: Place, body: str, line: int) -> list[str]:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(compile(body, f"line {line}", "exec"), here.names)  # noqa: S102 - the page's own example
        except Exception as error:  # noqa: BLE001 - whatever a page raises is a fault of the page
            return [f"line {line}: {type(error).__name__}: {error}"]
    return []


def _console(here: Place, body: str, line: int, faults: list[str]) -> str:
    """The console with what its commands really print; the output that stands there is kept where it matches."""
    said = []
    for session in re.findall(r"^\$ .*\n(?:(?!\$ ).*\n)*", body, flags=re.MULTILINE):
        lines = session.splitlines()
        typed = 1
        while lines[typed - 1].endswith("\\"):
            typed += 1
        command = "\n".join(lines[:typed])
        expected = "\n".join(lines[typed:])
        _, output = here.shell(command[2:])
        if not matches(expected.strip("\n"), output):
            faults.append(f"line {line}: {command} prints\n{output}\nand not\n{expected}")
            expected = expected if CRASH in output else output
        said.append(f"{command}\n{expected}\n" if expected else f"{command}\n")
    return "".join(said)


def matches(expected: str, output: str) -> bool:
    """Whether `output` is what was expected, where `...` on a line of its own stands for lines, in a line for anything.

    >>> matches("one\\n...\\nfour", "one\\ntwo\\nthree\\nfour"), matches("at ...", "at 12:00"), matches("one", "two")
    (True, True, False)
    """
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()).replace(r"\.\.\.", r"[^\n]*") + r"\n"
        for line in expected.splitlines()
    )
    return re.fullmatch(pattern, output and f"{output}\n") is not None


class _Recorder(doctest.DocTestRunner):
    """Runs a block's examples, and keeps what those that failed really print."""

    def __init__(self) -> None:
        super().__init__(optionflags=DOCTEST, verbose=False)
        self.got: list[tuple[doctest.Example, str]] = []

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        super().report_failure(out, test, example, got)
        self.got.append((example, got))


def _doctest(here: Place, body: str, line: int, faults: list[str]) -> str:
    """The block with what its examples really print."""
    test = doctest.DocTestParser().get_doctest(body, here.names, "page", None, line)
    test.globs = here.names
    said = io.StringIO()
    runner = _Recorder()
    if runner.run(test, out=said.write, clear_globs=False).failed:
        faults.append(said.getvalue())
    lines = body.splitlines()
    for example, got in reversed(runner.got):  # what raises is a fault and is not among them
        first = example.lineno + example.source.count("\n")
        lines[first : first + example.want.count("\n")] = [text or "<BLANKLINE>" for text in got.splitlines()]
    return "".join(f"{text}\n" for text in lines)


def main() -> None:
    """Run the pages named; print every fault, and write the real outputs where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="put the real output of consoles into the pages")
    given = parser.parse_args()
    failed = False
    for page in given.pages:
        text = page.read_text(encoding="utf-8")
        new, faults = run(text)
        failed = failed or bool(faults)
        print(f"{page}: {len(faults)} faults", *faults, sep="\n")
        if given.write and new != text:
            page.write_text(new, encoding="utf-8")
    sys.exit(failed and not given.write)


if __name__ == "__main__":
    main()
