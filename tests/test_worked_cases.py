"""The worked cases in `examples/`: whole, made by their script, and argued with reasons."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

import cuibono
from cuibono.case.records import MACHINE, State

ROOT = Path(__file__).resolve().parents[1]
CASES = sorted(path.parent.name for path in (ROOT / "examples").glob("*/judgements.toml"))
pytestmark = pytest.mark.skipif(not CASES, reason="the worked cases are not beside an installed package")


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`scripts/demo/worked.py`, which makes them."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts" / "demo"))
    return importlib.import_module("worked")


def _judged(state: State) -> list[object]:
    people = [rating for rating in state.ratings if rating.analyst != MACHINE]
    return [
        state.question,
        state.hypotheses,
        state.evidence,
        [(r.evidence, r.hypothesis, r.analyst, r.code, r.why) for r in people],
        state.reliability,
    ]


@pytest.mark.parametrize("name", CASES)
def test_a_case_holds_together(name: str) -> None:
    """Nothing is wrong with its files, every quote stands in its document, and people rated every cell."""
    case = cuibono.open(ROOT / "examples" / name / "case")
    state, texts = case.state, case.contents().texts
    assert case.check() == ()
    assert all(claim.quote.holds_in(texts[claim.source]) for claim in state.claims)
    rated = {(rating.evidence, rating.hypothesis) for rating in state.ratings if rating.analyst != MACHINE}
    assert rated == {(evidence.id, hypothesis.id) for evidence in state.evidence for hypothesis in state.hypotheses}


@pytest.mark.parametrize("name", CASES)
def test_its_script_makes_the_same_judgements(name: str, script: ModuleType, tmp_path: Path) -> None:
    """Made anew from documents and judgements it says the same, to the digit; else run scripts/demo/worked.py."""
    stored = cuibono.open(ROOT / "examples" / name / "case")
    made = cuibono.open(script.build(ROOT / "examples" / name, tmp_path / "case"))
    assert _judged(made.state) == _judged(stored.state)
    assert made.weigh().shares == stored.weigh().shares


def test_a_repeated_finding_counts_as_one() -> None:
    """The second company adds to the first what its own word may be worth, and an outlet that repeats it nothing."""
    case = cuibono.open(ROOT / "examples" / "breach" / "case")
    before = case.weigh().probabilities["glass-heron"]
    origins = {id: origin.id for origin in case.state.origins for id in origin.claims}
    repeated = next(item for item in case.state.evidence if item.id == "tidegate").claims
    assert [origins[id] for id in repeated] == ["o-pilaster", "o-pilaster", "o-rookery"]
    alone = case.preview([("evidence/tidegate/claims", [repeated[0], repeated[2]])])
    assert alone.probabilities["glass-heron"] == before
