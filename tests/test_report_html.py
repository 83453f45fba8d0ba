"""The HTML report: one file that holds everything, in which nothing that a document says can act."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from cuibono.case.records import Claim, Quote, State
from cuibono.errors import UsageError
from cuibono.report import render
from cuibono.report.build import compose
from cuibono.report.charts import Bar, Probabilities
from cuibono.report.citations import Material
from cuibono.report.document import Column, Figure, Report, Section, Table, quoted
from cuibono.report.html import html
from cuibono.weighing import weigh
from samples import STATE, TEXTS

HOSTILE = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> \u202eevil\u2069 \x1b[31m {{ 7*7 }} &amp; '"


class Outline(HTMLParser):
    """The tags of a page with their attributes, and its text outside style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._style = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the parser calls it
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page, white space as single spaces."""
        return " ".join("".join(self.words).split())


def page_of(state: State, texts: dict[str, str]) -> str:
    return render(Material(state, weigh(state), texts), ".html").decode()


@pytest.fixture(scope="module")
def page() -> str:
    """The sample case's page."""
    return page_of(STATE, TEXTS)


def hostile() -> tuple[State, dict[str, str]]:
    """The sample case with hostile words in its question, names, notes, title, speaker and a quote."""
    text = f"It is said that {HOSTILE} was paid."
    first = STATE.claims[0]
    link = first.chain[0].model_copy(update={"who": HOSTILE, "cue": HOSTILE})
    claim = first.model_copy(update={"quote": Quote.of(text, 0, len(text), "0" * 64), "chain": (link,)})
    source = STATE.sources[0].model_copy(
        update={"title": HOSTILE, "author": HOSTILE, "outlet": HOSTILE, "known": {"title": HOSTILE}}
    )
    state = STATE.model_copy(
        update={
            "question": HOSTILE,
            "claims": (claim, *STATE.claims[1:]),
            "sources": (source, *STATE.sources[1:]),
            "hypotheses": tuple(h.model_copy(update={"name": HOSTILE, "note": HOSTILE}) for h in STATE.hypotheses),
            "evidence": tuple(e.model_copy(update={"name": HOSTILE, "note": HOSTILE}) for e in STATE.evidence),
            "origins": tuple(o.model_copy(update={"name": HOSTILE, "because": HOSTILE}) for o in STATE.origins),
            "head": HOSTILE,
        }
    )
    return state, {**TEXTS, "courier": text}


def test_same_bytes(page: str) -> None:
    """The same case gives the same bytes, weighed anew or not."""
    assert page_of(STATE, TEXTS) == page
    assert render(Material(STATE, weigh(STATE), TEXTS), ".md") == render(Material(STATE, weigh(STATE), TEXTS), ".md")


def test_unknown_form() -> None:
    """A form that there is not is refused, and the known ones are named."""
    with pytest.raises(UsageError, match=r"\.html, \.htm, \.docx, \.pdf, \.xlsx, \.md"):
        render(Material(STATE, weigh(STATE), TEXTS), ".odt")


def test_nothing_acts() -> None:
    """Hostile words stay words: no tag, no handler, no acting character, no template expression comes of them."""
    state, texts = hostile()
    page = page_of(state, texts)
    outline = Outline(page)
    assert not {"script", "img", "iframe", "link", "object", "embed", "form", "base"} & {tag for tag, _ in outline.tags}
    assert not [name for _, attributes in outline.tags for name in attributes if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", page)
    assert "⟦U+202E⟧evil" in outline.text
    assert "{{ 7*7 }}" in outline.text
    assert "&amp;" in outline.text


def test_nothing_is_loaded(page: str) -> None:
    """The page names no address: every link leads to a place of the page that is there, every place is named once."""
    tags = Outline(page).tags
    links = [attributes["href"] or "" for _, attributes in tags if "href" in attributes]
    places = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(places) == len(set(places))
    assert all(link.startswith("#") and link[1:] in places for link in links)
    assert not [name for _, attributes in tags for name in attributes if name in {"src", "srcset", "action", "style"}]
    assert "url(" not in page
    assert "@import" not in page


def test_policy(page: str) -> None:
    """The page forbids itself everything but its own style."""
    policies = [attributes for tag, attributes in Outline(page).tags if attributes.get("http-equiv")]
    assert [policy["content"] for policy in policies] == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    ]


def test_every_footnote_quotes(page: str) -> None:
    """Every footnote's exact words stand in the page, and in the stored text where the footnote says."""
    report = compose(Material(STATE, weigh(STATE), TEXTS))
    words = Outline(page).text
    by_place = {(claim.quote.start, claim.quote.end, claim.quote.exact): claim for claim in STATE.claims}
    assert len(report.footnotes) == len(STATE.claims)
    for note in report.footnotes:
        claim: Claim = by_place[note.start, note.end, note.exact]
        assert TEXTS[claim.source][note.start : note.end] == note.exact
        assert " ".join(note.exact.split()) in words


def test_citations_lead_there_and_back(page: str) -> None:
    """Each citation leads to a footnote, which leads back to each of its citations."""
    cited = re.findall(r'id="(cited-\d+-\d+)"', page)
    assert cited
    assert sorted(cited) == sorted(re.findall(r'href="#(cited-\d+-\d+)"', page))


def test_figures_are_told(page: str) -> None:
    """Every figure is a named picture, and a table says the same."""
    outline = Outline(page)
    pictures = [attributes for _, attributes in outline.tags if attributes.get("role") == "img"]
    assert pictures
    assert all(attributes.get("aria-label") for attributes in pictures)
    figures, details = (sum(tag == name for tag, _ in outline.tags) for name in ("figure", "details"))
    assert figures == details


def test_tables_are_headed(page: str) -> None:
    """Every table has a caption, and headings that say of what they are."""
    tags = Outline(page).tags
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags)
    assert all(attributes.get("scope") in {"col", "row"} for tag, attributes in tags if tag == "th")


def test_empty_case() -> None:
    """A case with nothing in it has a report that says so."""
    outline = Outline(page_of(State(), {}))
    assert ("main", {"id": "main", "tabindex": "-1"}) in outline.tags
    assert "There is no answer yet" in outline.text


def test_chart_labels_are_text() -> None:
    """A chart's label stays text, in the picture and beside it."""
    twin = Table("Same", (Column("Name"),), ((quoted("x"),),))
    chart = Probabilities((Bar("<script>alert(1)</script>", 0.5, 0.4, 0.6),))
    report = Report("T", (Section("s", "S", (Figure("A <b>chart</b>", chart, "<i>", twin),)),), ())
    tags = {tag for tag, _ in Outline(html(report)).tags}
    assert not tags & {"script", "b", "i"}
