"""What a report is made from, gathered from a case that was read once."""

from __future__ import annotations

from cuibono.case.casefile import CaseFile
from cuibono.case.folder import Contents
from cuibono.case.records import State
from cuibono.options.comparison import Comparison
from cuibono.report.citations import Material
from cuibono.weighing.posterior import Posterior


def gather(contents: Contents, state: State, posterior: Posterior) -> Material:
    """The case with all that it has: interests, a game that is used, responses compared, the journal."""
    from cuibono.strategy import solve, stakes

    file = contents.case
    return Material(
        state=state,
        posterior=posterior,
        texts=contents.texts,
        interests=stakes(file) if file.interests else None,
        solution=solve(file, state.hypotheses) if file.game and file.game.use else None,
        comparison=compared(file, state, posterior) if file.options else None,
        strategy=file,
        options=file,
        journal=contents.journal.entries,
    )


def compared(file: CaseFile, state: State, posterior: Posterior) -> Comparison:
    """The case's responses under the whole posterior; raises UsageError where it has none."""
    from cuibono.options import Belief, compare
    from cuibono.options.game import read

    belief = Belief.of_posterior(posterior)
    follows, seen = read(file, file, state.hypotheses, belief.states)
    return compare(file, belief, continuation=follows, from_game=seen)
