"""What a report says: the answer first, every statement led back to its words, nothing unknown passed off as known."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.case.records import MACHINE, Code, Hypothesis, Interval, Rating, State, Status, Trim, Unread
from cuibono.report.build import compose
from cuibono.report.charts import Probabilities, Waterfall
from cuibono.report.citations import CONTEXT, Material, date_words
from cuibono.report.document import (
    Badge,
    Cite,
    Figure,
    Heading,
    Jump,
    List,
    Note,
    Paragraph,
    Quote,
    Report,
    Run,
    Runs,
    Section,
    Table,
    Text,
)
from cuibono.weighing import weigh
from samples import CLAIMS, EVIDENCE, HYPOTHESES, STATE, TEXTS


def report_of(state: State = STATE, texts: dict[str, str] | None = None) -> Report:
    return compose(Material(state, weigh(state), TEXTS if texts is None else texts))


def section_of(report: Report, anchor: str) -> Section:
    return next(section for section in report.sections if section.anchor == anchor)


def runs_of(report: Report) -> Iterator[Run]:
    """Every run of every block, twins included."""
    for block in report.blocks():
        match block:
            case Paragraph() | Note():
                yield from block.runs
            case Quote():
                yield from block.by
            case List():
                yield from (run for item in block.items for run in item)
            case Table() | Figure():
                table = block.twin if isinstance(block, Figure) else block
                yield from (run for row in table.rows for cell in row for run in cell)
            case Heading():
                pass


def said(runs: Runs) -> str:
    return "".join(run.words for run in runs if isinstance(run, Text | Jump))


def paragraphs(report: Report, anchor: str) -> list[str]:
    blocks = section_of(report, anchor).blocks
    return [said(block.runs) for block in blocks if isinstance(block, Paragraph | Note)]


def table_of(report: Report, anchor: str) -> Table:
    return next(block for block in section_of(report, anchor).blocks if isinstance(block, Table))


def test_answer_comes_first_in_words_and_number() -> None:
    """The first sentence names the leader with its ICD 203 word and its number; confidence stands in another."""
    report = report_of()
    assert report.sections[0].anchor == "answer"
    leader = weigh(STATE).shares[0]
    sentence, *others = paragraphs(report, "answer")
    assert leader.name in sentence
    assert leader.word in sentence
    assert f"{100 * leader.probability:.0f} %" in sentence
    assert "onfidence" not in sentence
    assert any(other.startswith("Confidence in this analysis is ") for other in others)


def test_independent_origins_are_counted() -> None:
    """Sources, claims and independent origins stand in the answer, with the way to the origins."""
    report = report_of()
    assert any("3 sources, 8 claims, 4 independent origins" in words for words in paragraphs(report, "answer"))
    assert Jump("which", "origins") in tuple(runs_of(report))


def test_draft_is_called_a_draft() -> None:
    """How many ratings are the machine's is said in the answer; a case judged by people has no such note."""
    assert any("10 of 29 ratings are the machine's suggestion" in words for words in paragraphs(report_of(), "answer"))
    judged = STATE.model_copy(
        update={
            "ratings": tuple(rating for rating in STATE.ratings if rating.analyst != MACHINE),
            "hypotheses": tuple(item.model_copy(update={"draft": False}) for item in STATE.hypotheses),
            "evidence": tuple(item.model_copy(update={"draft": False}) for item in STATE.evidence),
            "origins": tuple(item.model_copy(update={"draft": False}) for item in STATE.origins),
        }
    )
    blocks = section_of(report_of(judged), "answer").blocks
    assert not [block for block in blocks if isinstance(block, Note) and block.tone == "draft"]


def test_nothing_rated_is_no_answer() -> None:
    """Priors alone are never presented as an answer, and confidence is low."""
    words = paragraphs(report_of(STATE.model_copy(update={"ratings": ()})), "answer")
    assert words[0].startswith("There is no answer yet")
    assert "Confidence in this analysis is low. Nothing is rated." in words


def test_ties_are_reported_as_ties() -> None:
    """Two hypotheses that stand level are both named, and neither leads."""
    pair = tuple(Hypothesis(id=id, name=name, prior=0.5) for id, name in (("a", "Alpha"), ("b", "Beta")))
    ratings = tuple(Rating(evidence="e1", hypothesis=id, analyst="ana", code="C") for id in ("a", "b"))
    state = State(question="Why?", hypotheses=pair, evidence=EVIDENCE[:1], ratings=ratings, claims=CLAIMS[:1])
    sentence = paragraphs(report_of(state), "answer")[0]
    assert sentence.startswith("No explanation leads. “Alpha” and “Beta” are level")


