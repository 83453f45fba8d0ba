"""The built wheel alone, in a fresh environment without the test dependencies, does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE", "VIRTUAL_ENV"))
    }
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with nothing but the built wheel and what it depends on."""
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("there is no source tree to build a wheel from")
    folder = tmp_path_factory.mktemp("wheel")
    built = _run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "fresh", with_pip=True)
    bin_folder = folder / "fresh" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    done = _run(install, folder)
    if done.returncode != 0 and ("No matching distribution" in done.stderr or "connection" in done.stderr.lower()):
        pytest.skip("the package's dependencies cannot be installed here: no package index can be reached")
    assert done.returncode == 0, done.stderr
    return bin_folder


@pytest.mark.slow
def test_the_wheel_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    """`cuibono demo --json` from the wheel gives a ranking, and a report that stands on disk."""
    done = _run([str(installed / "cuibono"), "demo", "--json"], tmp_path)
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
    done = _run([str(installed / "python"), "-W", "error", "-c", work], tmp_path)
    assert done.returncode == 0, done.stderr
    missing = _run([str(installed / "python"), "-c", "import pandas"], tmp_path)
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
    done = _run([str(installed / "python"), "-W", "error", "-c", work], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "cuibono-1"
