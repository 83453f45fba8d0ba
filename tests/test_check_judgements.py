"""`cuibono check` and the report tell what does not hang together: every coherence line fires on a real case folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.case.records import NONE
from cuibono.verbs import Case, new
from typed import run

HEAD = 'format = 1\nquestion = "Why was the port closed?"\nanalyst = "anna"\n'


def hypothesis(id: str, name: str, **fields: object) -> str:
    """A hypothesis of the case file."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in {"id": id, "name": name, **fields}.items()]
    return "\n".join(["[[hypotheses]]", *lines, ""])


def evidence(id: str, **cells: str) -> str:
    """A piece of evidence of the case file with its ratings, on the word of the envoy."""
    ratings = ", ".join(f'{key} = "{code}"' for key, code in cells.items())
    return f'[[evidence]]\nid = "{id}"\nname = "Fact {id}"\nratings = {{ {ratings} }}\n'


def case(path: Path, *parts: str, exclusive: bool = False) -> Case:
    """A case folder with this case.toml."""
    made = new(path / "case", question="Why was the port closed?", analyst="anna")
    motives = 'motives = "exclusive"\n' if exclusive else ""
    (made.path / "case.toml").write_text(HEAD + motives + "\n".join(parts))
    return made


TWO = (hypothesis("hedge", "Hedge", prior=0.4), hypothesis("spoil", "Spoil the talks", prior=0.3))
CASES = {
    "priors that do not sum": (
        (hypothesis("hedge", "Hedge", prior=0.4), hypothesis("spoil", "Spoil", prior=0.3), "[priors]\nnone = 0.1\n"),
        True,
        "together they sum to 0.8",
    ),
    "no room for none": (
        (hypothesis("hedge", "Hedge", prior=0.6), hypothesis("spoil", "Spoil", prior=0.4)),
        True,
        "leave nothing for none",
    ),
    "a prior that nobody stated": (
        (hypothesis("hedge", "Hedge", prior=0.6), hypothesis("spoil", "Spoil")),
        False,
        "No prior is stated for spoil",
    ),
    "evidence that cannot discriminate": (
        (*TWO, evidence("e1", hedge="C", spoil="C")),
        False,
        "cannot discriminate: e1",
    ),
    "hypotheses that overlap in name": (
        (hypothesis("hedge", "Spoil the deal", prior=0.4), hypothesis("spoil", "spoil the  deals", prior=0.3)),
        False,
        "nearly the same name",
    ),
    "hypotheses that overlap in ratings": (
        (*TWO, *(evidence(f"e{i}", hedge=code, spoil=code) for i, code in enumerate(("C", "I", "CC")))),
        False,
        "rated nearly alike on 3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_every_line_fires_and_says_what_to_do(tmp_path: Path, what: str) -> None:
    """For people with its remedy, as data with the ids, in the data of the weighing, and in the report."""
    parts, exclusive, says = CASES[what]
    made = case(tmp_path, *parts, exclusive=exclusive)
    told = run("check", made.path)
    assert told.exit_code == 0, told.output
    (line,) = [text for text in told.output.splitlines() if says in text]
    assert "What to do: " in line
    found = json.loads(run("check", made.path, "--json").output)["findings"]
    (finding,) = [item for item in found if says in item["what"]]
    assert finding["where"]
    assert finding["remedy"]


def test_findings_stand_in_the_data_and_in_the_report(tmp_path: Path) -> None:
    """What check says, `weigh --json` and the report say too."""
    made = case(tmp_path, *TWO, evidence("e1", hedge="C", spoil="C"))
    data = json.loads(run("weigh", made.path, "--json").output)
    assert "no-difference" in {item["kind"] for item in data["findings"]}
    report = made.report(tmp_path / "report.md").read_text()
    assert "cannot discriminate" in report


def test_subadditive_answers_are_found(tmp_path: Path) -> None:
    """Exclusive parts that one person holds to be worth more than the whole."""
    made = case(tmp_path, *TWO, exclusive=True)
    for id, p in (("hedge", 0.7), ("spoil", 0.6), (NONE, 0.1)):
        assert run("set", made.path, f"opinion/{id}", p, "--as", "bo").exit_code == 0
    assert "bo holds hedge, spoil and none to be worth 1.4 together" in run("check", made.path).output


def test_a_conclusion_on_one_origin_is_found(small_case: Case) -> None:
    """Everything goes back to the one source: said by check and by weigh."""
    small_case.set("claim/c1/origin", "o-s1")
    for cell in ("e1/punish", "e1/money", "e2/punish", "e2/money"):
        small_case.set(f"rating/{cell}", "C" if cell in {"e1/punish", "e2/money"} else "I")
    assert "goes back to o-s1" in run("check", small_case.path).output
    assert any("one origin" in text for text in small_case.weigh().warnings)


def test_a_base_rate_is_shown_wherever_the_prior_is(tmp_path: Path) -> None:
    """Explain names the count, its source and the range; a prior far from it is pointed out; the report cites it."""
    rate = {"class": "port closures, 1990 to 2020", "count": 3, "cases": 19, "source": "Port Index 2021"}
    made = case(tmp_path, *TWO, evidence("e1", hedge="C", spoil="I"))
    assert run("set", made.path, "hypothesis/spoil/base-rate", json.dumps(rate)).exit_code == 0
    told = run("explain", made.path, "spoil").output
    assert "3 of 19 port closures, 1990 to 2020 (Port Index 2021)" in told
    assert "its prior is stated as 30%" in told
    assert run("set", made.path, "hypothesis/spoil/prior", "0.9").exit_code == 0
    assert "outside the 0.06 to 0.33" in run("check", made.path).output
    assert run("set", made.path, "hypothesis/spoil/prior", "clear").exit_code == 0
    assert "give 18% (6% to 33%), its prior" in run("explain", made.path, "spoil").output
    assert "Port Index 2021" in made.report(tmp_path / "report.md").read_text()


def test_weighing_asks_for_priors_with_the_command(tmp_path: Path) -> None:
    """The prompt names what is missing and the command that states it."""
    made = case(tmp_path, hypothesis("hedge", "Hedge"), evidence("e1", hedge="C"))
    output = " ".join(run("weigh", made.path).output.split())
    assert "No prior is stated for hedge" in output
    assert "cuibono set CASE hypothesis/hedge/prior 0.2" in output
