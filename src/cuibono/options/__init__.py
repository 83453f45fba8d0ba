"""Responses compared under the whole posterior.

`compare` sets the options of an `Options` side by side under a `Belief`; `check` finds everything wrong first.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cuibono.options.belief import Belief
    from cuibono.options.checks import check
    from cuibono.options.comparison import Comparison, compare
    from cuibono.options.records import Options

__all__ = ["Belief", "Comparison", "Options", "check", "compare"]

# The records are read with every case; numbers are loaded only when something is compared.
_HOMES = {
    "Belief": "belief",
    "Comparison": "comparison",
    "Options": "records",
    "check": "checks",
    "compare": "comparison",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
