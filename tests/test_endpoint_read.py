"""Reading through an endpoint: exact claims, a draft as from any reader, and a name that says who read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import cuibono
from cuibono.case.records import Claim, Kind, Level
from cuibono.cli import main
from cuibono.reading.endpoint import EndpointReader, Manners, answer
from cuibono.reading.rules import RuleReader
from cuibono.verbs import Case
from endpoint_server import Asked, Endpoint, Reply, claims, serve, told

QUESTION = "Why did Aria close the port?"
FIRST = """Kamen Post

By Ann Lee, 3 May 2021

Aria closed the port to punish Boria for its tariff, the minister, Jane Doe, said. The tariff rose in March 2021.

The port may simply lose money, traders believe. “We lose every spring,” one of them said.

Share this story
"""
SECOND = "The Dispatch, 5 May 2021. Aria wanted to punish Boria, an official told this paper. Nobody asked the traders."

PUNISH = {
    "quote": "to punish Boria for its tariff",
    "kind": "motive",
    "label": "m1",
    "speakers": [{"who": "the minister", "name": "Jane Doe", "cue": "said", "unnamed": False}],
    "certainty": "asserted",
    "actor": "Aria",
    "direction": "for",
    "bears_on": "question",
    "confidence": 0.9,
    "because": "to punish",
}
TARIFF = {
    "quote": "The tariff rose in March 2021",
    "kind": "evidence",
    "direction": "for",
    "bears_on": "m1",
    "happened": "2021-03",
    "confidence": 0.8,
    "because": "rose",
}
MONEY = {
    "quote": "The port may simply lose money",
    "kind": "motive",
    "label": "m2",
    "speakers": [{"who": "traders", "cue": "believe", "unnamed": True}],
    "certainty": "possible",
    "certainty_words": "may",
    "bears_on": "question",
    "confidence": 0.7,
}
LOSE = {"quote": "“We lose every spring,”", "kind": "evidence", "direction": "for", "bears_on": "m2", "confidence": 0.8}


def respond(asked: Asked) -> Reply:
    """What a good model says of the two documents."""
    if "Kamen Post" in asked.document:
        return claims(PUNISH, TARIFF, MONEY, LOSE)
    return claims({**PUNISH, "quote": "wanted to punish Boria", "speakers": [{"who": "an official", "unnamed": True}]})


def reader(endpoint: Endpoint, folder: Path | None = None, **given: Any) -> EndpointReader:
    """A reader that loses no time."""
    manners = given.pop("manners", Manners(backoff=0.01, timeout=5))
    return EndpointReader(endpoint.url, "tiny:1b", folder=folder, manners=manners, **given)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case of two documents, not read yet."""
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    return cuibono.new(tmp_path / "case", [tmp_path / "first.txt", tmp_path / "second.txt"], question=QUESTION)


def by_quote(case: Case) -> dict[str, Claim]:
    """The claims by their words."""
    return {claim.quote.exact: claim for claim in case.state.claims}


def test_claims_are_exact_and_carry_their_labels(case: Case) -> None:
    """Every quote is a slice of the stored text; speaker, certainty, dates and target are what was answered."""
    with serve(respond) as endpoint:
        case.read(reader(endpoint))
    texts = case.contents().texts
    found = by_quote(case)
    assert all(claim.quote.holds_in(texts[claim.source]) for claim in found.values())
    assert {claim.reader for claim in found.values()} == {"endpoint:tiny:1b"}
    punish, tariff, money = (found[str(item["quote"])] for item in (PUNISH, TARIFF, MONEY))
    assert (punish.chain[0].who, punish.speaker, punish.actor, punish.because) == (
        "the minister",
        "Jane Doe",
        "Aria",
        "to punish",
    )
    assert tariff.bears_on == punish.id
    assert tariff.happened is not None
    assert tariff.happened.iso == "2021-03-01/2021-03-31"
    assert (money.certainty.level, money.certainty.words, money.chain[0].anonymous) == (Level.POSSIBLE, "may", True)


def test_the_draft_works_on_these_claims_unchanged(case: Case) -> None:
    """Hypotheses, evidence, origins and ratings come out, the same motive in two documents as one."""
    with serve(respond) as endpoint:
        found = case.read(reader(endpoint))
    quotes = {claim.id: claim.quote.exact for claim in case.state.claims}
    told_of = [{quotes[id] for id in hypothesis.claims} for hypothesis in found.draft.hypotheses]
    assert {PUNISH["quote"], "wanted to punish Boria"} in told_of
    assert {MONEY["quote"]} in told_of
    assert {origin.name for origin in found.draft.origins} >= {"Jane Doe"}
    assert len(found.draft.evidence) == len(found.draft.ratings) == 2
    assert case.weigh().shares


def test_a_claim_has_the_id_that_the_rules_give_to_it() -> None:
    """The same words taken for the same thing are the same claim, whoever reads: what people accepted stays."""
    text = "Acme closed the plant in order to cut costs. It rained in May 2021."
    from test_read_claims import source

    given = source(text)
    by_rules = next(c for c in RuleReader().read(given, text, "Why did Acme close the plant?") if c.kind is Kind.MOTIVE)
    same = {"quote": by_rules.quote.exact, "kind": "motive", "bears_on": "question"}
    with serve(lambda _: claims(same)) as endpoint:
        (claim,) = reader(endpoint).read(given, text, "Why did Acme close the plant?")
    assert claim.id == by_rules.id


