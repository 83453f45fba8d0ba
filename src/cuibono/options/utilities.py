"""What each option is worth in each state, as ranges that hang together.

The utility of an option is a sum of what the analyst wrote: in any case, where a hypothesis holds, where two do. A
range that counts in several states is one number in all of them, so states are not drawn apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cuibono.case.records import NOT_HAPPENED
from cuibono.options.belief import Array, State, holds_in
from cuibono.options.records import Option
from cuibono.strategy.records import Range


@dataclass(frozen=True, slots=True)
class Utilities:
    """All options' utilities over states.

    `terms` names the numbers that go into them, as (option, term); `counts` (terms, states) says in which states each
    counts, `owner` (terms) for which option; `fixed` (options, states) is what the game adds.
    """

    options: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    owner: Array
    counts: Array
    low: Array
    high: Array
    fixed: Array

    @classmethod
    def of(
        cls, options: Sequence[Option], states: Sequence[State], continuation: Mapping[str, Array] | None = None
    ) -> Utilities:
        """The utilities of checked options; `continuation` has what the game adds, by option id."""
        rows: list[tuple[int, str, Range, list[bool]]] = []
        for number, option in enumerate(options):
            rows.append((number, "utility", option.utility, [True] * len(states)))
            added_by = dict(option.if_)
            if option.otherwise is not None:
                unnamed = {name for state in states for name in state} - {*option.if_, NOT_HAPPENED}
                added_by |= dict.fromkeys(sorted(unnamed), option.otherwise)
            for name, worth in added_by.items():
                rows.append((number, f"if {name}", worth, [holds_in(name, state) for state in states]))
            for pair, worth in option.if_both.items():
                both = set(pair.split("+"))
                rows.append((number, f"if both {pair}", worth, [both <= state for state in states]))
        none = np.zeros(len(states))
        added = continuation or {}
        return cls(
            tuple(option.id for option in options),
            tuple((options[number].id, term) for number, term, _, _ in rows),
            np.array([number for number, _, _, _ in rows]),
            np.array([counts for _, _, _, counts in rows], dtype=float).reshape(len(rows), len(states)),
            np.array([worth.low for _, _, worth, _ in rows]),
            np.array([worth.high for _, _, worth, _ in rows]),
            np.array([added.get(option.id, none) for option in options]).reshape(len(options), len(states)),
        )

    def at(self, values: Array) -> Array:
        """The utilities (options, states) if each term has the given value."""
        owned = np.arange(len(self.options))[:, None] == self.owner
        return np.asarray((owned * values) @ self.counts + self.fixed)

    @property
    def middle(self) -> Array:
        """The utilities with every term in the middle of its range."""
        return self.at((self.low + self.high) / 2)

    @property
    def lowest(self) -> Array:
        """The utilities with every term at its low end."""
        return self.at(self.low)

    @property
    def highest(self) -> Array:
        """The utilities with every term at its high end."""
        return self.at(self.high)
