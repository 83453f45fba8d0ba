"""What tests share: where the labelled articles are, if they are here at all."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold results and labelled articles beside the checkout; skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip("the labelled articles and gold results are kept beside the checkout, and are not here")
    return SHARED
