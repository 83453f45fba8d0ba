"""What turned out to be so: which hypotheses held, as people record it once it is known; never part of a weighing.

A truth maps hypothesis ids to whether they held. What nobody has found out yet is left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from cuibono.case.groups import groups
from cuibono.case.records import ALWAYS, Hypothesis


def exactly(held: str | Iterable[str], ids: Iterable[str]) -> dict[str, bool]:
    """The truth that exactly these hypotheses held, and no other of `ids`; raises ValueError for one that is none.

    >>> exactly("hedge", ["hedge", "spoil"])
    {'hedge': True, 'spoil': False}
    """
    true, known = [held] if isinstance(held, str) else list(held), list(ids)
    if not true:
        raise ValueError("names nothing that held; if it was none of the hypotheses, give none or did-not-happen")
    if unknown := [id for id in true if id not in known]:
        raise ValueError(
            f"names the hypothesis {unknown[0]!r}, which the case does not have; it has: {', '.join(known)}"
        )
    return {id: id in true for id in known}


def rivals(hypotheses: Sequence[Hypothesis], *, exclusive: bool) -> tuple[frozenset[str], ...]:
    """The sets of ids of which at most one can hold: all of them where they exclude each other, else each group.

    >>> names = [("anna", "who"), ("envy", None), ("ben", "who")]
    >>> [sorted(one) for one in rivals([Hypothesis(id=i, name=i, group=g) for i, g in names], exclusive=False)]
    [['anna', 'ben']]
    """
    ids = [item.id for item in hypotheses]
    if exclusive:
        return (frozenset(ids),)
    return tuple(frozenset(ids[place] for place in places) for places in groups(hypotheses).values())


def contradiction(truth: Mapping[str, bool], rivals: Iterable[Set[str]] = ()) -> str | None:
    """Why this cannot all be so; `None` where it can.

    >>> contradiction({"none": True, "hedge": True})
    'says that none and hedge both held'
    """
    true = sorted((id for id, held in truth.items() if held), key=lambda id: (id not in ALWAYS, id))
    if len(true) > 1 and true[0] in ALWAYS:
        return f"says that {true[0]} and {true[1]} both held"
    for one in rivals:
        if len(both := [id for id in true if id in one]) > 1:
            return f"says that {both[0]} and {both[1]} both held"
    return None


def settled(truth: Mapping[str, bool], ids: Iterable[str], rivals: Iterable[Set[str]] = ()) -> dict[str, bool]:
    """The truth with all that follows from it, in the order of `ids`, did-not-happen and none among them.

    If something held, "none of these" and "it did not happen" did not; if one of these held, nothing else did; of
    `rivals` at most one did.

    >>> settled({"hedge": True}, ["hedge", "spoil", "none", "did-not-happen"])
    {'hedge': True, 'none': False, 'did-not-happen': False}
    """
    known, true = list(ids), {id for id, held in truth.items() if held}
    ruled_out = {id for one in rivals if true & one for id in one}
    if true:
        ruled_out |= set(known) if true & ALWAYS else ALWAYS
    found = {**dict.fromkeys(ruled_out, False), **truth}
    return {id: found[id] for id in known if id in found}
