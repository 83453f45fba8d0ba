"""The built wheel alone, in a fresh environment without the test dependencies, does the main job."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wheel import run


@pytest.mark.slow
def test_the_wheel_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    """`cuibono demo --json` from the wheel gives a ranking, and a report that stands on disk."""
    done = run([str(installed / "cuibono"), "demo", "--json"], tmp_path)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert {share["id"] for share in answer["shares"]} >= {"none", "did-not-happen"}
    assert Path(tmp_path, answer["report"]).is_file()


@pytest.mark.slow
def test_the_wheel_needs_no_test_dependency(installed: Path, tmp_path: Path) -> None:
    """Every module of the package can be imported without pandas, pytest and the rest of the test extra."""
    work = (
        "import pkgutil, importlib, cuibono\n"
        "for module in pkgutil.walk_packages(cuibono.__path__, 'cuibono.'):\n"
        "    importlib.import_module(module.name)\n"
    )
    done = run([str(installed / "python"), "-W", "error", "-c", work], tmp_path)
    assert done.returncode == 0, done.stderr
    missing = run([str(installed / "python"), "-c", "import pandas"], tmp_path)
    assert missing.returncode != 0


@pytest.mark.slow
def test_the_wheel_reads_with_its_own_model(installed: Path, tmp_path: Path) -> None:
    """The weights lie in the wheel, under 45 MB of it, and read without any connection."""
    wheel = next(installed.parents[1].glob("*.whl"))
    assert wheel.stat().st_size < 45_000_000
    work = (
        "import socket, sys, cuibono\n"
        "def refuse(*given): raise SystemExit('a connection was opened')\n"
        "socket.socket.connect = refuse\n"
        "case = cuibono.new('case', ['a.txt'], question='Why did Norland leave the treaty?')\n"
        "case.read()\n"
        "print(*sorted({claim.reader for claim in case.state.claims}))\n"
    )
    (tmp_path / "a.txt").write_text("Norland left the treaty in May 2020 in order to cut costs, Jane Doe said.\n")
    done = run([str(installed / "python"), "-W", "error", "-c", work], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "cuibono-1"
