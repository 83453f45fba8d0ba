"""Every example in a docstring of the package prints what it says."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import cuibono

MODULES = [
    module.name for module in walk_packages(cuibono.__path__, "cuibono.") if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands after >>> gives what stands below it."""
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(import_module(name)).failed == 0
