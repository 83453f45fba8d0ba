"""Reading a source into claims by rules."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Claim, Kind, Source, Trim
from cuibono.reading.reader import warnings
from cuibono.reading.rules import RuleReader

QUESTION = "Why did Boria pay the rebels?"
TEXT = """Boria may have paid the rebels in May 2018, two officials said on Monday.

Citing intelligence sources, several papers have been reporting that Boria paid them to punish Aria.

If the reports are confirmed, the talks will fail. “We never paid anybody,” said Foreign Minister Jane Doe.

Share this story with a friend who likes it
"""


def source(text: str, published: date | None = date(2020, 6, 30), language: str | None = "en") -> Source:
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(
        id="s1",
        sha256=digest,
        file="s1.txt",
        name="s1",
        media="text/plain",
        text_sha256=digest,
        characters=len(text),
        published=published,
        language=language,
    )


def read(text: str = TEXT, *trims: Trim) -> tuple[Claim, ...]:
    return RuleReader().read(source(text), text, QUESTION, trims)


def of(kind: Kind, text: str = TEXT) -> list[Claim]:
    return [claim for claim in read(text) if claim.kind is kind]


def test_every_quote_is_exact() -> None:
    """A claim's quote stands in the text at its offsets, and names the text by its hash."""
    claims = read()
    assert claims
    assert all(claim.quote.holds_in(TEXT) and claim.quote.sha256 == source(TEXT).text_sha256 for claim in claims)


def test_statements_have_their_speakers_in_order() -> None:
    """The one who reports is nearest, the one cited behind; both say the same words."""
    chains = {claim.quote.exact: [link.who for link in claim.chain] for claim in of(Kind.STATEMENT)}
    assert chains["Boria paid them to punish Aria"] == ["several papers", "intelligence sources"]
    assert chains["We never paid anybody"] == ["Foreign Minister Jane Doe"]


def test_a_statement_says_when_it_was_said() -> None:
    """A date beside the cue says when; without one it is the day of publication."""
    first, *_, last = of(Kind.STATEMENT)
    assert first.said is not None
    assert first.said.iso == "2020-06-29"
    assert last.said is not None
    assert last.said.iso == "2020-06-30"


def test_events_have_their_dates() -> None:
    """A dated clause is an event, with the days that its words mean."""
    event = of(Kind.EVENT)[0]
    assert event.happened is not None
    assert (event.happened.iso, event.happened.text) == ("2018-05-01/2018-05-31", "May 2018")
    assert event.certainty.level.value == "possible"


def test_conditions_are_claims() -> None:
    """A condition is kept with what depends on it."""
    assert [claim.quote.exact for claim in of(Kind.CONDITIONAL)] == [
        "If the reports are confirmed, the talks will fail."
    ]


def test_without_a_publication_date_nothing_is_guessed() -> None:
    """An undated source has no days of saying, and relative dates mean no day."""
    claims = RuleReader().read(source(TEXT, None), TEXT, QUESTION)
    statement = next(claim for claim in claims if claim.kind is Kind.STATEMENT)
    assert statement.said is None


def test_nothing_trimmed_is_claimed() -> None:
    """No claim quotes a trimmed line."""
    claims = read(TEXT, Trim(first=2, last=2, reason="test"))
    assert not any("papers" in claim.quote.exact for claim in claims)


def test_reading_is_repeatable() -> None:
    """The same text gives the same claims, each with an id of its own."""
    claims = read()
    assert claims == read()
    assert len({claim.id for claim in claims}) == len(claims)


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("Le ministre a dit que la France allait quitter la région. " * 5, None, "English prose"),
        ("The minister said that they left. " * 5, "fr", "another language"),
        ("THE MINISTER SAID THAT THEY LEFT. " * 5, None, "capitals"),
        ("12 | 34 | 56\n" * 20, None, "no sentences"),
        ("", None, "no sentences"),
        ("I walked alone as the clouds go by\nthat float on high over the hills\n" * 8, None, "short lines"),
    ],
)
def test_out_of_its_depth_it_says_so_and_claims_nothing(text: str, language: str | None, says: str) -> None:
    """Other languages, capitals, tables and verse are warned of, and no claim is invented."""
    given_source = source(text, language=language)
    assert RuleReader().read(given_source, text, QUESTION) == ()
    assert says in warnings(given_source, text)[0]


PIECES = (
    *("he said ", "that ", "“", "” ", "Jane Doe ", "in May 2018 ", ", ", ". ", "\n", "if ", "not ", "may ", "(", ")"),
    *("according to ", "the ", "was paid ", "to ", "because ", "\u202e", "漢字 ", "\U0001f600", "'", "9/11 ", "I "),
)


@given(st.lists(st.sampled_from(PIECES), max_size=80))
def test_any_text_is_read_exactly(pieces: list[str]) -> None:
    """However broken the text, every quote is a slice of it, and reading does not fail."""
    text = "".join(pieces)
    for claim in read(text):
        assert text[claim.quote.start : claim.quote.end] == claim.quote.exact


@pytest.mark.parametrize("piece", ["he said ", "“a ", "that ", "in May 2018 and ", ".", "J. ", "(", "a"])
def test_long_lines_do_no_harm(piece: str) -> None:
    """A line of hundreds of thousands of characters is read in passing."""
    text = "The minister said that they left. " + piece * (200_000 // len(piece))
    assert all(len(claim.quote.exact) < 4000 for claim in read(text))