def test_every_footnote_quotes_its_source_exactly() -> None:
    """A footnote's words stand at its offsets in the stored text, and its context is what stands around them."""
    sources = {claim.quote.exact: claim.source for claim in CLAIMS}
    for note in report_of().footnotes:
        text = TEXTS[sources[note.exact]]
        assert text[note.start : note.end] == note.exact
        assert text[: note.start].endswith(note.before.removeprefix("…"))
        assert text[note.end :].startswith(note.after.removesuffix("…"))
        assert max(len(note.before), len(note.after)) <= CONTEXT + 1


def test_citations_and_footnotes_match() -> None:
    """Footnotes are numbered from 1 in the order of their first citation; each is cited, and none is missing."""
    report = report_of()
    cited = [run.number for run in runs_of(report) if isinstance(run, Cite)]
    assert list(dict.fromkeys(cited)) == [note.number for note in report.footnotes]
    assert [note.number for note in report.footnotes] == list(range(1, len(CLAIMS) + 1))


@settings(deadline=None, max_examples=30)
@given(st.sets(st.sampled_from([claim.id for claim in CLAIMS])), st.sampled_from([Status.REJECTED, Status.TRIMMED]))
def test_what_does_not_count_is_not_cited(gone: set[str], status: Status) -> None:
    """No claim that was rejected or trimmed away is quoted anywhere in the report."""
    state = STATE.model_copy(update={"status": dict.fromkeys(sorted(gone), status)})
    report = report_of(state)
    kept = {claim.quote.exact for claim in CLAIMS if claim.id not in gone}
    assert {note.exact for note in report.footnotes} <= kept
    assert {block.words for block in report.blocks() if isinstance(block, Quote)} <= kept


def test_lost_words_are_said_to_be_lost() -> None:
    """Without the stored text, or with another text, a footnote keeps the quote and says that it was not looked up."""
    for texts in ({}, dict.fromkeys(TEXTS, "another text altogether")):
        for note in report_of(texts=texts).footnotes:
            assert "these words could not be looked up in the source" in note.details


def matrix_cell(state: State, hypothesis: str, evidence: int) -> list[Badge]:
    report = report_of(state)
    table = table_of(report, "matrix")
    names = {item.name: item.id for item in HYPOTHESES}
    row = next(row for row in table.rows if names.get(said(row[0])) == hypothesis)
    return [run for run in row[evidence] if isinstance(run, Badge)]


def test_not_rated_is_not_neutral() -> None:
    """A cell nobody rated shows a blank, a neutral one N, one that does not apply NA: three different badges."""
    assert [badge.tone for badge in matrix_cell(STATE, "safety", 5)] == ["blank"]
    assert [badge.tone for badge in matrix_cell(STATE, "insurance", 1)] == ["n"]
    assert [badge.tone for badge in matrix_cell(STATE, "strike", 6)] == ["na"]


def test_analysts_who_differ_both_stand() -> None:
    """Two people's different ratings of a cell are both shown with their names; equal ones share a badge."""
    assert [(badge.letters, badge.meaning) for badge in matrix_cell(STATE, "safety", 1)] == [
        ("C", "consistent, by ana"),
        ("N", "neutral, by ben"),
    ]
    assert [badge.meaning for badge in matrix_cell(STATE, "strike", 1)] == ["very consistent, by ana, ben"]


def test_machine_is_marked_and_gives_way() -> None:
    """A suggestion is marked as one where nobody rated, and is not shown where a person did."""
    (suggested,) = matrix_cell(STATE, "insurance", 4)
    assert suggested == Badge("CC", "cc", "very consistent, the machine's suggestion", machine=True)
    assert not any(badge.machine for badge in matrix_cell(STATE, "sale", 2))


def test_likelihoods_stand_as_numbers() -> None:
    """A rating given as a number shows the number, in the shape of the nearest code."""
    rating = Rating(evidence="e5", hypothesis="safety", analyst="ana", likelihood=0.12)
    (badge,) = matrix_cell(STATE.model_copy(update={"ratings": (*STATE.ratings, rating)}), "safety", 5)
    assert (badge.letters, badge.tone) == ("0.12", "ii")


def test_wide_matrices_are_parted() -> None:
    """More evidence than fits across a page goes on in further tables, and no column is lost."""
    many = tuple(EVIDENCE[0].model_copy(update={"id": f"x{i}"}) for i in range(23))
    report = report_of(STATE.model_copy(update={"evidence": (*EVIDENCE, *many)}))
    tables = [block for block in section_of(report, "matrix").blocks if isinstance(block, Table)]
    assert [column.title for table in tables for column in table.columns[1:]] == [f"E{n}" for n in range(1, 30)]


