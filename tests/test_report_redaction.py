"""Redaction: a name that must not appear does not, in any form, under any of its spellings, whole or in part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Claim, Hypothesis, Kind, Link, Origin, Quote, State
from cuibono.errors import UsageError
from cuibono.report import render
from cuibono.report.aliases import aliases
from cuibono.report.build import compose
from cuibono.report.citations import Material
from cuibono.report.document import Footnote, Text
from cuibono.report.figures import FIGURES
from cuibono.report.redaction import Redactor, redactor
from cuibono.verbs import Case
from cuibono.weighing import weigh
from samples import CLAIMS, EVIDENCE, SOURCES, STATE, digest

NAME = "Ottilie Brandt-Hale"
TEXT = (
    "Ottilie Brandt-Hale closed the quay on 3 May. Brandt-Hale had told nobody, said Ottilie\nBrandt-Hale's deputy. "
    "The deputy praised OTTILIE BRANDT\u2011HALE and O. Brandt-Hale\u2019s plan."
)
TRACES = re.compile(r"brandt|ottilie|hale\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def material() -> Material:
    """The sample case with one person's name in every place that a report shows."""
    start = TEXT.index("Brandt-Hale had")
    claim = Claim(
        id="c1",
        source="courier",
        quote=Quote.of(TEXT, start, start + 31, digest(TEXT)),
        kind=Kind.EVENT,
        chain=(Link(who="Ms Brandt-Hale", cue="said", resolved=NAME),),
    )
    source = SOURCES[0].model_copy(
        update={
            "title": f"{NAME} speaks",
            "author": NAME,
            "name": "ottilie_brandt-hale_2021.txt",
            "url": "https://x.example/ottilie-brandt-hale",
            "warnings": (f"{NAME} is named",),
            "known": {"author": f"byline of {NAME}"},
        }
    )
    named = Hypothesis(id="brandt-hale", name=f"Because {NAME.upper()} wished it", prior=0.3, claims=("c1",), note=NAME)
    state = STATE.model_copy(
        update={
            "question": f"Why did {NAME} close the quay?",
            "claims": (claim, *CLAIMS[1:]),
            "sources": (source, *SOURCES[1:]),
            "hypotheses": (named, *STATE.hypotheses),
            "evidence": (EVIDENCE[0].model_copy(update={"name": f"{NAME}'s order"}), *EVIDENCE[1:]),
            "origins": (Origin(id="o9", name=NAME, claims=("c1",), because=f"{NAME} said"), *STATE.origins[1:]),
            "ratings": tuple(r.model_copy(update={"why": f"as {NAME} would"}) for r in STATE.ratings),
            "analysts": ("ana", "brandt-hale"),
            "head": NAME,
        }
    )
    texts = {"courier": TEXT, "coastwire": f"{NAME} again.", "page": ""}
    return Material(state, weigh(state), texts)


def texts_of(data: bytes, form: str) -> Iterator[str]:
    """All text of a file: the file itself, or the parts of an archive, their names included."""
    if form in {".docx", ".xlsx"}:
        with ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", "replace")
    else:
        yield data.decode("utf-8")


@pytest.mark.parametrize("length", ["brief", "full"])
@pytest.mark.parametrize("form", [".html", ".md", ".docx", ".xlsx"])
def test_name_is_gone_from_every_form(material: Material, form: str, length: str) -> None:
    """No form has the name, in text, pictures, alternative texts, links or the file's own properties."""
    bare = list(texts_of(render(material, form, length=length), form))  # type: ignore[arg-type]
    assert any(TRACES.search(text) for text in bare)
    hidden = render(material, form, length=length, redact=[f"{NAME} = O. Brandt-Hale"])  # type: ignore[arg-type]
    found = [TRACES.search(text) for text in texts_of(hidden, form)]
    assert not [hit.string[max(0, hit.start() - 60) : hit.end() + 20] for hit in found if hit]
    assert any("[Name 1]" in text or "Name 1" in text for text in texts_of(hidden, form))


def test_name_is_gone_from_print(material: Material) -> None:
    """A PDF has the name on no page, nor in its title."""
    import pypdfium2

    from cuibono.report.printing import PrintingError, find

    try:
        find()
    except PrintingError:
        pytest.skip("there is no browser to print with")
    printed = pypdfium2.PdfDocument(render(material, ".pdf", redact=[f"{NAME} = O. Brandt-Hale"]))
    told = [page.get_textpage().get_text_range() for page in printed] + [printed.get_metadata_value("Title")]
    printed.close()
    assert not [words for words in told if TRACES.search(words)]


def test_name_is_gone_from_every_picture(material: Material) -> None:
    """What is drawn is drawn of redacted labels."""
    from cuibono.report import charts

    hide = redactor([NAME], aliases([NAME], material.texts))
    for make in FIGURES.values():
        figure = make(material)
        if figure is not None:
            assert not TRACES.search(charts.svg(hide.apply(figure).chart, 672))


def test_labels_are_the_same_everywhere(material: Material) -> None:
    """One name has one label; another name added after it changes nothing of the first."""
    one = redactor([NAME]).apply(compose(material))
    two = redactor([NAME, "Marte Voss"]).apply(compose(material))
    assert one.title == two.title == "Why did [Name 1] close the quay?"
    assert "[Name 2]" not in repr(one)


