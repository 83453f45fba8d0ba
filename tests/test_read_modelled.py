"""The default reader: the rules over the grammar of the language model that ships."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import get_args

import pytest

from cuibono.case.records import Claim, Interval, Kind, Source
from cuibono.reading import (
    actors,
    attribution,
    conditionals,
    confidences,
    default,
    motives,
    parses,
    question,
    rules,
    sentences,
)
from cuibono.reading.attribution import Attribution, Manner
from cuibono.reading.model import Reader
from cuibono.reading.modelled import ModelReader
from cuibono.reading.parses import Parses
from cuibono.reading.reader import warnings
from cuibono.reading.rules import RuleReader

QUESTION = "Why did Norland leave the treaty?"
NEWS = (
    "Norland left the treaty on Monday in order to please its voters. Observers reasoned that the mines had lost money "
    "for years. Minister Hedda Krull denied it. She said the treaty had failed.\n\n"
    "Before the vote was counted, the army withdrew on 3 May 2020.\n"
)


def source(text: str, **known: object) -> Source:
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    fields: dict[str, object] = {"id": "s", "sha256": digest, "file": "s.txt", "name": "s", "media": "text/plain"}
    fields |= {"text_sha256": digest, "characters": len(text), "published": date(2020, 6, 3)}
    return Source.model_validate(fields | known)


@pytest.fixture(scope="module")
def reader() -> ModelReader:
    return ModelReader()


@pytest.fixture(scope="module")
def model() -> Reader:
    return Reader()


def parsed(text: str, model: Reader) -> tuple[tuple[sentences.Sentence, ...], Parses]:
    cut = tuple(sentences.split(text))
    return cut, parses.read(text, cut, model)


def read(reader: ModelReader, text: str) -> tuple[Claim, ...]:
    return reader.read(source(text), text, QUESTION)


# ---- what it adds --------------------------------------------------------------------------------------------------


def test_it_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever names no reader gets the model; where its runtime is absent, the rules, and no comparison by meaning."""
    assert default.reader().name == "cuibono-1"
    monkeypatch.setattr(default, "find_spec", lambda _: None)
    alone = default.reader()
    assert isinstance(alone, RuleReader)
    assert default.embedder(alone) is None


def test_a_plain_motive_is_found_in_a_short_note(reader: ModelReader) -> None:
    """A note of four sentences that says it in plain words."""
    note = (
        "The mine will close in May, the company said.\n\nAcme closed the mine to cut costs. "
        "The union says that Acme wanted to punish its workers for the strike. The mine employed 300 people."
    )
    claims = reader.read(source(note), note, "Why did Acme close the mine?")
    motives = [claim.quote.exact for claim in claims if claim.kind is Kind.MOTIVE]
    assert any("cut costs" in words for words in motives)
    assert any("punish its workers" in words for words in motives)


def test_every_quote_is_exact_and_says_why(reader: ModelReader) -> None:
    """Each claim is a slice of the text, made by this reader, with a confidence between 0 and 1 and a cue."""
    claims = read(reader, NEWS)
    assert {claim.kind for claim in claims} >= {Kind.STATEMENT, Kind.EVENT, Kind.MOTIVE}
    for claim in claims:
        assert claim.quote.holds_in(NEWS)
        assert claim.reader == "cuibono-1"
        assert 0 < claim.confidence < 1
        assert claim.because or claim.kind in (Kind.EVIDENCE, Kind.MOTIVE)


def test_reading_twice_is_the_same(reader: ModelReader) -> None:
    """The same text gives the same claims, from one reader and from another."""
    assert read(reader, NEWS) == read(reader, NEWS) == read(ModelReader(), NEWS)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading and reading open no connection."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read(ModelReader(), NEWS)


def test_every_manner_of_saying_has_a_measured_confidence() -> None:
    """No attribution is left without a figure, and one on nobody's word is less sure than on somebody's."""
    for manner in get_args(Manner):
        item = Attribution((0, 1), "Jane Doe", (2, 3), (4, 9), manner=manner)
        assert 0 < confidences.statement(replace(item, source=None, who="")) < confidences.statement(item) < 1
    day, since = Interval(first=date(2020, 1, 1), last=date(2020, 1, 1)), Interval(first=date(2020, 1, 1))
    assert confidences.event(day) > confidences.event(since) > confidences.event(None)


def test_names_have_types(model: Reader) -> None:
    """People, organisations and places are told apart where no title or list does it."""
    text = "Xiomara Quispe sued Terrafon over its plant in Wroclaw. Quispe lives in Wroclaw. Shares in Terrafon fell."
    found = {actor.name: actor.type for actor in actors.find(text, *parsed(text, model)).all}
    assert found["Xiomara Quispe"] == "person"
    assert found["Terrafon"] == "organisation"
    assert found["Wroclaw"] == "place"


