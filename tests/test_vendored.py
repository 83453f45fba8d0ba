"""What the tests borrow from others is what its owner published, and says under which licence."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"
FILES = tomllib.loads((VENDOR / "manifest.toml").read_text("utf-8"))["file"]


def test_files_are_as_published() -> None:
    """Every vendored file has the hash of its manifest, and its licence stands beside it."""
    for entry in FILES:
        assert hashlib.sha256((VENDOR / entry["path"]).read_bytes()).hexdigest() == entry["sha256"], entry["path"]
        assert (VENDOR / entry["license"]).is_file()
        assert (VENDOR / entry["notices"]).is_file()
        assert entry["spdx"]
        assert entry["package"].rpartition("@")[2] in entry["path"], "the version stands in the path"


def test_nothing_is_vendored_in_secret() -> None:
    """No file lies in the folder that the manifest does not name."""
    named = {entry[key] for entry in FILES for key in ("path", "license", "notices")} | {"manifest.toml"}
    assert {str(path.relative_to(VENDOR).as_posix()) for path in VENDOR.rglob("*") if path.is_file()} == named
