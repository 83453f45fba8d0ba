"""What an influence net says: how probable every node is, what drives what, and when it comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cuibono.strategy.influence import InfluenceNet, likelihoods, marginals, profile, propagated


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A node: its exact probability, and, where nothing is given, as SIAM and Pythia show it (`propagated`)."""

    id: str
    name: str
    probability: float
    propagated: float | None
    given: bool | None

    def to_dict(self) -> dict[str, object]:
        """The node by name."""
        return {
            "id": self.id,
            "name": self.name,
            "probability": self.probability,
            "propagated": self.propagated,
            "given": self.given,
        }


@dataclass(frozen=True, slots=True)
class Drive:
    """How probable an end of the net is if one of its beginnings is true, and if it is false."""

    cause: str
    effect: str
    if_true: float
    if_false: float

    @property
    def difference(self) -> float:
        """By how much the cause raises the effect; below 0 it lowers it."""
        return self.if_true - self.if_false

    def to_dict(self) -> dict[str, object]:
        """The drive by name."""
        return {"cause": self.cause, "effect": self.effect, "if-true": self.if_true, "if-false": self.if_false}


@dataclass(frozen=True, slots=True)
class Outlook:
    """All nodes in the net's order, the drives from beginnings to ends, the strongest first, and courses in time.

    `courses` has for each end the times from which on it has another probability, `None` standing for before all.
    """

    nodes: tuple[Standpoint, ...]
    drives: tuple[Drive, ...]
    courses: Mapping[str, tuple[tuple[float | None, float], ...]]

    def to_dict(self) -> dict[str, object]:
        """Nodes, drives and courses by name."""
        return {
            "nodes": [node.to_dict() for node in self.nodes],
            "drives": [drive.to_dict() for drive in self.drives],
            "courses": {name: [list(step) for step in steps] for name, steps in self.courses.items()},
        }


def outlook(net: InfluenceNet, given: Mapping[str, bool] | None = None) -> Outlook:
    """What a sound net says, with some nodes known to be true or false; raises as `marginals` does.

    >>> from cuibono.strategy.influence import Influence, InfluenceNode
    >>> rain = InfluenceNode(id="rain", baseline=0.3)
    >>> wet = InfluenceNode(id="wet", baseline=0.1, influences=(Influence(parent="rain", if_true=0.8),))
    >>> found = outlook(InfluenceNet(nodes=(rain, wet)))
    >>> [round(node.probability, 3) for node in found.nodes], round(found.drives[0].difference, 2)
    ([0.3, 0.316], 0.72)
    """
    given = dict(given or {})
    exact = marginals(net, given)
    alone = propagated(net) if not given else {}
    nodes = tuple(
        Standpoint(node.id, node.name or node.id, exact[node.id], alone.get(node.id), given.get(node.id))
        for node in net.nodes
    )
    parents = {arc.parent for node in net.nodes for arc in node.influences}
    causes = [node.id for node in net.nodes if not node.influences and node.id in parents]
    ends = [node.id for node in net.nodes if node.influences and node.id not in parents]
    found = (Drive(cause, end, *pair) for (end, cause), pair in likelihoods(net, causes, ends).items())
    drives = tuple(sorted(found, key=lambda drive: -abs(drive.difference)))
    courses = {end: tuple(profile(net, net.events, end)) for end in ends} if net.events else {}
    return Outlook(nodes, drives, courses)


def ratings(net: InfluenceNet, hypotheses: Collection[str], evidence: Collection[str]) -> dict[tuple[str, str], float]:
    """What a net has to say of a case: the likelihood of each piece of evidence under each hypothesis, by their ids.

    Only nodes that are called like hypotheses and evidence of the case count; keys are (evidence, hypothesis).
    """
    known = {node.id for node in net.nodes}
    shared = [name for name in hypotheses if name in known], [name for name in evidence if name in known]
    return {pair: true for pair, (true, _) in likelihoods(net, *shared).items()}
