"""Drafting a case from claims: hypotheses, evidence, origins and suggested ratings."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from cuibono.case.records import MACHINE, NONE, NOT_HAPPENED, Claim, Code, Draft, Kind, Source
from cuibono.reading import draft as drafting
from cuibono.reading import names, slugs
from cuibono.reading.draft import draft
from cuibono.reading.furniture import trim
from cuibono.reading.rules import RuleReader

ASKED = "Why did Norland arm the hill tribes?"
FIRST = (
    "Norland armed the hill tribes as payback for the help that Estria gave to rebels in the 1980s.\n\n"
    "But revenge does not explain why the arms came only now, and Norland's generals had failed to ask for them.\n\n"
    "Another possibility is that Norland wants good relations with whoever rules the hills after the war."
)
SECOND = (
    "Norland's leaders dream of vengeance for the 1980s, when Estria paid the rebels, and so they armed the tribes.\n\n"
    "Intelligence reports indicating that Norland armed the hill tribes were confirmed by Estria.\n\n"
    "Norland may also hope to earn cash in order to pay for its own army."
)


def source(name: str, text: str) -> Source:
    digest = sha256(text.encode()).hexdigest()
    return Source(
        id=name,
        sha256=digest,
        file=f"{name}.txt",
        name=name,
        media="text/plain",
        text_sha256=digest,
        characters=len(text),
        outlet=f"The {name.title()}",
        trim=trim(text),
    )


def made(asked: str, texts: dict[str, str]) -> tuple[Draft, list[Claim]]:
    sources = [source(name, text) for name, text in texts.items()]
    reader = RuleReader()
    claims = [c for item in sources for c in reader.read(item, texts[item.id], asked, item.trim)]
    return draft(asked, sources, texts, claims), claims


def test_one_motive_told_in_two_documents_is_one_hypothesis() -> None:
    """Payback in one document and vengeance in the other are one hypothesis with claims of both, and it comes first."""
    drafted, claims = made(ASKED, {"post": FIRST, "news": SECOND})
    of = {claim.id: claim.source for claim in claims}
    first = drafted.hypotheses[0]
    assert {of[name] for name in first.claims} == {"post", "news"}
    assert "revenge" in first.note
    assert len(drafted.hypotheses) >= 3


def test_everything_is_marked_as_a_draft_and_refers_to_what_is_there() -> None:
    """Ids are unique and valid, every claim exists, every rating is the machine's and of drafted rows and columns."""
    drafted, claims = made(ASKED, {"post": FIRST, "news": SECOND})
    known = {claim.id for claim in claims}
    for listed in (drafted.hypotheses, drafted.evidence, drafted.origins):
        assert len({item.id for item in listed}) == len(listed)
        assert all(item.draft and set(item.claims) <= known for item in listed)
    rows = {item.id for item in drafted.evidence}
    columns = {item.id for item in drafted.hypotheses} | {NOT_HAPPENED}
    assert drafted.ratings
    assert all(r.analyst == MACHINE and r.evidence in rows and r.hypothesis in columns for r in drafted.ratings)
    assert not {NONE, NOT_HAPPENED} & {item.id for item in drafted.hypotheses}


def test_reports_that_it_happened_count_against_it_did_not() -> None:
    """Evidence on the question itself is rated under "it did not happen", the other way round."""
    drafted, claims = made(ASKED, {"post": FIRST, "news": SECOND})
    bearing = {c.id for c in claims if c.kind is Kind.EVIDENCE and c.bears_on == "question" and c.direction == "for"}
    rows = {item.id for item in drafted.evidence if bearing & set(item.claims)}
    codes = {r.code for r in drafted.ratings if r.hypothesis == NOT_HAPPENED and r.evidence in rows}
    assert rows
    assert codes <= {Code.I, Code.II}


def test_the_same_input_gives_the_same_draft() -> None:
    """Drafting twice gives the same bytes."""
    texts = {"post": FIRST, "news": SECOND}
    assert made(ASKED, texts)[0].model_dump_json() == made(ASKED, texts)[0].model_dump_json()


def test_a_statement_that_two_documents_print_is_one_piece_of_evidence() -> None:
    """The same sentence in two documents is one fact with the claims of both."""
    drafted, claims = made(ASKED, {"post": FIRST, "copy": f"{FIRST}\n\nIt rained."})
    of = {claim.id: claim.source for claim in claims}
    assert any({of[name] for name in item.claims} == {"post", "copy"} for item in drafted.evidence)


def test_the_draft_is_capped_and_loses_no_claim() -> None:
    """However much is offered, a draft stays readable; the claims themselves are all still there."""
    goods = ("oil", "gold", "ports", "coal", "fish", "salt", "iron", "wool", "silk", "wine", "corn", "beef", "mines")
    patrons = ("kings", "guilds", "towns", "clerks", "monks", "poets", "sailors")
    text = "\n\n".join(
        f"Another possibility is that Norland wanted the {wanted} in order to please its {patron}."
        for wanted in goods
        for patron in patrons
    )
    drafted, claims = made(ASKED, {"post": text})
    assert len(drafted.hypotheses) <= drafting.MOST_HYPOTHESES
    assert len(drafted.evidence) <= drafting.MOST_EVIDENCE
    assert sum(claim.kind is Kind.MOTIVE for claim in claims) > drafting.MOST_HYPOTHESES


def test_nothing_is_drafted_from_what_cannot_be_read() -> None:
    """Texts in other languages, empty ones, and no claims at all give an empty draft."""
    assert made(ASKED, {"post": "La Norlande a armé les tribus parce que la guerre approche. " * 8})[0] == Draft()
    assert draft(ASKED, [], {}, []) == Draft()


def test_names_are_short_and_stand_alone() -> None:
    """A name has at most twelve words, a capital, and no dangling preposition; ids come from it."""
    drafted, _ = made(ASKED, {"post": FIRST, "news": SECOND})
    for item in drafted.hypotheses:
        assert len(item.name.split()) <= 12
        assert item.name[0].isupper()
        assert item.name.split()[-1].lower() not in {"to", "of", "the", "and", "in"}
        assert re.sub(r"-\d+$", "", item.id) == slugs.slug(item.name)
    assert names.motive("It was done in a bid to win over moderate voters, he said") == "Win over moderate voters"


def test_the_founding_articles_give_a_draft(shared: Path) -> None:
    """At least 9 of the 16 labelled motives are drafted, the two shared ones as one hypothesis each, and one origin.

    Labels: the two founding articles in `gold/why/articles.jsonl` and their shared motives in `questions.jsonl`.
    """
    lines = (shared / "gold/why/articles.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["question_id"] == "seed-bounties"]
    drafted, claims = made(rows[0]["question"], {row["id"]: row["text"] for row in rows})
    quotes = {claim.id: (claim.source, claim.quote.start, claim.quote.end) for claim in claims}
    told: dict[str, set[str]] = {}
    for row in rows:
        for motive in row["hypotheses"]:
            for start, end in motive["span_offsets"]:
                for item in drafted.hypotheses:
                    for of, a, b in (quotes[name] for name in item.claims):
                        if of == row["id"] and 2 * (min(b, end) - max(a, start)) > min(b - a, end - start):
                            told.setdefault(motive["hid"], set()).add(item.id)
    assert sum(m["hid"] in told for row in rows for m in row["hypotheses"] if m["on_question"]) >= 9
    assert told["s0h2"] & told["s1h2"]
    assert told["s0h5"] & told["s1h3"]
    spies = [origin for origin in drafted.origins if "intelligence" in origin.name]
    assert {quotes[name][0] for name in spies[0].claims} == {"seed0", "seed1"}
