"""Reading influence nets from files: our TOML, a CSV of arcs, GeNIe's XDSL; every fault on its line."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import CaseError, NotFoundError, UsageError
from cuibono.strategy.influence import marginals
from cuibono.strategy.netfile import read_net
from cuibono.strategy.outlook import outlook, ratings
from cuibono.verbs import Case

TOML = """
[events]
stake = 0
[[nodes]]
id = "stake"
name = "A stake"
baseline = 0.4
[[nodes]]
id = "money"
baseline = 0.1
influences = [{ parent = "stake", if-true = 0.7, if-false = -0.3, delay = 2 }]
"""

CSV = """node,name,baseline,parent,if-true,if-false,delay
stake,A stake,0.4,,,,
money,,0.1,,,,
money,,,stake,0.7,-0.3,2
"""

XDSL = """<?xml version="1.0" encoding="UTF-8"?>
<smile version="1.0" id="Network1" numsamples="1000">
 <nodes>
  <cpt id="Stake"><state id="True"/><state id="False"/><probabilities>0.4 0.6</probabilities></cpt>
  <cpt id="Grudge"><state id="no"/><state id="yes"/><probabilities>0.8 0.2</probabilities></cpt>
  <noisymax id="Money"><state id="True"/><state id="False"/><parents>Stake Grudge</parents>
   <strengths>0 1 1 0</strengths><parameters>0.7 0.3 0 1 0.5 0.5 0 1 0.1 0.9</parameters></noisymax>
  <cpt id="Attacks"><state id="True"/><state id="False"/><parents>Money Grudge</parents>
   <probabilities>0.9 0.1 0.8 0.2 0.5 0.5 0.3 0.7</probabilities></cpt>
  <deterministic id="Both"><state id="yes"/><state id="no"/><parents>Stake Grudge</parents>
   <resultingstates>no yes no no</resultingstates></deterministic>
 </nodes>
 <extensions><genie version="1.0"><node id="Stake"><name>A stake in it</name></node></genie></extensions>
</smile>
"""


def stored(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_toml_and_csv_say_the_same(tmp_path: Path) -> None:
    """A net written as TOML and as a CSV of arcs is one net."""
    nets = [read_net(stored(tmp_path, name, text)) for name, text in (("net.toml", TOML), ("net.csv", CSV))]
    assert nets[0].nodes == tuple(
        node.model_copy(update={"name": told.name}) for node, told in zip(nets[1].nodes, nets[0].nodes, strict=True)
    )
    assert nets[0].events == {"stake": 0.0}
    assert outlook(nets[0]).courses == {"money": ((None, pytest.approx(0.07)), (2.0, pytest.approx(0.73)))}


def test_xdsl_is_the_network_that_the_file_describes(tmp_path: Path) -> None:
    """Tables, a noisy-max in any order of its parents' states, and a function, summed by hand over every state."""
    net = read_net(stored(tmp_path, "net.xdsl", XDSL))
    expected = dict.fromkeys(["stake", "grudge", "money", "attacks", "both"], 0.0)
    for stake, grudge, money in product((True, False), repeat=3):
        paid = 1 - 0.9 * (0.3 if stake else 1) * (0.5 if grudge else 1)
        share = (0.4 if stake else 0.6) * (0.2 if grudge else 0.8) * (paid if money else 1 - paid)
        attacked = {(True, False): 0.9, (True, True): 0.8, (False, False): 0.5, (False, True): 0.3}[money, grudge]
        for name, held in (("stake", stake), ("grudge", grudge), ("money", money), ("both", stake and grudge)):
            expected[name] += share * held
        expected["attacks"] += share * attacked
    assert marginals(net) == pytest.approx(expected)
    assert net.nodes[0].name == "A stake in it"
    strengths = [(arc.if_true, arc.if_false) for arc in net.nodes[2].influences]
    assert strengths == [(pytest.approx(0.7), 0.0), (pytest.approx(0.5), 0.0)]


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.booleans())
def test_a_noisy_max_is_the_same_as_its_table(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float], swapped: bool
) -> None:
    """A noisy-max, whether its strengths can be told as CAST's or not, has the probabilities of its product."""
    a1, a0, b1, b0, leak = numbers
    order, columns = ("1 0", (a0, a1)) if swapped else ("0 1", (a1, a0))
    parameters = " ".join(f"{share!r} {1 - share!r}" for share in (*columns, b1, b0, leak))
    text = XDSL[: XDSL.index("  <noisymax")] + (
        '<noisymax id="Money"><state id="True"/><state id="False"/><parents>Stake Grudge</parents>'
        f"<strengths>{order} 1 0</strengths><parameters>{parameters}</parameters></noisymax></nodes></smile>"
    )
    net = read_net(stored(tmp_path_factory.mktemp("net"), "net.xdsl", text))
    for stake, grudge in product((True, False), repeat=2):
        found = marginals(net, {"stake": stake, "grudge": grudge})["money"]
        assert found == pytest.approx(1 - (1 - leak) * (1 - (a1 if stake else a0)) * (1 - (b1 if grudge else b0)))