def test_verbs_without_a_list_attribute(reader: ModelReader) -> None:
    """A clause that any verb takes is on its subject's word; what a verb brings about is nobody's word."""
    said = {claim.quote.exact: claim.speaker for claim in read(reader, NEWS) if claim.kind is Kind.STATEMENT}
    assert said["the mines had lost money for years"] == "Observers"
    text = (
        "The board reasoned that the plant loses money. The law lets workers leave early, and rain made the roof leak."
    )
    quoted = [claim.quote.exact for claim in read(reader, text) if claim.kind is Kind.STATEMENT]
    assert quoted == ["the plant loses money"]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Voters who had backed the party said it had failed.", "Voters"),
        ("The minister, once the talks with the unions were over, said they had failed.", "The minister"),
        ("Polls show growing support for the treaty.", "Polls"),
    ],
)
def test_the_tree_tells_whose_a_verb_is(model: Reader, sentence: str, speaker: str) -> None:
    """A source is the subject of its verb by the parse, not whatever noun stands beside it."""
    cut, read = parsed(sentence, model)
    assert [item.who for item in attribution.find(sentence, cut, actors.find(sentence, cut, read), read)] == [speaker]


def test_a_verb_is_no_speaker(reader: ModelReader) -> None:
    """What the model takes for a verb says nothing, though rules may take it for a noun."""
    text = "This helps explain why the treaty failed. This report explains why the treaty failed."
    speakers = {link.who for claim in read(reader, text) for link in claim.chain}
    assert speakers == {"This report"}


def test_undated_events_are_ordered(reader: ModelReader) -> None:
    """An event that a dated one came before happened on that day at the earliest; its end is open."""
    events = {claim.quote.exact: claim.happened for claim in read(reader, NEWS) if claim.kind is Kind.EVENT}
    vote = events["the vote was counted"]
    assert vote is not None
    assert vote.iso == "2020-05-03/.."


@pytest.mark.parametrize(
    ("sentence", "is_motive"),
    [
        ("Norland left the treaty in order to cut costs.", True),
        ("Why did Norland leave the treaty in order to cut costs?", False),
        ("In order to judge Norland, one must first ask: why did it leave the treaty?", False),
        ("The question is why Norland left the treaty in order to cut costs.", False),
        ("Its neighbours should act at once in order to cut costs.", False),
    ],
)
def test_what_answers_another_question_is_no_motive(model: Reader, sentence: str, is_motive: bool) -> None:
    """An open question states no motive, nor does what somebody else should do."""
    cut, read = parsed(sentence, model)
    found = motives.find(sentence, cut, question.parse(QUESTION), read)
    assert bool([motive for motive in found if motive.on_question]) is is_motive


def test_a_qualified_adjective_is_no_condition(model: Reader) -> None:
    """“A passionate, if discreet, love” depends on nothing."""
    text = "He wrote of a passionate, if discreet, love. They will leave if the talks fail."
    cut, read = parsed(text, model)
    assert [text[a:b] for a, b in conditionals.find(text, cut, read)] == ["They will leave if the talks fail."]


# ---- what it is not made for ---------------------------------------------------------------------------------------

GERMAN = "Die Regierung hat am Montag erklärt, dass sie den Vertrag verlassen wird, weil die Wähler es wollen. " * 4
VERSE = "\n".join(["the moon is in the reeds", "and nobody has come", "to tell the river why"] * 8)
TABLE = "\n".join(f"{year}\t{year * 3}\t{year / 7:.3f}" for year in range(1900, 1960))


@pytest.mark.parametrize("text", [GERMAN, VERSE, TABLE, NEWS.upper(), "", "   \n\n ", "。" * 50])
def test_out_of_its_depth_it_says_so(reader: ModelReader, text: str) -> None:
    """Another language, verse, a table, capitals, nothing: no claims, and a warning in plain words."""
    assert read(reader, text) == ()
    assert warnings(source(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "HOST: Why did they leave? GUEST: They said it was about money. HOST: And was it? GUEST: I doubt it. " * 5,
        "norland left the treaty because it wanted money and the minister said that nobody had been asked about it "
        * 9,
        NEWS + "\ud800\udfff\x00\ufffd\u202e broken \x1b[31m bytes said it failed.",
        NEWS + "Министр сказал, что договор мёртв. Norland said 条約 was dead, and مات الاتفاق too.",
        NEWS + "said " * 3000 + ".",
        NEWS + "(" * 2000 + "“" * 2000,
        NEWS + "x" * 50_000,
        NEWS.replace(" ", "\u00a0"),
    ],
)
def test_bad_text_does_no_harm(reader: ModelReader, text: str) -> None:
    """Transcripts, no punctuation, broken encodings, mixed scripts, noise: exact quotes or none, and no crash."""
    assert all(claim.quote.holds_in(text) for claim in read(reader, text))


def test_a_long_text_is_read_to_its_end(reader: ModelReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what the model reads of one text, rules alone read on; names there are not lost."""
    monkeypatch.setattr(rules, "PART", len(NEWS))
    text = NEWS + "\nColonel Otto Varga said the border was closed.\n"
    last = [claim for claim in read(reader, text) if claim.quote.start > len(NEWS)]
    assert [claim.speaker for claim in last if claim.kind is Kind.STATEMENT] == ["Otto Varga"]
