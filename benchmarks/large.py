"""A large case for benchmarks: invented, the same for the same sizes, and on disk as any other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import cuibono
from cuibono.case.folder import Folder
from cuibono.case.records import MACHINE, Claim, Code, Draft, Evidence, Kind, Link, Origin, Quote, Rating, Source
from cuibono.verbs import Case

_ACTORS = ("the ministry", "a docker", "the harbour master", "two officials", "the union", "an envoy", "the board")
_VERBS = ("closed", "moved", "sold", "refused", "delayed", "inspected", "promised", "hid")
_THINGS = ("the north quay", "the survey", "the insurance", "the crane", "the strike fund", "the lease", "the report")


def large_case(
    path: Path, *, hypotheses: int = 10, evidence: int = 500, sources: int = 300, claims: int = 10_000
) -> Case:
    """A case in the new folder `path` with every cell of its matrix rated by the machine, most weakly."""
    chance = random.Random(20)
    case = cuibono.new(path, question="Why did the port of Lindhaven close its north quay?", analyst="bench")
    folder = Folder(path)
    found: list[Claim] = []
    papers: list[Source] = []
    for number in range(sources):
        paper, own = _paper(folder, number, claims // sources + (number < claims % sources), chance)
        papers.append(paper)
        found += own
    folder.write_sources(papers, ())
    names = [f"h{number}" for number in range(hypotheses)]
    items = _evidence(found, evidence)
    folder.write_reading(
        found, Draft(evidence=items, origins=_origins(found), ratings=tuple(_ratings(items, names, chance)))
    )
    for number, name in enumerate(names):
        case.set(
            f"hypothesis/{name}", {"id": name, "name": f"Motive {number + 1}: {_THINGS[number % 7]}", "prior": 0.15}
        )
    return case


def _paper(folder: Folder, number: int, claims: int, chance: random.Random) -> tuple[Source, list[Claim]]:
    said = [f"{_sentence(chance)} on day {item} of {number}." for item in range(claims)]
    text = f"Paper {number}\n\n" + "\n\n".join(said) + "\n"
    digest = sha256(text.encode()).hexdigest()
    source = Source(
        id=digest[:12],
        sha256=digest,
        file=f"{digest[:12]}.txt",
        name=f"paper-{number}.txt",
        media="text/plain",
        text_sha256=digest,
        characters=len(text),
        title=f"Paper {number} on the quay",
        language="en",
    )
    folder.write_document(source, text.encode(), text)
    return source, list(_claims(source, text, said))


def _sentence(chance: random.Random) -> str:
    return f"{chance.choice(_ACTORS).capitalize()} {chance.choice(_VERBS)} {chance.choice(_THINGS)}"


def _claims(source: Source, text: str, said: list[str]) -> Iterator[Claim]:
    place = 0
    for item, sentence in enumerate(said):
        place = text.index(sentence, place)
        quote = Quote.of(text, place, place + len(sentence), source.text_sha256)
        who = sentence.split(" ")[1]
        yield Claim(
            id=f"c-{source.id}-{item}",
            source=source.id,
            quote=quote,
            kind=Kind.EVIDENCE if item % 3 else Kind.STATEMENT,
            chain=(Link(who=who, cue="said"),) if item % 2 else (),
            confidence=(item * 7 % 100) / 100,
            because="invented",
        )


def _evidence(claims: list[Claim], count: int) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            id=f"e{number}",
            name=claim.quote.exact,
            claims=_reporting(claims, number),
        )
        for number, claim in enumerate(claims[::7][:count])
    )


def _reporting(claims: list[Claim], number: int) -> tuple[str, ...]:
    """One claim for most pieces of evidence, two for each tenth: the second is its paper's own word."""
    return tuple(item.id for item in claims[number * 7 : number * 7 + (2 if number % 10 == 0 else 1)])


def _origins(claims: list[Claim]) -> tuple[Origin, ...]:
    shared = [claim.id for claim in claims[::7]]
    return tuple(
        Origin(id=f"o{number}", name=f"origin {number}", anonymous=True, claims=tuple(shared[number::20]))
        for number in range(20)
    )


def _ratings(items: tuple[Evidence, ...], names: list[str], chance: random.Random) -> Iterator[Rating]:
    codes = (Code.C, Code.N, Code.N, Code.N, Code.I)
    for item in items:
        for name in names:
            yield Rating(evidence=item.id, hypothesis=name, analyst=MACHINE, code=chance.choice(codes))