def test_links_still_lead_somewhere(material: Material) -> None:
    """Places that were named after a hypothesis have another name, and every link still leads to a place."""
    page = render(material, ".html", redact=[NAME]).decode()
    links = re.findall(r'href="#([^"]+)"', page)
    places = re.findall(r' id="([^"]+)"', page)
    assert {*links} <= {*places}
    assert len(places) == len({*places})


def test_name_across_the_edge_of_a_quote() -> None:
    """A name that begins in the words around a quote and ends in the quote goes too, and the rest stays in place."""
    note = Footnote(1, "Yesterday Jane ", "Doe paid Jane", " Doe's men.", (Text("x"),), "x", (), 5, 9)
    hidden = redactor(["Jane Doe"]).apply(note)
    assert hidden.before + hidden.exact + hidden.after == "Yesterday [Name 1] paid [Name 1]'s men."
    assert " paid " in hidden.exact


@pytest.mark.parametrize(
    "words",
    [
        "Jane Doe", "JANE DOE", "jane  doe", "Jane\nDoe", "Jane\u00a0Doe", "Ja\u00adne Doe", "Jané Doe",
        "Jane\u0301 Doe", "jane-doe", "jane_doe.pdf", "Jane\u200b Doe", "(Jane Doe)", "Jane Doe’s",
    ],
)  # fmt: skip
def test_spellings(words: str) -> None:
    """Case, accents, white space, hyphens and invisible letters hide no name."""
    assert "[Name 1]" in redactor(["Jane Doe"]).text(words)


@pytest.mark.parametrize("words", ["Janet Doe", "Jane Doerr", "Jane Smith Doe", "Jane"])
def test_other_names_stay(words: str) -> None:
    """What only resembles the name stays."""
    assert redactor(["Jane Doe"]).text(words) == words


@pytest.mark.parametrize("words", ["It was Jane D…", "It was Jan…", "said Jane…"])
def test_torn_names(words: str) -> None:
    """The beginning of a name before the dots where a text was cut goes too."""
    hidden = redactor(["Jane Doe"]).text(words)
    assert "Jan" not in hidden
    assert hidden.endswith("[Name 1]…")


@pytest.mark.parametrize("words", ["…Defence said", "…of Defence", "…of\nDefence."])
def test_beheaded_names(words: str) -> None:
    """So does the end of a name after the dots where a text was cut before."""
    hidden = redactor(["Ministry of Defence"]).text(words)
    assert "Defence" not in hidden
    assert hidden.startswith("…[Name 1]")


def test_aliases_are_found() -> None:
    """What the reader takes for the same actor is hidden with it: last names, acronyms, capitals of states."""
    said = "Moscow denied it. Minister Jane Doe left; Doe was tired."
    texts = {"a": said, "b": "The Port Workers Union (PWU) met. The PWU agreed."}
    found = aliases(["Jane Doe", "Russia", "Port Workers Union"], texts)
    assert "Doe" in found["Jane Doe"]
    assert "Moscow" in found["Russia"]
    assert "PWU" in found["Port Workers Union"]


@given(st.text(min_size=0, max_size=80), st.text(min_size=0, max_size=80))
def test_name_never_survives(before: str, after: str) -> None:
    """Whatever stands around it, a name that stands alone is replaced, and nothing else of the text is."""
    words = f"{before} Jane Doe {after}"
    hidden = Redactor({"Jane Doe": ()}).text(words)
    assert "Jane Doe" not in hidden
    assert len(hidden) >= len(before) + len(after)


@pytest.mark.parametrize("name", ["", " ", "x", "= Doe", "!!"])
def test_what_is_no_name(name: str) -> None:
    """Too little to look for is refused: it would black out the whole report, or nothing."""
    with pytest.raises(UsageError, match="two letters or more"):
        redactor([name])


def test_case_names_what_to_hide(small_case: Case) -> None:
    """`case.toml` may list names and a marking for every report; the command line adds to the names."""
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text() + '\n[report]\nmarking = "TLP:GREEN"\nredact = ["Boria"]\n')
    told = Path(small_case.report(small_case.path / "r.md", redact=["Aria"])).read_text("utf-8")
    assert "Boria" not in told
    assert "Why did \\[Name 2\\] close the port?" in told
    assert told.startswith("**TLP\\:GREEN**\n")
    assert told.endswith("**TLP\\:GREEN**\n")
    assert "TLP" not in small_case.report(small_case.path / "r.md", marking="").read_text("utf-8")


def test_marking_is_checked(small_case: Case) -> None:
    """A marking that there is not is refused with those there are, and nothing is written."""
    with pytest.raises(UsageError, match=r"red, amber\+strict, amber, green, clear"):
        small_case.report(small_case.path / "r.html", marking="secret")
    assert not (small_case.path / "r.html").exists()


def test_state_without_names_is_untouched() -> None:
    """Without names to hide the report is the very same value."""
    report = compose(Material(State(question="Why?"), weigh(State(question="Why?")), {}))
    assert redactor([]).apply(report) is report
