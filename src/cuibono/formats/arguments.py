"""Arguments: trees of pro and con, as Kialo and Argdown have them, as an offer.

A thesis is a hypothesis; what speaks for or against it directly is evidence, rated C or I. Arguments about arguments
have no place in a matrix: they go along as a note of the evidence that they are about, and are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from cuibono.case.records import Code
from cuibono.errors import Problem
from cuibono.formats.codes import plain
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedHypothesis, OfferedRating

Stance = Literal["pro", "con", ""]
_CODES = {"pro": Code.C, "con": Code.I}
_DEEPEST = 200


class Argument(NamedTuple):
    """One place in a tree: its own key, that of what it is about (empty for a thesis), and how it stands to that."""

    key: str
    parent: str
    stance: Stance
    text: str
    id: str = ""
    place: str = ""


@dataclass(slots=True)
class _Tree:
    """The arguments by what they are about."""

    children: dict[str, list[Argument]]

    def about(self, key: str) -> list[Argument]:
        return self.children.get(key, [])

    def notes(self, key: str, depth: int = 1) -> Iterator[str]:
        """What is said about an argument, one line each, the deeper the further in."""
        for child in self.about(key) if depth <= _DEEPEST else ():
            yield f"{'  ' * (depth - 1)}{child.stance.capitalize() or 'Note'}: {child.text}"
            yield from self.notes(child.key, depth + 1)


def offer(
    file: str, form: str, question: str, arguments: Sequence[Argument], left_out: Sequence[Problem] = ()
) -> Offer:
    """The offer of a tree; where its one root only has children without a stance, these are the theses."""
    children: dict[str, list[Argument]] = {}
    for argument in arguments:
        children.setdefault(argument.parent, []).append(argument)
    tree = _Tree(children)
    theses = tree.about("")
    if len(theses) == 1 and (below := [item for item in tree.about(theses[0].key) if not item.stance]):
        question, theses = question or theses[0].text, below
    evidence, ratings = _weighed(tree, theses)
    deeper = sum(1 for item in evidence for _ in tree.notes(item.key))
    told = (f"{deeper} arguments about arguments stand as notes of the evidence that they are about",) if deeper else ()
    return Offer(
        file=file,
        format=form,
        question=question,
        hypotheses=tuple(OfferedHypothesis(item.key, item.text, item.id, place=item.place) for item in theses),
        evidence=tuple(_with_notes(item, tree) for item in evidence),
        ratings=tuple(ratings),
        reading=("theses are hypotheses; pros are evidence rated C, cons evidence rated I", *told),
        left_out=tuple(left_out),
    )


def _weighed(tree: _Tree, theses: Sequence[Argument]) -> tuple[list[Argument], list[OfferedRating]]:
    """The evidence, the same words once, and its ratings."""
    seen: dict[str, Argument] = {}
    ratings = []
    for thesis in theses:
        for item in tree.about(thesis.key):
            known = seen.setdefault(item.id or plain(item.text), item)
            if item.stance:
                ratings.append(OfferedRating(known.key, thesis.key, _CODES[item.stance], place=item.place))
    return list(seen.values()), ratings


def _with_notes(item: Argument, tree: _Tree) -> OfferedEvidence:
    return OfferedEvidence(item.key, item.text, item.id, note="\n".join(tree.notes(item.key)), place=item.place)


def with_ratings(found: Offer, ratings: Sequence[OfferedRating]) -> Offer:
    """The offer with ratings that the file states itself in place of those that a stance stands for."""
    stated = {(rating.evidence, rating.hypothesis) for rating in ratings}
    kept = (rating for rating in found.ratings if (rating.evidence, rating.hypothesis) not in stated)
    return replace(found, ratings=(*ratings, *kept))
