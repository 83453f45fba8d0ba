"""What an act was about, in words: the target's path with the names that people gave instead of ids."""

from __future__ import annotations

from collections.abc import Callable

from cuibono.case.records import State
from cuibono.weighing.shares import NAMES

_FIELDS = {"issued": "date", "container-title": "outlet", "trim": "trim", "status": "status", "prior": "prior"}
_LONGEST = 70


def reader_of_targets(state: State) -> Callable[[str], str]:
    """A function that puts a target of this case into words; ids that are gone stay as they are.

    >>> reader_of_targets(State())("priors/none")
    'prior of “None of these”'
    """
    names: dict[str, dict[str, str]] = {}

    def name(noun: str, id: str) -> str:
        if noun not in names:
            names[noun] = _names(state, noun)
        found = names[noun].get(id, id)
        return f"“{found if len(found) <= _LONGEST else found[: _LONGEST - 1] + '…'}”"

    def words(target: str) -> str:
        match target.split("/"):
            case ["rating", evidence, hypothesis]:
                return f"{name('evidence', evidence)} if {name('hypothesis', hypothesis)}"
            case ["priors", id]:
                return f"prior of {name('hypothesis', id)}"
            case [("hypothesis" | "evidence" | "origin" | "source" | "claim") as noun, id, *rest]:
                field = _FIELDS.get(rest[0], rest[0]) if rest else ""
                return f"{field} of {noun} {name(noun, id)}" if field else f"{noun} {name(noun, id)}"
            case _:
                return target

    return words


def _names(state: State, noun: str) -> dict[str, str]:
    match noun:
        case "hypothesis":
            return {**NAMES, **{item.id: item.name for item in state.hypotheses}}
        case "evidence":
            return {item.id: item.name for item in state.evidence}
        case "origin":
            return {item.id: item.name for item in state.origins}
        case "source":
            return {item.id: item.title or item.name for item in state.sources}
        case _:
            return {item.id: " ".join(item.quote.exact.split()) for item in state.claims}
