"""What turned out to be so: which hypotheses held, as people record it once it is known; never part of a weighing.

A truth maps hypothesis ids to whether they held. What nobody has found out yet is left out of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cuibono.case.records import NONE, NOT_HAPPENED


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


def contradiction(truth: Mapping[str, bool], *, exclusive: bool) -> str | None:
    """Why this cannot all be so; `None` where it can.

    >>> contradiction({"none": True, "hedge": True}, exclusive=False)
    'says that none and hedge both held'
    """
    true = sorted((id for id, held in truth.items() if held), key=lambda id: (id not in (NONE, NOT_HAPPENED), id))
    if len(true) > 1 and (exclusive or true[0] in (NONE, NOT_HAPPENED)):
        return f"says that {true[0]} and {true[1]} both held"
    return None


def settled(truth: Mapping[str, bool], ids: Iterable[str], *, exclusive: bool) -> dict[str, bool]:
    """The truth with all that follows from it, in the order of `ids`, did-not-happen and none among them.

    If something held, "none of these" and "it did not happen" did not; if one of these held, nothing else did; of
    exclusive hypotheses at most one did.

    >>> settled({"hedge": True}, ["hedge", "spoil", "none", "did-not-happen"], exclusive=False)
    {'hedge': True, 'none': False, 'did-not-happen': False}
    """
    true = {id for id, held in truth.items() if held}
    alone = exclusive or bool(true & {NONE, NOT_HAPPENED})
    follows = {id: False for id in ids if true and (alone or id in (NONE, NOT_HAPPENED))}
    found = {**follows, **truth}
    return {id: found[id] for id in ids if id in found}
