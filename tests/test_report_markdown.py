"""The Markdown report: the same report as text, in which a quote cannot mark up, link or break a table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cuibono.case.records import State
from cuibono.report import render
from cuibono.report.build import compose
from cuibono.report.citations import Material
from cuibono.report.markdown import escaped, markdown
from cuibono.weighing import weigh
from samples import STATE, TEXTS

READER = MarkdownIt("commonmark").enable("table")


def kinds(source: str) -> set[str]:
    """The kinds of everything that a Markdown reader makes of a text, paragraphs and words aside."""
    tokens = [token for block in READER.parse(source) for token in (block, *(block.children or ()))]
    return {token.type for token in tokens} - {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def test_whole_report() -> None:
    """Every section, every footnote and its exact words are there."""
    report = compose(Material(STATE, weigh(STATE), TEXTS))
    text = markdown(report)
    for section in report.sections:
        assert f"\n## {escaped(section.title)}\n" in text
    for note in report.footnotes:
        assert f"\n[^{note.number}]: " in text
        assert f"**{escaped(note.exact)}**" in text


def test_same_as_bytes() -> None:
    """The bytes are the text in UTF-8."""
    assert render(Material(STATE, weigh(STATE), TEXTS), ".MD").decode() == markdown(
        compose(Material(STATE, weigh(STATE), TEXTS))
    )


@pytest.mark.parametrize(
    "words",
    [
        "[click](https://example.org)",
        "<script>alert(1)</script>",
        "![x](javascript:alert(1))",
        "# heading",
        "- item",
        "1. item",
        "1) item",
        "> quote",
        "a | b | c",
        "`code` *strong* _em_ ~~gone~~",
        "https://example.org and www.example.org and mail@example.org",
        "&lt;b&gt; &#60;",
        "[^1] and [ref]: /url",
        "line\n\n# heading\n---\n***",
        "ends in a backslash \\",
        "=====",
        "    indented code",
    ],
)
def test_signs_stay_text(words: str) -> None:
    """What a document says stays plain words, however it is written, alone and in a table."""
    assert kinds(escaped(words)) == set()
    assert MarkdownIt().render(escaped(words)).count("<") == 2
    row = f"| a | b |\n| --- | --- |\n| {escaped(words)} | x |\n"
    cells = [token for token in READER.parse(row) if token.type == "td_open"]
    assert len(cells) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_stays_text(words: str) -> None:
    """No text at all turns into markup."""
    assert kinds(escaped(words)) == set()


def test_empty_case() -> None:
    """A case with nothing in it has a report that says so."""
    assert "There is no answer yet" in markdown(compose(Material(State(), weigh(State()), {})))