def test_contributions_add_up() -> None:
    """The bars before the last sum to the last, however many of them are folded into one."""
    many = tuple(EVIDENCE[0].model_copy(update={"id": f"x{i}"}) for i in range(15))
    ratings = tuple(Rating(evidence=f"x{i}", hypothesis="safety", analyst="ana", code=Code.C) for i in range(15))
    crowded = STATE.model_copy(update={"evidence": (*EVIDENCE, *many), "ratings": (*STATE.ratings, *ratings)})
    for state in (STATE, crowded):
        figures = [block for block in report_of(state).blocks() if isinstance(block, Figure)]
        (chart,) = [figure.chart for figure in figures if isinstance(figure.chart, Waterfall)]
        assert chart.total == pytest.approx(weigh(state).contributions[0].total)


def test_chart_and_posterior_agree() -> None:
    """The bars are the posterior's numbers, in its order."""
    figures = [block for block in report_of().blocks() if isinstance(block, Figure)]
    (chart,) = [figure.chart for figure in figures if isinstance(figure.chart, Probabilities)]
    assert [bar.value for bar in chart.bars] == [share.probability for share in weigh(STATE).shares]


def test_unknown_stays_unknown() -> None:
    """A source without outlet, author or date says so, and a known field says how it is known."""
    first, _, third = (tuple(map(said, row)) for row in table_of(report_of(), "sources").rows)
    assert first[1:4] == ("Lindhaven Courier (first line)", "Marte Voss (byline)", "2021-05-04 (third line)")
    assert third[1:4] == ("unknown", "unknown", "unknown")
    assert third[4] == "F, reliability cannot be judged"


def test_trim_is_measured_on_the_text() -> None:
    """The trimmed share is that of the letters in trimmed lines; the analyst's trim stands over the machine's."""
    whole = len(TEXTS["page"].split("\n")) - 1
    state = STATE.model_copy(update={"trims": {"page": (Trim(first=0, last=whole, reason="analyst"),)}})
    rows = {said(row[0]): said(row[-1]) for row in table_of(report_of(state), "sources").rows}
    assert rows["Why I think the quay was closed"] == "100 %"
    assert rows["coastwire.txt"] == "0 %"


def test_unread_documents_are_listed() -> None:
    """A document that could not be read is in the report with the reason."""
    state = STATE.model_copy(update={"unread": (Unread(name="scan.pdf", reason="is encrypted"),)})
    lists = [block for block in section_of(report_of(state), "sources").blocks if isinstance(block, List)]
    assert said(lists[0].items[0]) == "scan.pdf: is encrypted"


def test_origins_lead_to_claims_and_sources() -> None:
    """Each origin's row has the sources that relay it and the footnotes of its claims."""
    row = table_of(report_of(), "origins").rows[0]
    assert said(row[0]) == "Two people who work at the port (anonymous)"
    assert said(row[2]) == "Lindhaven Courier, North quay closed; Coastwire"
    assert len([run for run in row[3] if isinstance(run, Cite)]) == 4


def test_timeline_is_in_order() -> None:
    """What happened stands by date, with open ends and the words of the document."""
    (figure,) = [block for block in section_of(report_of(), "timeline").blocks if isinstance(block, Figure)]
    rows = [tuple(map(said, row)) for row in figure.twin.rows]
    assert rows[0][:3] == (
        "2021-01-01 or later",
        "after the storm of January 2021",
        "The insurer refused to renew the cover",
    )
    assert [row[0][:7] for row in rows] == ["2021-01", "2021-03", "2021-04", "2021-05", "2021-05"]


@given(st.dates(), st.dates())
def test_dates_are_never_more_exact_than_given(one: object, other: object) -> None:
    """The words for an interval name all of its days: read back, they are the same interval."""
    first, last = sorted((str(one), str(other)))
    interval = Interval.parse(f"{first}/{last}")
    words = date_words(interval).replace(" to ", "/")
    assert Interval.parse(words) == Interval.parse(interval.iso)


def test_same_case_same_report() -> None:
    """Building is a function: equal cases give equal reports."""
    assert report_of() == report_of(STATE.model_copy())


def test_empty_case_has_a_report() -> None:
    """A case with nothing in it says so in every section instead of failing."""
    report = report_of(State(question="Why?"), {})
    assert report.title == "Why?"
    assert paragraphs(report, "answer")[0].startswith("There is no answer yet")
    assert "There is no evidence to rate yet." in paragraphs(report, "matrix")
    assert not report.footnotes
