"""The built wheel in a fresh environment of its own, as somebody who installs it has it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(command: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command without anything of the tests' own environment."""
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE", "VIRTUAL_ENV"))
    }
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with nothing but the built wheel and what it depends on."""
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("there is no source tree to build a wheel from")
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "fresh", with_pip=True)
    bin_folder = folder / "fresh" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    done = run(install, folder)
    if done.returncode != 0 and ("No matching distribution" in done.stderr or "connection" in done.stderr.lower()):
        pytest.skip("the package's dependencies cannot be installed here: no package index can be reached")
    assert done.returncode == 0, done.stderr
    return bin_folder
