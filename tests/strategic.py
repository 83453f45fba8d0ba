"""The sample case with a game and options: would the board close a quay to sell the land? All of it invented."""

from __future__ import annotations

import tomllib

from cuibono.options import Belief, Comparison, compare
from cuibono.options.game import read
from cuibono.options.records import Options
from cuibono.report import render
from cuibono.report.citations import Material
from cuibono.strategy import Strategy, solve, stakes
from cuibono.weighing import weigh
from samples import STATE, TEXTS

GAME = """
[[outcomes]]
id = "closed"
name = "The quay stays closed"
status-quo = true

[[outcomes]]
id = "sold"
name = "The land is sold"

[[interests]]
actor = "ferry"
outcome = "closed"
utility = 0
reason = "It waits."

[[interests]]
actor = "ferry"
outcome = "sold"
utility = [0.6, 1]
reason = "It wants the land."
claims = ["c3"]

[[interests]]
actor = "dockers"
outcome = "closed"
utility = [0.4, 0.5]
reason = "The other quay is open."

[[interests]]
actor = "dockers"
outcome = "sold"
utility = 0
reason = "Their work goes."
quote = "a punishment for the strike"

[game]
question = "Who would buy land under an open quay?"
players = ["board", "ferry"]
actor = "board"
act = "order/close"
buys = "bid"
credibility = 0.4

[[moves]]
id = "order"
player = "board"
choices = { close = "empty", leave = "busy" }

[[moves]]
id = "empty"
player = "ferry"
choices = { bid = "sold", wait = "closed" }

[[moves]]
id = "busy"
player = "ferry"
choices = { bid = "sold", wait = "closed" }

[[interests]]
actor = "ferry"
act = "busy/bid"
utility = -0.9
reason = "It would have to buy out the lease."

[[payoffs]]
hypothesis = "sale"
outcomes = { sold = 1, closed = 0 }
reason = "Land is money."
claims = ["c3"]

[[payoffs]]
hypothesis = "strike"
outcomes = { sold = 0, closed = [0.2, 0.4] }
acts = { "order/close" = [0.6, 0.9] }
reason = "The punishment is the closing itself."

[decision]
question = "What should the town do?"

[[options]]
id = "repair"
name = "Pay for the repair"
utility = [-0.3, -0.1]
if = { safety = [0.6, 1.0] }
otherwise = 0
reason = "It helps where the quay is what ails."

[[options]]
id = "veto"
name = "Forbid the sale"
utility = -0.1
if = { sale = [0.4, 0.8] }
otherwise = 0
reason = "It helps where money is the reason."
claims = ["c3"]

[[options]]
id = "burn"
name = "Burn the papers"
utility = [-1, -0.8]
otherwise = 0
reason = "It helps nobody."

[[observations]]
id = "offer"
name = "Has the ferry company made an offer?"
if = { sale = 0.9 }
otherwise = 0.1
reliability = 0.9
"""


def written(text: str = GAME) -> tuple[Strategy, Options]:
    """The strategy and the options of a piece of `case.toml`."""
    content = tomllib.loads(text)
    parts = [{key: content[key] for key in kind.model_fields if key in content} for kind in (Strategy, Options)]
    return Strategy.model_validate(parts[0]), Options.model_validate(parts[1])


STRATEGY, OPTIONS = written()
POSTERIOR = weigh(STATE)
SOLUTION = solve(STRATEGY, STATE.hypotheses)


def compared(options: Options, strategy: Strategy = STRATEGY) -> Comparison:
    belief = Belief.of_posterior(POSTERIOR)
    follows, seen = read(options, strategy, STATE.hypotheses, belief.states)
    return compare(options, belief, continuation=follows, from_game=seen, draws=200)


COMPARISON = compared(OPTIONS)


def form(suffix: str, strategy: Strategy = STRATEGY, options: Options = OPTIONS) -> str:
    data = render(
        Material(
            STATE,
            POSTERIOR,
            TEXTS,
            interests=stakes(strategy),
            solution=solve(strategy, STATE.hypotheses),
            comparison=compared(options, strategy),
            strategy=strategy,
            options=options,
        ),
        suffix,
    )
    return data.decode()