FAULTS = {
    "another kind": ("net.xdsl", XDSL.replace("noisymax", "equation"), r"net.xdsl:6: Money is a node of the kind 'equ"),
    "three states": (
        "net.xdsl",
        XDSL.replace('<state id="no"/><state id="yes"/>', '<state id="no"/><state id="yes"/><state id="so"/>', 1),
        r"net.xdsl:5: Grudge has 3 states, and a proposition has two",
    ),
    "numbers missing": ("net.xdsl", XDSL.replace("0.4 0.6", "0.4"), r"net.xdsl:4: stake has 1 probabilities"),
    "numbers that do not sum": ("net.xdsl", XDSL.replace("0.4 0.6", "0.4 0.7"), r":4: stake .* sum to 1.1"),
    "a parent that is not there": (
        "net.xdsl",
        XDSL.replace("<parents>Money", "<parents>Gold"),
        r":8: attacks .*'gold'",
    ),
    "a document type": ("net.xdsl", XDSL.replace("<smile", "<!DOCTYPE x [<!ENTITY a 'b'>]><smile", 1), "document type"),
    "no XML": ("net.xdsl", XDSL.replace("</nodes>", ""), r"net.xdsl:\d+: is not XML"),
    "no XDSL": ("net.xdsl", "<bif/>", "is no XDSL"),
    "no nodes": ("net.xdsl", "<smile><nodes/></smile>", "has no nodes"),
    "a strength too great": ("net.csv", CSV.replace("0.7", "1.7"), r"net.csv:3: .*if-true .*less than 1"),
    "no number": ("net.csv", CSV.replace("0.7", "much"), r"net.csv:4: money is not a number"),
    "other columns": ("net.csv", "from,to\na,b\n", r"net.csv:1: has the columns from, to; give node, baseline"),
    "an unknown parent": ("net.csv", CSV.replace("stake,0.7", "steak,0.7"), r"net.csv:3: .*'steak', which is no node"),
    "no baseline": ("net.csv", CSV.replace("money,,0.1,,,,\n", ""), r"net.csv:3: .*has no baseline"),
    "no TOML": ("net.toml", TOML + "x =", r"net.toml: is not TOML"),
    "a circle": (
        "net.toml",
        TOML.replace("baseline = 0.4", 'baseline = 0.4\ninfluences = [{ parent = "money", if-true = 0.1 }]'),
        r"net.toml.*(circle: money, stake|has influences, and so no set time)",
    ),
    "an arc that says nothing": (
        "net.toml",
        TOML.replace("if-true = 0.7, ", ""),
        r"net.toml:8: .*what stake does to it",
    ),
    "not UTF-8": ("net.csv", "", "has the columns none"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told_on_their_line(tmp_path: Path, fault: str) -> None:
    """What is wrong with a file is told with its name, its line and what to do; no net is made of the rest."""
    name, text, words = FAULTS[fault]
    with pytest.raises(CaseError, match=words):
        read_net(stored(tmp_path, name, text))


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A file that is not there, or of another form, is refused with the forms that are read."""
    with pytest.raises(NotFoundError, match="xdsl"):
        read_net(tmp_path / "none.toml")
    with pytest.raises(UsageError, match=r"\.toml, \.csv or \.xdsl"):
        read_net(stored(tmp_path, "net.siam", "x"))


def test_a_net_becomes_ratings_of_a_case(small_case: Case, tmp_path: Path) -> None:
    """Nodes called like evidence and hypotheses of a case rate it, under the analyst's name, and can be taken back."""
    state = small_case.state
    hypothesis, evidence = state.hypotheses[0].id, state.evidence[0].id
    text = (
        TOML.replace('"stake"', f'"{hypothesis}"')
        .replace("stake =", f"{hypothesis} =")
        .replace('"money"', f'"{evidence}"')
    )
    net = read_net(stored(tmp_path, "net.toml", text))
    assert ratings(net, [hypothesis, "other"], [evidence]) == {(evidence, hypothesis): pytest.approx(0.73)}
    assert small_case.take_net(net, "net.toml") == {(evidence, hypothesis): pytest.approx(0.73)}
    kept = [item for item in small_case.state.ratings if (item.evidence, item.hypothesis) == (evidence, hypothesis)]
    assert [(item.likelihood, item.why) for item in kept if item.analyst == "anna"] == [
        (0.73, "influence net net.toml")
    ]
    with pytest.raises(NotFoundError, match="no node of the net"):
        small_case.take_net(read_net(stored(tmp_path, "other.toml", TOML)), "other.toml")
