"""Makes the judged part of the demo case from `judgements.toml`, and stores it in the package.

    python scripts/demo/build.py

The documents are read by the reader as it is; the two analysts' judgements are then applied through the verbs. Run it
again when the reader finds something else in the documents; the same inputs give the same bytes.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from journals import timeless

from cuibono.case.records import Claim, Kind, Quote, State
from cuibono.demonstration import QUESTION
from cuibono.verbs import Case, new

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "src" / "cuibono" / "data" / "demo"
START = datetime(2020, 10, 5, 9, 0, tzinfo=UTC)
ORDER = {"ada": 0, "ben": 1}


def main() -> None:
    """Build the case in a temporary folder, judge it, and copy what was judged into the package."""
    given = tomllib.loads((HERE / "judgements.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "cuibono-demo"
        documents = sorted((DATA / "documents").glob("[!R]*"))
        new(path, documents, question=QUESTION, analyst="ada").read()
        ada = Case(path, analyst="ada")
        _judge_hypotheses(ada, given)
        for source in ada.state.sources:
            if source.name in given["reliability"]:
                ada.set(f"source/{source.id}/reliability", given["reliability"][source.name])
        judged = {_judge_evidence(ada, evidence) for evidence in given["evidence"]}
        for evidence in ada.state.evidence:
            if evidence.id not in judged:
                ada.set(f"evidence/{evidence.id}", None, "tells the motives not apart, or says again what is there")
        toml = (path / "case.toml").read_text(encoding="utf-8")
        ada.folder.write_case(f"{toml.rstrip()}\n\n{_strategic(given['game'])}")
        if problems := ada.check():
            raise SystemExit("\n".join(map(str, problems)))
        _store(path)


def _strategic(names: dict[str, str]) -> str:
    """Interests, game and options of the package's example, under the demo's ids for its motives.

    A motive that the demo does not have is left out; one that the options do not name adds nothing to them.
    """
    example = (DATA.parent / "examples" / "bounties-game.toml").read_text(encoding="utf-8")
    text = example[example.index("# ── How it may end") :]
    for theirs, ours in names.items():
        text = text.replace(f'hypothesis = "{theirs}"', f'hypothesis = "{ours}"')
        text = re.sub(rf"(?<=[{{,] ){theirs} = ", f"{ours or theirs} = ", text)
    dropped = [theirs for theirs, ours in names.items() if not ours]
    for motive in dropped:
        text = re.sub(rf"(, )?{motive} = (\[[^\]]*\]|[\d.]+)", "", text).replace("{ , ", "{ ")
    blocks = [block for block in text.split("\n\n") if 'hypothesis = ""' not in block]
    return "\n\n".join(
        block.replace("\nreason =", "\notherwise = 0\nreason =", 1)
        if block.startswith("[[options]]") and "otherwise" not in block
        else block
        for block in blocks
    )


def _judge_hypotheses(ada: Case, given: dict[str, Any]) -> None:
    """Name the drafted hypotheses that the documents' words point to, add the missing ones, take out the others."""
    for key, value in given["act"].items():
        ada.set(f"act/{key}", value)
    for id, prior in given["priors"].items():
        ada.set(f"priors/{id}", prior)
    drafted = {item.id: item for item in ada.state.hypotheses}
    used: set[str] = set()
    for wanted in given["hypotheses"]:
        claims = _claims_at(ada, wanted["stated"])
        found = [id for id, item in drafted.items() if claims & set(item.claims) and id not in used]
        used.update(found)
        stated = sorted({claim for id in found for claim in drafted[id].claims} | claims)
        whole = {"id": wanted["id"], "name": wanted["name"], "prior": wanted["prior"], "claims": stated}
        ada.set(f"hypothesis/{wanted['id']}", whole, "one motive, in whatever words")
        for id in found:
            if id != wanted["id"]:
                ada.set(f"hypothesis/{id}", None, f"the same as {wanted['id']}")
    for id in sorted(drafted.keys() - used):
        ada.set(f"hypothesis/{id}", None, "not a motive for the payments")


