"""A drawing in the page can draw and nothing else, and a character that acts is shown by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.errors import UsageError
from cuibono.report.charts import INK, Bar, Probabilities, Span, Timeline, Waterfall, svg
from cuibono.report.controls import visible
from cuibono.report.svg import inline

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"'
MARK = INK["mark"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<style>* { display: none }</style>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>",
        "<image href='https://x.example/a.png'/>",
        "<use href='#a'/>",
        "<a href='javascript:alert(1)'><rect width='9' height='9'/></a>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<!-- --><?xml-stylesheet href='x.css'?>",
    ],
)
def test_nothing_but_drawing_is_kept(inside: str) -> None:
    """Scripts, styles, links, pictures and foreign elements are gone."""
    assert inline(f"{HEAD}>{inside}</svg>") == inline(f"{HEAD}></svg>")


@pytest.mark.parametrize(
    "attribute", ["onload='alert(1)'", "style='fill:url(https://x.example)'", "id='main'", "href='#x'", "class='skip'"]
)
def test_no_attribute_acts(attribute: str) -> None:
    """Handlers, styles, names and classes of the drawing's own are gone; its colours become the page's."""
    drawn = inline(f"{HEAD}><rect {attribute} width='9' height='9' fill='{MARK}'/></svg>")
    assert '<rect class="fill-mark" width="9" height="9"></rect>' in drawn


@pytest.mark.parametrize(
    "drawing",
    [
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + HEAD + "></svg>",
        HEAD + ">",
        "<html></html>",
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="9"></svg>',
    ],
)
def test_what_is_no_plain_drawing_is_refused(drawing: str) -> None:
    """Entities, broken markup and anything without a size in pixels are refused with a reason."""
    with pytest.raises(UsageError):
        inline(drawing)


@pytest.mark.parametrize("width", [312, 672])
def test_labels_survive_as_text(width: int) -> None:
    """Hostile and long labels are drawn as text, whatever the kind of chart; the same chart gives the same bytes."""
    words = "<script>alert('a & b')</script> " * 3 + "\u202e\x1b[31m"
    charts = (
        Probabilities((Bar(words, 0.5, 0.2, 0.8, 0.1), Bar("b", 0.0, 0.0, 0.0))),
        Waterfall((words, 2.0), ((words, -3.0), ("b", 0.0)), words),
        Timeline((Span(words, None, None), Span("b", None, None))),
    )
    for chart in charts:
        drawn = inline(svg(chart, width))
        assert "<script" not in drawn
        assert "&lt;script&gt;" in drawn
        assert "\u202e" not in drawn
        assert drawn == inline(svg(chart, width))


@given(st.text())
def test_visible_text_can_be_written(words: str) -> None:
    """What is left can be written as UTF-8 and as XML, and holds no character that turns or hides a line."""
    shown = visible(words)
    shown.encode()
    assert not {"\u202e", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b", "\r"} & {*shown}
    assert visible(shown) == shown


def test_scripts_and_emoji_stay_whole() -> None:
    """Joiners that Persian and emoji need are left alone."""
    words = "می\u200cخواهم 👩\u200d🔬"
    assert visible(words) == words
