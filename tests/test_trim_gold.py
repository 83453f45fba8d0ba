"""Trimming meets what was promised on the labelled articles that are kept beside the checkout."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from cuibono.reading.furniture import trim

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "furniture.py"


@pytest.fixture(scope="module")
def articles(shared: Path) -> list[dict[str, object]]:
    """The labelled articles; skips where they are not here."""
    path = shared / "gold" / "why" / "articles.jsonl"
    if not path.is_file():
        pytest.skip("the labelled articles are not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_founding_articles_lose_no_line_and_nine_tenths_of_their_furniture(
    articles: list[dict[str, object]],
) -> None:
    """No body line of the two is trimmed, and at least 60 of their 69 furniture lines are."""
    found = 0
    for article in articles:
        if str(article["id"]).startswith("seed"):
            trimmed = {number for run in trim(str(article["text"])) for number in range(run.first, run.last + 1)}
            assert not trimmed & set(article["body_lines"])  # type: ignore[call-overload]
            found += len(trimmed & set(article["furniture_lines"]))  # type: ignore[call-overload]
    assert found >= 60


def test_the_benchmark_reaches_what_the_design_says(articles: list[dict[str, object]]) -> None:
    """Line F of at least .98 over all labelled articles."""
    spec = importlib.util.spec_from_file_location("furniture_benchmark", BENCHMARK)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.measure(articles)["lines"]["F"] >= 0.98
