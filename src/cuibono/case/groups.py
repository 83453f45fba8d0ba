"""Groups: hypotheses that exclude each other inside a case whose hypotheses may otherwise hold together.

"Who did it" is often such a group, while motives co-exist beside it: of one group at most one hypothesis holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuibono.case.records import Hypothesis
from cuibono.errors import Problem

_FILE = "case.toml"
_SLACK = 1e-9


def groups(hypotheses: Sequence[Hypothesis]) -> dict[str, tuple[int, ...]]:
    """The places of each group's hypotheses, groups in the order of their first.

    >>> names = [("anna", "who"), ("envy", None), ("ben", "who")]
    >>> groups([Hypothesis(id=id, name=id, group=group) for id, group in names])
    {'who': (0, 2)}
    """
    found: dict[str, list[int]] = {}
    for place, item in enumerate(hypotheses):
        if item.group is not None:
            found.setdefault(item.group, []).append(place)
    return {name: tuple(places) for name, places in found.items()}


def misgrouped(hypotheses: Sequence[Hypothesis], *, exclusive: bool) -> Iterator[Problem]:
    """What is wrong with the groups of a case, which is `exclusive` as a whole or not."""
    for name, places in groups(hypotheses).items():
        key = f"hypotheses[{places[0]}].group"
        if exclusive:
            what = f"is {name!r}, but all hypotheses of this case exclude each other already"
            yield Problem(_FILE, key, what, "remove the groups, or say motives = 'co-existing'")
        elif len(places) == 1:
            what = f"is {name!r}, which no other hypothesis names, so that there is nothing it excludes"
            yield Problem(_FILE, key, what, "give its rivals the same group, or remove the line")
        total = sum(hypotheses[place].stated or 0.0 for place in places)
        if not exclusive and total > 1 + _SLACK:
            place = next(i for i in places if hypotheses[i].stated)
            what = f"and the other priors of group {name!r} sum to {total:.4g}, more than 1"
            remedy = "lower them to sum to 1 at most; what is left is for “none of this group”"
            yield Problem(_FILE, f"hypotheses[{place}].prior", what, remedy)