def _judge_evidence(ada: Case, wanted: dict[str, Any]) -> str:
    """Rate the evidence that the reader drafted at these words; where it drafted none, add it. Returns its id."""
    claims = _claims_at(ada, wanted["quotes"])
    quoted = _quoted(ada, wanted["quotes"], wanted.get("origin"))
    found = [item for item in ada.state.evidence if claims & set(item.claims)]
    if found:
        id, *others = [item.id for item in found]
        for other in others:
            ada.set(f"evidence/{other}", None, f"the same fact as {id}")
        ada.set(f"evidence/{id}/claims", quoted, "only the words that say it")
        ada.set(f"evidence/{id}/name", wanted["name"])
    else:
        id = wanted["id"]
        added = {"name": wanted["name"], "claims": quoted}
        ada.set(f"evidence/{id}", added)
    for analyst, ratings in sorted(wanted["ratings"].items()):
        judge = Case(ada.path, analyst=analyst)
        rest = {item.id: wanted["else"] for item in ada.state.hypotheses} if "else" in wanted else {}
        for hypothesis, code in (ratings if analyst != "ada" else rest | ratings).items():
            judge.rate(id, hypothesis, code, wanted.get("why", ""))
    return id


def _claims_at(case: Case, quotes: list[str]) -> set[str]:
    """The machine's motive and evidence claims over any of these words."""
    state = case.state
    spans = _spans(case, state, quotes)
    return {
        claim.id
        for claim in state.live_claims
        for source, start, end in spans
        if claim.kind in {Kind.MOTIVE, Kind.EVIDENCE}
        and claim.source == source
        and claim.quote.start < end
        and start < claim.quote.end
    }


def _quoted(ada: Case, quotes: list[str], origin: str | None) -> list[str]:
    """Claims of Ada's over exactly these words, on the word of `origin`, else of whoever is found to say them."""
    ids = []
    for quote in quotes:
        state = ada.state
        heard = {id: origin.id for origin in state.origins for id in origin.claims}
        for source, start, end in _spans(ada, state, [quote]):
            digest = next(item.text_sha256 for item in state.sources if item.id == source)
            there = [c for c in state.claims if c.source == source and c.quote.start < end and start < c.quote.end]
            said = max(there, key=lambda claim: (bool(claim.chain), claim.kind == Kind.EVIDENCE), default=None)
            claim = Claim(
                id=f"h-{source[:4]}-{start}",
                source=source,
                quote=Quote.of(ada.contents().texts[source], start, end, digest),
                kind=Kind.EVIDENCE,
                chain=said.chain if said else (),
                happened=said.happened if said else None,
                confidence=1,
                because="read by an analyst",
                reader="ada",
            )
            plain = claim.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id"})
            ada.set(f"claim/{claim.id}", plain, "the words that say it")
            if origin or said:
                ada.set(f"claim/{claim.id}/origin", origin or heard[said.id if said else ""], "on whose word it is")
            ids.append(claim.id)
    return ids


def _spans(case: Case, state: State, quotes: list[str]) -> list[tuple[str, int, int]]:
    texts = case.contents().texts
    spans = []
    for quote in quotes:
        found = [
            (source.id, at, at + len(quote))
            for source in state.sources
            if (at := texts[source.id].replace("\n", " ").replace("’", "'").find(quote)) >= 0
        ]
        if not found:
            raise SystemExit(f"no document says: {quote}")
        spans += found
    return spans


def _store(path: Path) -> None:
    """Copy the judged files, with ids and times that do not depend on when this ran."""
    target = DATA / "case"
    shutil.rmtree(target, ignore_errors=True)
    (target / "journal").mkdir(parents=True)
    for name in ("case.toml", "claims.jsonl", "draft.jsonl"):
        shutil.copyfile(path / name, target / name)
    for analyst, text in timeless(path / "journal", START, ORDER).items():
        (target / "journal" / f"{analyst}.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
