"""What every single change would do, once the posterior is known.

The likelihood is linear in the chance of each single fact. So with what everything else says of it (the sum over all
else, given its scope) any single change is exact: leaving the fact out, learning it, rating it otherwise. The pass
keeps sums over the states of each target, weighted by the posterior, and no array of facts by states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cuibono.weighing.chance import SOFT, NoisyOr
from cuibono.weighing.engine import Answer, component_logs, finish, room
from cuibono.weighing.network import Network
from cuibono.weighing.piece import FLOOR, Piece, look
from cuibono.weighing.space import Array


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What single changes would do, by fact.

    Sums "by target" have a last column for all states together; they run over the states that somebody rated, weighted
    by the posterior among these. `live` is the posterior of all of them, `kept` what the others keep, by target.

    - `base` (targets): the posterior itself; `true` (facts, targets): P(fact and target).
    - `without` (facts, targets): times the likelihood ratio of leaving the fact out.
    - `gain` (facts, targets): times the derivative of the log-likelihood by the fact's chance.
    - Co-existing, over the states with a motive: `allowed` (facts, motives, targets) is `gain` times the product of
      1 - prevent, `spared` that times the product of 1 - leak and 1 - cause; `all_spared` (facts, targets) is over all
      states. The same by the prior, without `gain`, where somebody rated that it did not happen: `before_allowed`,
      `before_spared`, `before_all_spared`.
    - `hidden`: for each hidden variable P(value and target), an array (values, targets).
    """

    answer: Answer
    live: float
    kept: Array
    base: Array
    without: Array
    true: Array
    gain: Array
    allowed: Array
    spared: Array
    all_spared: Array
    before_allowed: Array
    before_spared: Array
    before_all_spared: Array
    hidden: tuple[Array, ...]

    def probabilities(self, sums: Array) -> Array:
        """The targets' probabilities from sums (..., targets and all) over the rated states; the others keep theirs."""
        total = sums[..., -1:]
        return np.asarray(self.kept + self.live * sums[..., :-1] / np.where(total > 0, total, 1))


def survey(network: Network, answer: Answer) -> Survey:
    """Look at every fact in the light of all others."""
    answer = floored(network, answer)
    space, chance = network.space, network.chance
    posterior = live(network, answer.states)
    shape = (network.facts, space.count if isinstance(chance, NoisyOr) else 0, space.count + 3)
    sums = {name: np.zeros((shape[0], shape[2])) for name in ("without", "true", "gain", "all_spared")}
    moments = {name: np.zeros(shape) for name in ("allowed", "spared")}
    before = {name: np.zeros(shape[:2]) for name in ("before_allowed", "before_spared")}
    before["before_all_spared"] = np.zeros(shape[0])
    base = np.zeros(shape[2])
    hidden = [np.zeros((len(logs), shape[2])) for logs in network.hidden]
    for start, stop in space.chunks(room(network)):
        weight = posterior[start:stop]
        base += space.sums(weight[None], start, stop)[0]
        found = look(network, start, stop)
        for piece in found.pieces:
            for name in ("without", "true", "gain"):
                sums[name][piece.rows] += space.sums(getattr(piece, name) * weight, start, stop)
            if isinstance(chance, NoisyOr):
                _add_moments(network, chance.rows(piece.rows), piece, weight, start, sums["all_spared"], moments)
        for variable, values in found.hidden:
            hidden[variable] += space.sums(values * weight, start, stop)
        if isinstance(chance, NoisyOr) and not network.aside[-1]:
            _add_before(network, chance, start, stop, before)
    for variable, logs in enumerate(network.hidden):
        if not hidden[variable].any():  # nothing in the case bears on it
            hidden[variable] = np.exp(logs)[:, None] * base
    kept = np.where(network.aside, answer.states, 0.0)
    rest = 1 - float(kept.sum()) if posterior.any() else 0.0
    of_kept = space.totals(kept)
    return Survey(answer=answer, live=rest, kept=of_kept, base=base, hidden=tuple(hidden), **sums, **moments, **before)


def floored(network: Network, answer: Answer) -> Answer:
    """The same answer with every state that the evidence excludes barely possible instead."""
    if np.isfinite(answer.log_likelihood).all():
        return answer
    parts = [component_logs(network, a, b, floor=FLOOR).sum(axis=0) for a, b in network.space.chunks(room(network))]
    return finish(network, np.concatenate(parts))


def live(network: Network, states: Array) -> Array:
    """The shares of the states among those that somebody rated."""
    shares = np.where(network.aside, 0.0, states)
    total = shares.sum()
    return np.asarray(shares / total if total > 0 else shares)


def _add_moments(
    network: Network,
    chance: NoisyOr,
    piece: Piece,
    weight: Array,
    start: int,
    all_spared: Array,
    moments: dict[str, Array],
) -> None:
    """Add one chunk of states to the sums over the states with each motive and each other."""
    lattice = chance.lattice
    sets = min(start + len(weight), lattice.size) - start
    gain = piece.gain[:, :sets] * weight[:sets]
    for name, part in zip(("allowed", "spared"), chance.parts(start, start + sets, SOFT), strict=True):
        part *= gain
        pairs = lattice.pairs(part, start, start + sets)
        moments[name][piece.rows, :, : lattice.motives] += pairs[:, 1:, 1:]
        moments[name][piece.rows, :, -1] += pairs[:, 1:, 0]
        if name == "spared":
            all_spared[piece.rows, : lattice.motives] += pairs[:, 0, 1:]
            all_spared[piece.rows, -1] += pairs[:, 0, 0]
            if start == network.space.none:
                all_spared[piece.rows, -3] += part[:, 0]


def _add_before(network: Network, chance: NoisyOr, start: int, stop: int, before: dict[str, Array]) -> None:
    """Add one chunk of states to the sums by the prior, given that it happened."""
    lattice = chance.lattice
    stop = min(stop, lattice.size)
    weight = network.prior[start:stop] / max(float(1 - network.prior[-1]), 1e-300)
    allowed, spared = (lattice.sums(part * weight, start, stop) for part in chance.parts(start, stop, SOFT))
    before["before_allowed"] += allowed[:, 1:]
    before["before_spared"] += spared[:, 1:]
    before["before_all_spared"] += spared[:, 0]
