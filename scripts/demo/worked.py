"""Makes the worked cases in `examples/` from their documents and judgements: whole case folders, stored there.

    python scripts/demo/worked.py

The documents are read by the rules; all that the weighing rests on is then set by the analysts through the verbs,
each quote found in its document. The same inputs give the same bytes.
"""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from journals import timeless

from cuibono.case.records import Claim, Kind, Quote
from cuibono.reading.rules import RuleReader
from cuibono.verbs import Case, new

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
START = datetime(2024, 7, 1, 8, 0, tzinfo=UTC)


def main() -> None:
    """Build both cases, and put each in the place of the one that is there."""
    for folder in sorted(path.parent for path in EXAMPLES.glob("*/judgements.toml")):
        with tempfile.TemporaryDirectory() as name:
            built = build(folder, Path(name) / "case")
            shutil.rmtree(folder / "case", ignore_errors=True)
            shutil.copytree(built, folder / "case", ignore=shutil.ignore_patterns(".cuibono", "out"))
        print(folder.name)


def build(folder: Path, path: Path) -> Path:
    """The case of `folder` made anew in `path`; stops with everything that is wrong with it."""
    given = tomllib.loads((folder / "judgements.toml").read_text(encoding="utf-8"))
    documents = sorted((folder / "documents").iterdir())
    lead = new(path, documents, question=given["question"], analyst=given["lead"])
    lead.read(RuleReader())
    lead.set("motives", given["motives"])
    _clear_the_draft(lead)
    for key, value in given["act"].items():
        lead.set(f"act/{key}", value)
    for id, prior in given["priors"].items():
        lead.set(f"priors/{id}", prior)
    for source in lead.state.sources:
        lead.set(f"source/{source.id}/reliability", given["reliability"][source.name])
    for origin in given["origins"]:
        lead.set(f"origin/{origin['id']}", _without(origin, "id"), "where it comes from")
    for hypothesis in given["hypotheses"]:
        claims = [_claim(lead, Kind.MOTIVE, words) for words in hypothesis["stated"]]
        lead.set(f"hypothesis/{hypothesis['id']}", _without(hypothesis, "stated") | {"claims": claims})
    for evidence in given["evidence"]:
        _judge(lead, evidence)
    strategy = folder / "strategy.toml"
    if strategy.is_file():
        toml = lead.contents().toml.rstrip()
        lead.folder.write_case(f"{toml}\n\n{strategy.read_text(encoding='utf-8')}")
    if problems := lead.check():
        raise SystemExit("\n".join(map(str, problems)))
    order = {given["lead"]: 0}
    journals = timeless(path / "journal", START, order | {name: 1 for name in lead.state.analysts if name not in order})
    for analyst, text in journals.items():
        (path / "journal" / f"{analyst}.jsonl").write_text(text, encoding="utf-8")
    return path


def _clear_the_draft(lead: Case) -> None:
    """Put the machine's suggestions aside: the page of a case argues every step itself."""
    for hypothesis in lead.state.hypotheses:
        lead.set(f"hypothesis/{hypothesis.id}", None, "named anew")
    for evidence in lead.state.evidence:
        lead.set(f"evidence/{evidence.id}", None, "named anew")


def _judge(lead: Case, evidence: dict[str, Any]) -> None:
    claims = []
    for quote in evidence["quotes"]:
        claims.append(_claim(lead, Kind.EVIDENCE, quote["words"]))
        lead.set(f"claim/{claims[-1]}/origin", quote["origin"], "on whose word it is")
    plain = _without(evidence, "id", "quotes", "ratings")
    lead.set(f"evidence/{evidence['id']}", plain | {"claims": claims}, "a fact that tells the hypotheses apart, or not")
    for analyst, ratings in evidence["ratings"].items():
        judge = Case(lead.path, analyst=analyst)
        for hypothesis, (code, why) in ratings.items():
            judge.rate(evidence["id"], hypothesis, code, why)


def _claim(lead: Case, kind: Kind, words: str) -> str:
    """The id of the lead's own claim over exactly these words, made where it is not there yet."""
    texts = lead.contents().texts
    places = ((source, texts[source.id].replace("\n", " ").find(words)) for source in lead.state.sources)
    source, start = next(((source, start) for source, start in places if start >= 0), (None, 0))
    if source is None:
        raise SystemExit(f"no document says: {words}")
    id = f"h-{source.id[:4]}-{start}"
    if any(claim.id == id for claim in lead.state.claims):
        return id
    claim = Claim(
        id=id,
        source=source.id,
        quote=Quote.of(texts[source.id], start, start + len(words), source.text_sha256),
        kind=kind,
        confidence=1,
        because="read by an analyst",
        reader=lead.analyst,
    )
    plain = claim.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"id"})
    lead.set(f"claim/{id}", plain, "the words that say it")
    return id


def _without(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


if __name__ == "__main__":
    main()
