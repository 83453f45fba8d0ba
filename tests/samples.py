"""A small, complete case for tests: why did the port of Lindhaven close its north quay? All of it invented."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from cuibono.case.records import (
    MACHINE,
    NONE,
    Act,
    Certainty,
    Claim,
    Code,
    Evidence,
    Hypothesis,
    Interval,
    Kind,
    Level,
    Link,
    Origin,
    Quote,
    Rating,
    Source,
    State,
    Status,
    Trim,
)

COURIER = """Lindhaven Courier
By Marte Voss
4 May 2021

The port authority closed the north quay on 3 May without notice, according to two people who work there. They said \
that the order came from the board and that surveyors had been seen under the quay in April.

One of them believes that the board wants to sell the land to the ferry company. "Nobody spends that much on surveyors \
to mend a crack," he said.

The authority said on Monday that the quay is unsafe and that it will reopen once the piles have been repaired.

Subscribe to our newsletter
"""

WIRE = """Coastwire, 5 May 2021 - The port authority of Lindhaven closed its north quay on 3 May without notice, the \
Lindhaven Courier reported, citing two people who work there.

Dockers doubt the official reason. The union said that the closure is a punishment for the strike of March 2021, \
although it is not clear whether the board knew of the strike fund when it decided.
"""

PAGE = """Why I think the quay was closed

Insurance, probably. The insurer is said to have refused to renew the cover after the storm of January 2021. But a \
refusal would not explain why the south quay, which is older, stays open.
"""

TEXTS = {"courier": COURIER, "coastwire": WIRE, "page": PAGE}


def digest(text: str) -> str:
    """The sha256 of a text, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quote(text: str, exact: str) -> Quote:
    """The quote of `exact` where it first stands in `text`."""
    start = text.index(exact)
    return Quote.of(text, start, start + len(exact), digest(text))


def source(name: str, text: str, **fields: object) -> Source:
    """A plain-text source called `name`."""
    given = {"file": f"sources/{name}.txt", "name": f"{name}.txt", "media": "text/plain"} | fields
    same = digest(text)
    return Source.model_validate(given | {"id": name, "sha256": same, "text_sha256": same, "characters": len(text)})


SOURCES = (
    source(
        "courier",
        COURIER,
        title="North quay closed",
        outlet="Lindhaven Courier",
        author="Marte Voss",
        published=date(2021, 5, 4),
        known={"outlet": "first line", "author": "byline", "published": "third line", "title": "analyst"},
        trim=(Trim(first=0, last=2, reason="byline and date"), Trim(first=10, last=10, reason="newsletter")),
    ),
    source(
        "coastwire",
        WIRE,
        outlet="Coastwire",
        published=date(2021, 5, 5),
        known={"outlet": "first line", "published": "first line"},
    ),
    source("page", PAGE, title="Why I think the quay was closed", known={"title": "first line"}),
)

WORKERS = Link(who="two people who work there", cue="according to", anonymous=True)
UNION = Link(who="The union", cue="said", resolved="Dockers' union")

CLAIMS = (
    Claim(
        id="c1",
        source="courier",
        quote=quote(COURIER, "The port authority closed the north quay on 3 May without notice"),
        kind=Kind.EVENT,
        chain=(WORKERS,),
        said=Interval.parse("2021-05-04"),
        happened=Interval.parse("2021-05-03", "3 May"),
        bears_on="question",
        confidence=0.9,
    ),
    Claim(
        id="c2",
        source="courier",
        quote=quote(COURIER, "surveyors had been seen under the quay in April"),
        kind=Kind.EVIDENCE,
        chain=(WORKERS,),
        said=Interval.parse("2021-05-04"),
        happened=Interval.parse("2021-04", "in April"),
        direction="for",
        bears_on="sale",
    ),
    Claim(
        id="c3",
        source="courier",
        quote=quote(COURIER, "the board wants to sell the land to the ferry company"),
        kind=Kind.MOTIVE,
        chain=(Link(who="One of them", cue="believes", anonymous=True),),
        certainty=Certainty(level=Level.PROBABLE, words="believes"),
        bears_on="sale",
    ),
    Claim(
        id="c4",
        source="courier",
        quote=quote(COURIER, "the quay is unsafe and that it will reopen once the piles have been repaired"),
        kind=Kind.MOTIVE,
        chain=(Link(who="The authority", cue="said", resolved="Port authority"),),
        said=Interval.parse("2021-05-03"),
        bears_on="safety",
    ),
    Claim(
        id="c5",
        source="coastwire",
        quote=quote(WIRE, "closed its north quay on 3 May without notice"),
        kind=Kind.EVENT,
        chain=(Link(who="the Lindhaven Courier", cue="reported"), WORKERS),
        said=Interval.parse("2021-05-05"),
        happened=Interval.parse("2021-05-03", "3 May"),
        bears_on="question",
    ),
    Claim(
        id="c6",
        source="coastwire",
        quote=quote(WIRE, "the closure is a punishment for the strike of March 2021"),
        kind=Kind.MOTIVE,
        chain=(UNION,),
        happened=Interval.parse("2021-03", "March 2021"),
        bears_on="strike",
    ),
    Claim(
        id="c7",
        source="page",
        quote=quote(PAGE, "The insurer is said to have refused to renew the cover after the storm of January 2021"),
        kind=Kind.EVIDENCE,
        certainty=Certainty(level=Level.POSSIBLE, words="is said to"),
        happened=Interval.parse("2021-01/..", "after the storm of January 2021"),
        direction="for",
        bears_on="insurance",
    ),
    Claim(
        id="c8",
        source="page",
        quote=quote(PAGE, "a refusal would not explain why the south quay, which is older, stays open"),
        kind=Kind.EVIDENCE,
        direction="against",
        bears_on="insurance",
        certainty=Certainty(level=Level.DOUBTFUL, words="would not explain"),
    ),
)

