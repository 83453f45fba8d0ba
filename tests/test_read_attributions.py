"""Finding who says what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.reading import actors
from cuibono.reading.attribution import Attribution, find
from cuibono.reading.sentences import split


def read(text: str) -> tuple[Attribution, ...]:
    cut = split(text)
    return find(text, cut, actors.find(text, cut))


def told(text: str) -> list[tuple[str, str]]:
    return [(item.who, text[slice(*item.content)]) for item in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe said that the talks failed.", ("Jane Doe", "the talks failed")),
        ("The talks failed, Jane Doe said.", ("Jane Doe", "The talks failed")),
        ("“The talks failed,” said Jane Doe, a senator.", ("Jane Doe", "The talks failed")),
        ("“The talks failed,” says retired Gen. Jane Doe.", ("Gen. Jane Doe", "The talks failed")),
        ("At noon, Doe said, the talks failed.", ("Doe", "the talks failed")),
        ("Doe told reporters on Monday that the talks failed.", ("Doe", "the talks failed")),
        ("Jane Doe, who led them, said the talks failed.", ("Jane Doe", "the talks failed")),
        ("The talks failed, according to the ministry.", ("the ministry", "The talks failed")),
        ("According to the ministry, the talks failed.", ("the ministry", "the talks failed")),
        ("Moscow fears that the talks may succeed.", ("Moscow", "the talks may succeed")),
        ("Moscow sees the talks as a trap.", ("Moscow", "the talks as a trap")),
        ("From Doe’s viewpoint, the talks were a trap.", ("Doe", "the talks were a trap")),
        ("Boria denies paying the rebels.", ("Boria", "paying the rebels")),
        ("Doe called the talks a trap.", ("Doe", "the talks a trap")),
        ("As Doe has noted, the talks were a trap.", ("Doe", "the talks were a trap")),
        ("The talks were a trap, I was told by Jane Doe.", ("Jane Doe", "The talks were a trap")),
        ("Reports of secret payments continue.", ("Reports", "secret payments continue")),
        ("Officials’ belief that the talks failed was shared.", ("Officials", "the talks failed was shared")),
        ("The talks, Doe vowed, are over.", ("Doe", "The talks, Doe vowed, are over.")),
        ("Doe made the point that the talks failed.", ("Doe", "the talks failed")),
        ("Doe’s view is that the talks failed.", ("Doe", "the talks failed")),
        ("There is fear among voters that the talks may fail.", ("voters", "the talks may fail")),
        ("Both showed papers they said proved it.", ("they", "proved it")),
        ("Police held a man who officials say planned it.", ("officials", "planned it")),
        ("Voters are, for the moment, glad that the talks failed.", ("Voters", "the talks failed")),
        ("Doe is reportedly leaving the talks.", ("", "Doe is reportedly leaving the talks")),
        ("Doe was accused of leaving the talks.", ("", "Doe was accused of leaving the talks")),
        ("Doe is widely seen as a hawk.", ("", "Doe is widely seen as a hawk")),
        ("It is thought the talks failed.", ("", "the talks failed")),
        ("Doe urged them to leave.", ("Doe", "to leave")),
        ("Norland asked Boria for an urgent meeting.", ("Norland", "an urgent meeting")),
        ("Critics attacked Doe for leaving the talks.", ("Critics", "Doe for leaving the talks")),
        ("Doe likened the talks to a circus.", ("Doe", "the talks to a circus")),
        ("Doe spoke about what the talks cost.", ("Doe", "what the talks cost")),
        ("A recent survey shows a fall in support.", ("A recent survey", "a fall in support")),
        ("The judges were smart enough to know it was over.", ("The judges", "it was over")),
        ("The leader, Jane Doe, said the talks failed.", ("The leader, Jane Doe", "the talks failed")),
        ("According to Doe the talks failed.", ("Doe", "the talks failed")),
    ],
)
def test_one_construction_one_attribution(text: str, expected: tuple[str, str]) -> None:
    """Each way to attribute gives its source and its content."""
    assert told(text) == [expected]


def test_quotations_run_across_sentences_and_paragraphs() -> None:
    """What a quotation says in later sentences and in the next paragraph has the same speaker."""
    text = "“We tried,” Jane Doe said. “Nobody listened to us.”\n\n“They never listen to anybody.”"
    assert [item.resolved for item in read(text)] == ["Jane Doe"] * 3


def test_an_announced_quotation_may_have_no_marks() -> None:
    """The paragraph after "Doe wrote:" is what Doe wrote, and the one after it is not."""
    text = "Jane Doe later wrote:\n\nThe talks pay off. Few know it.\n\nIt rained."
    assert told(text) == [("Jane Doe", "The talks pay off."), ("Jane Doe", "Few know it.")]


def test_a_quotation_goes_on_after_reported_speech() -> None:
    """A quotation without a cue belongs to whoever spoke in the sentence or the paragraph before."""
    text = "Jane Doe said the talks had failed. “We tried it all.”\n\n“Nobody ever listened to us.”"
    assert [item.resolved for item in read(text)] == ["Jane Doe"] * 3


def test_a_transcript_names_its_speakers() -> None:
    """What follows a speaker's name and a colon is what they say; a single label is none."""
    text = "ANN DOE: We tried. You left.\n\nBOB ROE: Nobody left.\n\nANN DOE: They did.\n\nBOB ROE: Why?"
    assert [who for who, _ in told(text)] == ["ANN DOE", "ANN DOE", "BOB ROE", "ANN DOE", "BOB ROE"]
    assert told("Update: The talks failed.") == []


def test_a_company_may_be_it() -> None:
    """ "It said" goes back to a company; "it shows" is about a thing."""
    assert told("It said the plant had closed.") == [("It", "the plant had closed")]
    assert told("It shows that the plant had closed.") == []


def test_pronouns_mean_whoever_spoke() -> None:
    """ "He said" goes back to the last man who spoke, and "she" to the last woman."""
    text = "Robert Roe said it rained. Mary Doe said it snowed. He said it was cold. She said it was wet."
    assert [item.resolved for item in read(text)] == ["Robert Roe", "Mary Doe", "Robert Roe", "Mary Doe"]


def test_whoever_is_cited_stands_behind_whoever_reports() -> None:
    """ "Citing X, Y reports that Z" attributes Z to both."""
    text = "Citing intelligence sources, several papers have been reporting that Boria paid the rebels."
    assert told(text) == [(who, "Boria paid the rebels") for who in ("intelligence sources", "several papers")]
    assert all(item.anonymous for item in read(text))


def test_attributions_nest() -> None:
    """What somebody is said to believe is attributed to both, each with its own content."""
    text = "Jane Doe said that Moscow fears the talks will succeed."
    assert told(text) == [("Jane Doe", "Moscow fears the talks will succeed"), ("Moscow", "the talks will succeed")]


def test_nobody_is_invented() -> None:
    """The author's own words, idle phrases and bare nouns attribute nothing."""
    assert told("I think it rained. Needless to say, it was cold. The move shows that it matters. It may rain.") == []


def test_labelled_articles(shared: Path) -> None:
    """On the labelled articles at least 90 of 100 attributions are found."""
    found = total = 0
    with (shared / "gold" / "why" / "articles.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            contents = [set(range(*item.content)) for item in read(row["text"])]
            for gold in row["attributions"]:
                wanted = set(range(*gold["content_offset"]))
                total += 1
                found += any(2 * len(wanted & has) >= min(len(wanted), len(has)) for has in contents)
    assert found / total > 0.9
