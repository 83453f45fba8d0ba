"""Cutting a long document: every paragraph is sent, nothing twice but the overlap, and offsets hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Trim
from cuibono.errors import UsageError
from cuibono.reading.endpoint import EndpointReader, Manners
from cuibono.reading.endpoint.excerpt import LEAST, Excerpt, cut
from endpoint_server import Asked, Reply, claims, serve
from test_read_claims import source

PIECES = st.sampled_from(["Aria left. ", "\n", "\n\n", "word ", "x" * 90, "漢字", "\ud800", "  ", "Boria stayed.\n"])


@given(
    st.lists(PIECES, max_size=60).map("".join),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=3),
    st.integers(40, 300),
    st.integers(0, 60),
)
def test_everything_but_furniture_is_sent(text: str, furniture: list[tuple[int, int]], size: int, overlap: int) -> None:
    """Each letter outside furniture stands in an excerpt, none inside does; excerpts are bounded, ordered and end."""
    trims = [Trim(first=first, last=first + more, reason="test") for first, more in furniture]
    trimmed = {line for trim in trims for line in range(trim.first, trim.last + 1)}
    wanted, at = set(), 0
    for number, line in enumerate(text.split("\n")):
        if number not in trimmed:
            wanted |= {at + place for place, letter in enumerate(line) if not letter.isspace()}
        at += len(line) + 1
    excerpts = cut(text, trims, size, overlap)
    sent = {place for item in excerpts for start, end in item.blocks for place in range(start, end)}
    assert {place for place in sent if not text[place].isspace()} == wanted
    assert [item.start for item in excerpts] == sorted({item.start for item in excerpts})
    for item in excerpts:
        assert item.size <= size + 8 * 60
        assert all(text[start:end] in item.shown(text) for start, end in item.blocks)


@given(st.lists(PIECES, min_size=1, max_size=200).map("".join))
def test_halves_have_all_and_nothing_twice(text: str) -> None:
    """Both halves together are the whole; what is short enough is not halved."""
    for whole in cut(text, size=5000):
        halves = whole.halves(text)
        assert bool(halves) == (whole.size >= 2 * LEAST)
        if halves:
            assert "".join("".join(half.shown(text).split()) for half in halves) == "".join(whole.shown(text).split())
            assert all(0 < half.size < whole.size for half in halves)


def test_cuts_are_at_the_ends_of_paragraphs() -> None:
    """A paragraph is read whole wherever it fits, and the last one again with what follows."""
    text = "\n\n".join(f"Paragraph {number} is here. " + "It goes on. " * 20 for number in range(10))
    excerpts = [item.shown(text) for item in cut(text, size=1000, overlap=300)]
    assert len(excerpts) > 3
    assert all(item.startswith("Paragraph") and item.rstrip().endswith("goes on.") for item in excerpts)
    assert all(one.split("\n\n")[-1] == other.split("\n\n")[0] for one, other in pairwise(excerpts))


def test_long_lines_are_cut_in_passing() -> None:
    """A line of millions of letters without a full stop is cut all the same, in time that grows with it."""
    excerpts = cut("a" * 3_000_000)
    assert sum(item.size for item in excerpts) == 3_000_000
    assert cut("\n" * 1_000_000) == ()
    assert cut("") == ()
    assert len(cut("One.\n" + "\n" * 100_000 + "Two.")[0].shown("One.\n" + "\n" * 100_000 + "Two.")) < 20


def test_an_excerpt_too_short_to_read_is_refused() -> None:
    """Before anything is sent."""
    with pytest.raises(UsageError, match="too short"):
        EndpointReader("http://localhost:1", "m", size=LEAST - 1)


TEXT = "\n\n".join(
    [
        *(f"Filler {number} says nothing. " + "Nothing at all. " * 15 for number in range(6)),
        "Aria closed the port to punish Boria. Critics doubt it.",
        *(f"Filler {number} says nothing. " + "Nothing at all. " * 15 for number in range(6, 12)),
    ]
)


def respond(asked: Asked) -> Reply:
    """Finds the motive and the doubt wherever it sees them, and a filler's end with what stands before it."""
    found = []
    if "to punish Boria" in asked.document:
        found += [
            {"quote": "to punish Boria", "kind": "motive", "label": "m1", "bears_on": "question"},
            {"quote": "Critics doubt it", "kind": "evidence", "bears_on": "m1", "direction": "against"},
        ]
    return claims(*found)


def test_what_two_excerpts_see_is_one_claim() -> None:
    """The overlap yields nothing twice, and offsets are those of the whole document."""
    with serve(respond) as endpoint:
        given = EndpointReader(endpoint.url, "m", size=700, manners=Manners(timeout=5))
        found = given.read(source(TEXT), TEXT, "Why did Aria close the port?")
    seen = sum("to punish Boria" in asked.document for asked in endpoint.asked)
    assert seen == 2
    assert [claim.quote.start for claim in found] == [TEXT.index("to punish"), TEXT.index("Critics doubt")]
    assert found[1].bears_on == found[0].id


def test_a_quote_is_looked_for_where_the_server_saw_it() -> None:
    """Words that stand in every excerpt are found in the one that was answered about."""

    def last_only(asked: Asked) -> Reply:
        return claims({"quote": "Filler 11 says nothing", "kind": "event"}, {"quote": "Filler 0 says", "kind": "event"})

    with serve(last_only) as endpoint:
        given = EndpointReader(endpoint.url, "m", size=700, manners=Manners(timeout=5))
        found = given.read(source(TEXT), TEXT, "Why did Aria close the port?")
    assert [claim.quote.exact for claim in found] == ["Filler 0 says", "Filler 11 says nothing"]


def test_an_excerpt_knows_what_is_sent() -> None:
    """Size and start are those of its blocks."""
    item = Excerpt(((2, 5), (9, 10)))
    assert (item.start, item.size, item.shown("0123456789")) == (2, 4, "234\n\n9")