HYPOTHESES = (
    Hypothesis(id="sale", name="To sell the land to the ferry company", prior=0.3, claims=("c3",), draft=True),
    Hypothesis(id="safety", name="Because the quay is unsafe", prior=0.4, claims=("c4",)),
    Hypothesis(
        id="strike", name="To punish the dockers for the strike", prior=0.2, claims=("c6",), needs=("e5 before e1",)
    ),
    Hypothesis(id="insurance", name="Because nobody would insure it", prior=0.2, draft=True),
)

EVIDENCE = (
    Evidence(id="e1", name="The quay was closed without notice", claims=("c1", "c5")),
    Evidence(id="e2", name="Surveyors were under the quay in April", claims=("c2",), draft=True),
    Evidence(id="e3", name="The authority promises to reopen it", claims=("c4",)),
    Evidence(id="e4", name="The insurer refused to renew the cover", claims=("c7",), denied_by=("c8",), draft=True),
    Evidence(id="e5", name="The dockers went on strike in March", claims=("c6",), happened=Interval.parse("2021-03")),
    Evidence(id="e6", name="The older south quay stays open", claims=("c8",)),
)

ORIGINS = (
    Origin(
        id="workers",
        name="Two people who work at the port",
        anonymous=True,
        claims=("c1", "c2", "c3", "c5"),
        reliability="C",
        because="the wire names the Courier as its source",
    ),
    Origin(id="authority", name="Port authority", claims=("c4",), reliability="B"),
    Origin(id="union", name="Dockers' union", claims=("c6",), draft=True),
    Origin(id="blogger", name="The unnamed author of the page", anonymous=True, claims=("c7", "c8"), reliability="D"),
)

_CODES = {
    # evidence: sale, safety, strike, insurance
    ("ana", "e1"): "C C CC N",
    ("ana", "e2"): "CC CC I C",
    ("ana", "e3"): "II CC I -",
    ("ben", "e1"): "C N CC N",
    ("ben", "e6"): "N I NA II",
    (MACHINE, "e2"): "C N N N",
    (MACHINE, "e4"): "N N N CC",
    (MACHINE, "e5"): "- - CC N",
}


def _ratings() -> tuple[Rating, ...]:
    columns = ("sale", "safety", "strike", "insurance")
    return tuple(
        Rating(evidence=evidence, hypothesis=hypothesis, analyst=analyst, code=Code(code))
        for (analyst, evidence), codes in _CODES.items()
        for hypothesis, code in zip(columns, codes.split(), strict=True)
        if code != "-"
    )


STATE = State(
    name="lindhaven",
    question="Why did the port of Lindhaven close its north quay?",
    act=Act(what="closed the north quay", actor="Port authority of Lindhaven", happened=0.95, when="2021-05-03"),
    priors={NONE: 0.1},
    hypotheses=HYPOTHESES,
    evidence=EVIDENCE,
    origins=ORIGINS,
    ratings=_ratings(),
    sources=SOURCES,
    claims=CLAIMS,
    status={"c3": Status.ACCEPTED, "c1": Status.ACCEPTED},
    reliability={"courier": "B", "page": "F"},
    credibility={"c1": 2, "c7": 6},
    analysts=("ana", "ben"),
    head="01J00000000000000000000000",
)
"""Three sources, eight claims, four motives, six pieces of evidence, four origins; two analysts and the machine."""
