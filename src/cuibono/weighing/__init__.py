"""Ratings, origins and priors to a posterior that explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.weighing.posterior import Explanation, Posterior, weigh

__all__ = ["Explanation", "Posterior", "weigh"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: NumPy is only loaded by those who weigh."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module 'cuibono.weighing' has no attribute {name!r}")
    return getattr(import_module("cuibono.weighing.posterior"), name)