def test_furniture_and_everything_else_of_the_case_stay_here(case: Case) -> None:
    """The server gets the question, the date and the text without furniture: no trimmed line, no name, no judgement."""
    case.set("hypothesis/punish", {"id": "punish", "name": "SECRET-HYPOTHESIS"})
    source = case.state.sources[0]
    last = len(FIRST.split("\n")) - 1
    case.trim(source.id, [(last, last)], why="SECRET-WHY")
    with serve(respond) as endpoint:
        case.read(reader(endpoint))
    sent = json.dumps([asked.body for asked in endpoint.asked])
    assert "Share this story" not in sent
    assert "SECRET" not in sent
    assert case.analyst not in {asked.told for asked in endpoint.asked}
    assert {asked.body["temperature"] for asked in endpoint.asked} == {0}


def test_the_schema_is_strict_and_asks_for_every_label() -> None:
    """Each object allows no other key and requires all of its own, as strict servers want; no reference has company."""

    def look(node: Any) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node or set(node) == {"$ref"}
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
        for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            look(item)

    look(answer.schema())
    found = set(answer.schema()["$defs"]["Found"]["properties"])
    assert found >= {
        "quote",
        "kind",
        "speakers",
        "certainty",
        "actor",
        "direction",
        "bears_on",
        "confidence",
        "because",
    }


def test_what_the_schema_allows_is_taken() -> None:
    """An answer by the schema passes the check, one with a key more passes neither."""
    import jsonschema

    full = {"before": None, "certainty_words": None, "said": None, "happened": None, **PUNISH}
    good, more = {"claims": [full]}, {"claims": [{**full, "analyst": "anna"}]}
    check = jsonschema.Draft202012Validator(answer.schema())
    check.check_schema(answer.schema())
    assert check.is_valid(good)
    assert not check.is_valid(more)
    assert len(answer.parse(json.dumps(good)).claims) == 1
    assert answer.parse(json.dumps(more)).claims == ()


@pytest.mark.parametrize(
    "wrap",
    [
        "```json\n{}\n```",
        "<think>Is {{this}} a motive?</think>\n{}",
        "Here you are:\n{}\nAnything else?",
    ],
)
def test_talk_around_the_json_is_forgiven(case: Case, wrap: str) -> None:
    """Fences, thoughts and courtesies are no failure."""
    words = wrap.replace("{{", "{ ").replace("}}", " }").replace("{}", json.dumps({"claims": [PUNISH]}))
    with serve(lambda asked: told(words) if "Kamen" in asked.document else claims()) as endpoint:
        case.read(reader(endpoint))
    assert PUNISH["quote"] in by_quote(case)


def test_the_command_says_who_read_and_what_was_refused(case: Case) -> None:
    """`cuibono read --endpoint --model` reads, tells the counts, and `show readings` tells them again."""

    def lie(asked: Asked) -> Reply:
        return claims(PUNISH, {**MONEY, "quote": "The port makes money"}) if "Kamen" in asked.document else claims()

    with serve(lie) as endpoint:
        arguments = ["read", str(case.path), "--endpoint", endpoint.url, "--model", "tiny:1b"]
        done = CliRunner().invoke(main, arguments)
        again = CliRunner().invoke(main, [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    assert "Refused in first.txt: quotes that are not exactly in the text (1)" in done.output
    readings = json.loads(again.output)["readings"]
    assert readings[0]["refused"] == {"quotes that are not exactly in the text": 1}
    assert "endpoint:tiny:1b" in CliRunner().invoke(main, ["show", str(case.path), "readings"]).output
    report = case.report(case.path / "out" / "report.md").read_text(encoding="utf-8")
    assert "endpoint:tiny:1b" in report.replace("\\", "")


def test_progress_is_told(case: Case) -> None:
    """Every answer moves the progress; it ends complete."""
    steps: list[tuple[str, int, int]] = []
    with serve(respond) as endpoint:
        case.read(reader(endpoint), progress=lambda *step: steps.append(step))
    asked = [(done, total) for what, done, total in steps if "tiny:1b" in what]
    assert asked == sorted(asked)
    assert asked[-1] == (2, 2)


def test_no_more_requests_at_once_than_allowed(case: Case, tmp_path: Path) -> None:
    """The bound holds over all documents together."""
    for number in range(6):
        (tmp_path / f"more{number}.txt").write_text(f"More of it, {number}. Aria closed the port. Nobody knows why.")
    case.add([tmp_path / f"more{number}.txt" for number in range(6)])
    with serve(respond) as endpoint:
        case.read(reader(endpoint, manners=Manners(at_once=2, timeout=5)))
    assert len(endpoint.asked) == 8
    assert 1 <= endpoint.most <= 2


def test_without_httpx_it_says_how_to_install_it(case: Case) -> None:
    """A missing extra is told by name; a reading by rules does not need it."""
    work = (
        "import sys\nsys.modules['httpx'] = None\n"
        "from cuibono.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as end: sys.exit(end.code)\n"
    )

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", work, "read", str(case.path), *more], capture_output=True, text=True, check=False
        )

    refused = run("--endpoint", "http://localhost:1", "--model", "m")
    assert refused.returncode == 1
    assert "pip install 'cuibono[endpoint]'" in refused.stderr
    assert run().returncode == 0


@pytest.mark.parametrize("given", [("--endpoint", "http://localhost:1"), ("--model", "m")])
def test_an_endpoint_and_a_model_go_together(case: Case, given: tuple[str, str]) -> None:
    """One without the other is refused before anything happens."""
    done = CliRunner().invoke(main, ["read", str(case.path), *given])
    assert done.exit_code == 1
    assert "give both --endpoint and --model" in done.output
