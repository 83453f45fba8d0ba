"""cuibono: an actor did something; why, and what should be done about it?

import cuibono

case = cuibono.new("moscow", "articles/", question="Why would Moscow pay the Taliban bounties?")
case.read()
posterior = case.weigh()
posterior.explain("hedge")        # spans, ratings, origins, analysts behind the number
case.report("moscow.html")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.case.records import State
    from cuibono.demonstration import demo
    from cuibono.errors import CaseError, CuibonoError
    from cuibono.verbs import Case, new
    from cuibono.verbs import open_case as open  # noqa: A004 - `cuibono.open` is the sentence a reader expects
    from cuibono.weighing.posterior import Posterior

__version__ = "0.1.0"
__all__ = ["Case", "CaseError", "CuibonoError", "Posterior", "State", "demo", "new", "open"]

_HOMES = {
    "Case": ("cuibono.verbs", "Case"),
    "CaseError": ("cuibono.errors", "CaseError"),
    "CuibonoError": ("cuibono.errors", "CuibonoError"),
    "Posterior": ("cuibono.weighing.posterior", "Posterior"),
    "State": ("cuibono.case.records", "State"),
    "demo": ("cuibono.demonstration", "demo"),
    "new": ("cuibono.verbs", "new"),
    "open": ("cuibono.verbs", "open_case"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import cuibono` and `cuibono --help` stay instant."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'cuibono' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
