"""All that is behind an answer reaches its reader: on the terminal, and as data with the documented keys."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cuibono.case.records import NOT_HAPPENED, Code, Evidence, Hypothesis, Rating, State
from cuibono.terminal.full import print_full
from cuibono.verbs import Case
from cuibono.weighing import weigh
from cuibono.weighing.panel import panel
from cuibono.weighing.postmortem import postmortem
from typed import run

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def rated(small_case: Case) -> Case:
    """The small case, rated by two people who differ."""
    for who, codes in (("anna", ("CC", "I", "N", "C")), ("bo", ("C", "N", "I", "CC"))):
        cells = ("e1/punish", "e1/money", "e2/punish", "e2/money")
        for cell, code in zip(cells, codes, strict=True):
            assert run("rate", small_case.path, *cell.split("/"), code, "--as", who).exit_code == 0
    return small_case


def test_the_terminal_shows_every_explanation(rated: Case) -> None:
    """One heading for each; tables have rows; nothing of it stands without --full."""
    short, full = run("weigh", rated.path).output, run("weigh", rated.path, "--full").output
    assert full.startswith(short)
    for heading in (
        "Confidence in the analysis",
        "How far each may be off",
        "across analysts",
        "What speaks for",
        "What tells hypotheses apart",
        "The answer without each evidence",
        "The answer without each origin",
        "The answer without each source",
        "The answer without each analyst",
        "One number moved to either end of its band",
        "How far the evidence vouches for its origins",
        "What would flip it, and how far that is proven",
    ):
        assert heading in full
        assert heading not in short


def test_contributions_on_the_terminal_add_up(rated: Case) -> None:
    """What is printed before "together" sums to what is printed there, to the rounding of each row."""
    full = run("weigh", rated.path, "--full").output
    table = full[full.index("What speaks for") :].split("together")[0]
    numbers = [float(number) for number in re.findall(r" ([+-]\d+\.\d\d)\s*\n", table)]
    total = float(re.findall(r"together\s+([+-]\d+\.\d\d)", full)[0])
    assert sum(numbers) == pytest.approx(total, abs=0.006 * len(numbers))


KEYS = (
    "digest", "exclusive", "leader", "shares", "bounds", "confidence", "counts", "origins", "contributions",
    "diagnosticity", "leave-one-out", "tornado", "flips", "linchpins", "collect", "ach", "findings", "warnings",
)  # fmt: skip


def test_the_data_has_every_explanation(rated: Case) -> None:
    """Each key is there, filled, and documented in docs/weighing.md; the spread is not the range."""
    data = json.loads(run("weigh", rated.path, "--json").output)
    assert set(KEYS) <= data.keys()
    for share in data["shares"]:
        assert share["spread"][0] <= share["spread"][1]
        assert share["spread"] != [share["low"], share["high"]]
    assert {item["kind"] for item in data["leave-one-out"]} == {"evidence", "origin", "source", "analyst"}
    assert {item["kind"] for item in data["flips"]} == {"evidence", "origin", "rating"}
    assert all({"exact", "at_least", "sentence"} <= flip.keys() for flip in data["flips"])
    for item in data["contributions"]:
        assert item["baseline"] + sum(row["decibans"] for row in item["rows"]) == pytest.approx(item["total"], abs=1e-9)
    page = ROOT / "docs" / "weighing.md"
    if page.is_file():
        text = page.read_text(encoding="utf-8")
        assert [key for key in KEYS if f"`{key}`" not in text] == []


def test_bounds_that_take_seconds_come_only_when_asked_for() -> None:
    """Ten co-existing motives and hundreds of facts: the data has no bounds, and says so by null."""
    codes = list(Code)[:5]
    state = State(
        hypotheses=tuple(Hypothesis(id=f"h{i}", name=f"H{i}", prior=0.2) for i in range(10)),
        evidence=tuple(Evidence(id=f"e{j}", name=f"E{j}") for j in range(150)),
        ratings=tuple(
            Rating(evidence=f"e{j}", hypothesis=f"h{j % 10}", analyst="ann", code=codes[j % 5]) for j in range(150)
        ),
    )
    assert weigh(state).to_dict()["bounds"] is None
    small = state.model_copy(update={"hypotheses": state.hypotheses[:4]})
    assert weigh(small).to_dict()["bounds"] is not None


def little(hypotheses: int, evidence: int, codes: dict[str, str], *, exclusive: bool) -> State:
    """A case with next to nothing in it; `codes` by "evidence/hypothesis"."""
    return State(
        exclusive=exclusive,
        hypotheses=tuple(Hypothesis(id=f"h{i}", name=f"H{i}") for i in range(hypotheses)),
        evidence=tuple(Evidence(id=f"e{j}", name=f"E{j}") for j in range(evidence)),
        ratings=tuple(
            Rating(evidence=cell.split("/")[0], hypothesis=cell.split("/")[1], analyst="ann", code=code)  # type: ignore[arg-type]
            for cell, code in codes.items()
        ),
    )


@pytest.mark.parametrize(
    "state",
    [
        little(0, 0, {}, exclusive=False),
        little(1, 0, {}, exclusive=True),
        little(1, 1, {"e0/h0": "C"}, exclusive=False),
        little(2, 2, {f"e{j}/h{i}": "NA" for i in range(2) for j in range(2)}, exclusive=True),
        little(2, 1, {"e0/did-not-happen": "II"}, exclusive=False),
    ],
)
def test_where_there_is_little_everything_still_answers(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    """No evidence, one hypothesis, all NA: the full view, the data, the panel and the score stand, with no NaN."""
    for truth in ({}, {NOT_HAPPENED: True}):
        posterior = weigh(state.model_copy(update={"truth": truth}))
        json.dumps(posterior.to_dict(full=True), allow_nan=False)
        json.dumps(panel(posterior).to_dict(), allow_nan=False)
        print_full(posterior)
        if truth:
            json.dumps(postmortem(posterior).to_dict(), allow_nan=False)
    assert "It did not happen" in capsys.readouterr().out


def test_what_the_answer_hangs_on_is_what_flips_it_alone(rated: Case) -> None:
    """A linchpin of its own is an omission that flips, analysts apart; else the sets of the flips are named."""
    posterior = rated.weigh()
    alone = {(item.kind, item.id) for item in posterior.leave_one_out if item.flips and item.kind != "analyst"}
    found = {(item.kind, item.id) for item in posterior.linchpins if not item.others}
    assert found == alone
    if not alone:
        named = {change.id for flip in posterior.flips for change in flip.changes if flip.kind != "rating"}
        assert {item.id for item in posterior.linchpins} <= named


@pytest.mark.parametrize("name", ["icd203", "stix-wep", "misp-reliability"])
def test_scales_are_shown_with_their_source(name: str) -> None:
    """The list names every scale; one shows its steps and where they are from; both are data too."""
    listed = json.loads(run("scales", "--json").output)
    (scale,) = [item for item in listed if item["id"] == name]
    told = run("scales", name)
    assert told.exit_code == 0
    assert all(step["name"] in told.output for step in scale["steps"])
    assert "Source: " in told.output
    assert json.loads(run("scales", name, "--json").output) == scale


def test_scales_convert_or_say_why_not() -> None:
    """A step goes through its published number; what cannot be judged has none; half a request is refused."""
    assert (
        "2 (stix-admiralty-credibility)"
        in run("scales", "misp-credibility", "2", "--to", "stix-admiralty-credibility").output
    )
    data = json.loads(run("scales", "misp-credibility", "2", "--to", "stix-0-10", "--json").output)
    assert data["found"] == "8"
    refused = run("scales", "misp-credibility", "6", "--to", "stix-0-10")
    assert (refused.exit_code, "cannot be judged" in refused.output) == (1, True)
    across = run("scales", "misp-reliability", "A", "--to", "stix-0-10")
    assert (across.exit_code, "neither follows from the other" in across.output) == (1, True)
    assert run("scales", "misp-credibility", "2").exit_code == 2
    assert "icd203" in run("scales", "weather").output
