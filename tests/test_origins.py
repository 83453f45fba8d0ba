"""Tracing every claim to where it first came from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Claim, Kind, Link, Origin, Quote, Source
from cuibono.reading import origins

REPORT = (
    "Miners in the northern valley struck on Monday after a tunnel flooded twice, killing four of the night shift. "
    "Their union demands pumps, a second exit and pay for the days the pit stayed shut. The owner, a trust from the "
    "coast, promised an inquiry but closed the canteen."
)


def source(name: str, outlet: str | None = None, published: date | None = None) -> Source:
    return Source(
        id=name,
        sha256="0",
        file=f"{name}.txt",
        name=name,
        media="text/plain",
        text_sha256="0",
        characters=0,
        outlet=outlet,
        published=published,
    )


def claim(name: str, of: str, quote: str, *chain: Link) -> Claim:
    return Claim(id=name, source=of, quote=Quote.of(quote, 0, len(quote), "0"), kind=Kind.STATEMENT, chain=chain)


def traced(*claims: Claim, texts: Mapping[str, str] | None = None, dated: bool = True) -> dict[str, Origin]:
    names = dict.fromkeys(item.source for item in claims)
    listed = [
        source(name, f"The {name.title()}", date(2020, 1, number) if dated else None)
        for number, name in enumerate(names, 1)
    ]
    found = origins.trace(claims, listed, texts)
    return {name: origin for origin in found for name in origin.claims}


OUTLETS = Link(who="numerous media outlets", cue="reported", anonymous=True)
SPIES = Link(who="U.S. intelligence sources", cue="citing", anonymous=True)


def test_the_origin_is_the_end_of_the_chain() -> None:
    """Outlets that cite a source are relays; the source is the origin."""
    home = traced(claim("c1", "post", "the unit paid for raids on the camp", OUTLETS, SPIES))
    assert home["c1"].anonymous
    assert home["c1"].name == "intelligence sources (United States)"


def test_unnamed_origins_of_one_kind_on_one_matter_are_one() -> None:
    """Two documents that cite intelligence in other words for the same payments share one origin, and it says why."""
    quote = "Recent intelligence reports indicating that the unit paid rebels for raids on the camp"
    home = traced(
        claim("c1", "post", "the unit has been paying rebels for raids on the camp", OUTLETS, SPIES),
        claim("c2", "news", quote),
    )
    assert home["c1"] == home["c2"]
    assert "same matter" in home["c1"].because


def test_unnamed_origins_on_different_matters_stay_apart() -> None:
    """Officials who speak of a bridge are not the officials who speak of a tax."""
    officials = Link(who="officials", cue="said", anonymous=True)
    home = traced(
        claim("c1", "post", "the bridge over the gorge will open in spring", officials),
        claim("c2", "news", "the levy on sugar was never collected", officials),
    )
    assert home["c1"] != home["c2"]


def test_a_named_speaker_is_one_origin_in_every_document() -> None:
    """Full name here, last name there: one origin; what nobody else is cited for is the outlet's own."""
    home = traced(
        claim("c1", "post", "we will stay", Link(who="Jane Doe", cue="said", resolved="Jane Doe")),
        claim("c2", "news", "they will stay", Link(who="Doe", cue="said")),
        claim("c3", "news", "It is a large camp"),
    )
    assert home["c1"] == home["c2"]
    assert (home["c3"].name, home["c3"].anonymous) == ("The News", False)


def test_a_thought_ascribed_is_not_its_thinkers_word() -> None:
    """ "Norland fears that" is what the author says of Norland."""
    home = traced(claim("c1", "post", "the talks may succeed", Link(who="Norland", cue="fears that")))
    assert home["c1"].name == "The Post"


def test_an_agencys_report_is_the_agencys() -> None:
    """A dateline shows whose report a paper prints."""
    home = traced(claim("c1", "post", "It rained"), texts={"post": "PARIS (Reuters) - It rained on Monday."})
    assert home["c1"].name == "Reuters"


def test_a_copy_goes_back_to_the_earlier_document() -> None:
    """The later document's own origin goes back to the earlier one's, with a probability, and no origin to itself."""
    home = traced(
        claim("c1", "post", "Miners struck"),
        claim("c2", "news", "Miners struck"),
        texts={"post": REPORT, "news": f"Strike! {REPORT}"},
    )
    assert home["c2"].goes_back_to == home["c1"].id
    assert home["c2"].copy_probability > 0.9
    assert home["c1"].goes_back_to is None


LINKS = st.builds(
    Link,
    who=st.sampled_from(["officials", "Jane Doe", "Doe", "U.S. intelligence", "Norland", ""]),
    cue=st.sampled_from(["said", "fears", ""]),
    anonymous=st.booleans(),
)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", REPORT]), st.lists(LINKS, max_size=3)), max_size=8)
)
def test_every_claim_has_exactly_one_origin(made: list[tuple[str, str, list[Link]]]) -> None:
    """Origins part the claims, have ids of their own, and never go back in a circle."""
    claims = [claim(f"c{number}", of, quote or "It rained", *chain) for number, (of, quote, chain) in enumerate(made)]
    listed = [source(name) for name in "abc"]
    found = origins.trace(claims, listed, dict.fromkeys("abc", REPORT))
    assert sorted(name for origin in found for name in origin.claims) == sorted(item.id for item in claims)
    back = {origin.id: origin.goes_back_to for origin in found}
    assert len(back) == len(found)
    for first in back.values():
        step, steps = first, 0
        while step is not None:
            step, steps = back[step], steps + 1
            assert steps <= len(back)
