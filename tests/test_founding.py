"""The founding articles, with no hand work: furniture trimmed, motives drafted and matched, the shared origin found.

The labels are kept beside the checkout; where they are not, these tests skip.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cuibono.case.records import MACHINE, State
from cuibono.verbs import Case, new

Span = tuple[int, int]
FILES = {"seed0": "usip-interests-overlap.txt", "seed1": "rs-why-is-moscow-paying.txt"}


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, dict[str, Any]]:
    """The labels of the two founding articles, by file name."""
    path = shared / "gold" / "why" / "articles.jsonl"
    if not path.is_file():
        pytest.skip("the labels of the founding articles are not here")
    labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {FILES[item["id"]]: item for item in labels if item["id"] in FILES}


@pytest.fixture(scope="module")
def case(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case of the founding articles, read once."""
    made = new(
        tmp_path_factory.mktemp("founding") / "moscow",
        shared / "seeds",
        question="Why would Moscow pay the Taliban bounties?",
    )
    made.read()
    return made


@pytest.fixture(scope="module")
def state(case: Case) -> State:
    """The case as the reading left it."""
    return case.state


def _words(text: str, span: Span) -> int:
    return len(re.findall(r"\w+", text[span[0] : span[1]])) if span[1] > span[0] else 0


def _match(text: str, one: Span, other: Span) -> bool:
    """Half of the shorter span's words are shared, and so are 15 % of all words of both."""
    shared = _words(text, (max(one[0], other[0]), min(one[1], other[1])))
    shorter, both = min(_words(text, one), _words(text, other)), _words(text, one) + _words(text, other) - shared
    return shorter > 0 and shared / shorter >= 0.5 and shared / both >= 0.15


def _found(state: State, gold: dict[str, dict[str, Any]]) -> dict[str, set[str]]:
    """For each labelled motive of the question, the drafted hypotheses that are stated where it is."""
    names = {source.id: source.name for source in state.sources}
    claims = {claim.id: claim for claim in state.claims}
    found: dict[str, set[str]] = {}
    for name, labels in gold.items():
        for motive in labels["hypotheses"]:
            if not motive["on_question"]:
                continue
            spans = [tuple(offset) for offset in motive["span_offsets"]]
            found[motive["hid"]] = {
                hypothesis.id
                for hypothesis in state.hypotheses
                for id in hypothesis.claims
                if names[claims[id].source] == name
                and any(_match(labels["text"], (claims[id].quote.start, claims[id].quote.end), span) for span in spans)
            }
    return found


def test_furniture_is_trimmed_and_no_body_line_is_lost(state: State, gold: dict[str, dict[str, Any]]) -> None:
    """At least 60 of the 69 furniture lines go; every line of the articles stays."""
    caught = 0
    for source in state.sources:
        trimmed = {line for trim in source.trim for line in range(trim.first, trim.last + 1)}
        labels = gold[source.name]
        assert not trimmed & set(labels["body_lines"]), source.name
        caught += len(trimmed & set(labels["furniture_lines"]))
        assert all(trim.reason for trim in source.trim)
    assert caught >= 60


def test_most_labelled_motives_are_drafted(state: State, gold: dict[str, dict[str, Any]]) -> None:
    """At least 9 of the 16 motives labelled for the question are hypotheses of the draft."""
    found = _found(state, gold)
    assert len(found) == 16
    assert sum(bool(ids) for ids in found.values()) >= 9


def test_the_two_motives_of_both_articles_are_one_hypothesis_each(
    state: State, gold: dict[str, dict[str, Any]]
) -> None:
    """Revenge for the 1980s and ties with a future power: each is one hypothesis, stated in both articles."""
    found = _found(state, gold)
    assert found["s0h2"] & found["s1h2"]
    assert found["s0h5"] & found["s1h3"]


def test_the_shared_origin_is_recognised(state: State) -> None:
    """The unnamed intelligence sources of both articles are one anonymous origin, or one goes back to the other."""
    sources = {claim.id: claim.source for claim in state.claims}
    anonymous = {origin.id: origin for origin in state.origins if origin.anonymous}
    reach: dict[str, set[str]] = {}
    for origin in anonymous.values():
        root = origin.goes_back_to if origin.goes_back_to in anonymous else origin.id
        assert root is not None
        reach.setdefault(root, set()).update(sources[id] for id in origin.claims)
    assert any(len(found) == 2 for root, found in reach.items() if "intelligence" in anonymous[root].name)


def test_nothing_is_guessed(state: State) -> None:
    """Neither article states its date, and one names no author: unknown stays unknown."""
    assert [source.published for source in state.sources] == [None, None]
    assert {source.name: source.author for source in state.sources}["rs-why-is-moscow-paying.txt"] is None


def test_the_draft_says_that_it_is_one(case: Case, state: State) -> None:
    """Every rating is marked as the machine's, and the answer counts them."""
    assert state.ratings
    assert {rating.analyst for rating in state.ratings} == {MACHINE}
    counts = case.weigh().counts
    assert counts.machine == counts.ratings == len(state.ratings)


def test_every_quote_is_exact(case: Case, state: State) -> None:
    """Every claim's quote stands at its offsets in the stored text."""
    texts = case.contents().texts
    assert state.claims
    assert all(claim.quote.holds_in(texts[claim.source]) for claim in state.claims)


def test_reading_twice_changes_no_byte(case: Case) -> None:
    """The same documents, read again: the same files."""
    before = {path: path.read_bytes() for path in case.path.rglob("*") if path.is_file()}
    case.read()
    assert {path: path.read_bytes() for path in case.path.rglob("*") if path.is_file()} == before
