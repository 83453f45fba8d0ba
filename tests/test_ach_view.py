"""ACH as people know it on a real case: published matrices give published scores, by verb and by command.

Matrices and numbers: the Tokyo sarin matrix of the CIA's Tradecraft Primer as transcribed by others, Burton's sample
matrix, both with what running Open Synthesis gives.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.case.records import NONE, NOT_HAPPENED, Code, Evidence, Hypothesis, Origin, Rating, State
from cuibono.errors import UsageError
from cuibono.verbs import Case, new, open_case
from cuibono.weighing import weigh
from cuibono.weighing.compatibility import view
from typed import run

SARIN = {
    "attacks": ("I", "N", "I", "I"),
    "religious": ("C", "I", "I", "I"),
    "party": ("N", "N", "C", "I"),
    "leader": ("C", "C", "C", "C"),
}
HYPOTHESES = ("cult", "terrorists", "movement", "criminals")


def toml(matrix: dict[str, tuple[str, ...]], hypotheses: tuple[str, ...]) -> str:
    """The case file of a matrix; "" is not rated."""
    lines = ['motives = "exclusive"\nanalyst = "primer"\n']
    lines += [f'[[hypotheses]]\nid = "{id}"\nname = "{id.title()}"\n' for id in hypotheses]
    for id, row in matrix.items():
        cells = ", ".join(f'{h} = "{code}"' for h, code in zip(hypotheses, row, strict=True) if code)
        lines.append(f'[[evidence]]\nid = "{id}"\nname = "{id.title()}"\nratings = {{ {cells} }}\n')
    return "\n".join(lines)


def stored(path: Path, matrix: dict[str, tuple[str, ...]], hypotheses: tuple[str, ...]) -> Case:
    """A case folder with this matrix in its case.toml."""
    case = new(path / "case", question="Who did it?", analyst="primer")
    file = case.path / "case.toml"
    head = 'format = 1\nquestion = "Who did it?"\n'
    file.write_text(head + toml(matrix, hypotheses))
    return open_case(case.path)


def test_the_published_sarin_scores_come_out_with_their_tie(tmp_path: Path) -> None:
    """PARC -1 -1 -2 -3, Burton 1 1 2 3, Open Synthesis' order: two tie for first, and it is said."""
    found = stored(tmp_path, SARIN, HYPOTHESES).ach()
    parc = found.ranking("parc")
    assert [place.score for place in parc.places] == [-1, -1, -2, -3]
    assert parc.best == ("cult", "terrorists")
    assert [place.tied for place in parc.places] == [True, True, False, False]
    assert [place.score for place in found.ranking("burton").places] == [1, 1, 2, 3]
    assert [place.score for place in found.ranking("open-synthesis").places] == [1, 1, 2, 3]
    assert found.ranking("open-synthesis").order == HYPOTHESES
    assert found.evidence_order == ("religious", "party", "attacks", "leader")
    assert [round(row.open_synthesis, 6) for row in found.rows] == [0.433013, 0.866025, 0.707107, 0]
    assert [row.burton for row in found.rows] == [-3, -3, -1, 0]


def test_missing_neutral_and_na_stay_three_things(tmp_path: Path) -> None:
    """Burton's sample with a blank hypothesis: NA is coverage, a blank is none, and an unrated column has no rank."""
    matrix = {"a": ("II", "NA", ""), "b": ("II", "C", ""), "c": ("I", "C", ""), "d": ("I", "N", "")}
    found = stored(tmp_path, matrix, ("h1", "h2", "h3")).ach()
    assert [place.score for place in found.ranking("burton").places][:2] == [6, 0]
    places = found.ranking("parc").places
    assert [(p.rank, p.rated, p.na, p.blank, p.coverage) for p in places] == [
        (2, 4, 0, 0, 1.0),
        (1, 3, 1, 0, 1.0),
        (None, 0, 0, 4, 0.0),
    ]
    assert [row.codes["h2"] for row in found.rows] == ["NA", "C", "C", "N"]
    assert {row.codes["h3"] for row in found.rows} == {None}


def rated(codes: dict[tuple[str, str], str | float], **fields: object) -> State:
    """Two hypotheses, three facts, ratings by ann."""
    ratings = tuple(
        Rating(evidence=e, hypothesis=h, analyst="ann", **({"code": v} if isinstance(v, str) else {"likelihood": v}))  # type: ignore[arg-type]
        for (e, h), v in codes.items()
    )
    defaults: dict[str, object] = {
        "exclusive": True,
        "hypotheses": (
            Hypothesis(id="hedge", name="Hedge", prior=0.4),
            Hypothesis(id="spoil", name="Spoil", prior=0.4),
        ),
        "evidence": tuple(Evidence(id=id, name=id.upper()) for id in ("e1", "e2", "e3")),
        "ratings": ratings,
    }
    return State(**{**defaults, **fields})  # type: ignore[arg-type]


def test_where_repetition_parts_the_two_the_reason_is_dependence() -> None:
    """Two rows of one origin against one of another: the count follows the many, the posterior the origins."""
    codes: dict[tuple[str, str], str | float] = {
        ("e1", "hedge"): "I", ("e1", "spoil"): "N", ("e2", "hedge"): "I", ("e2", "spoil"): "N",
        ("e3", "hedge"): "CC", ("e3", "spoil"): "II",
    }  # fmt: skip
    origins = (Origin(id="wire", name="The wire"), Origin(id="envoy", name="The envoy", reliability="A"))
    evidence = tuple(
        Evidence(id=id, name=id, origin=origin) for id, origin in (("e1", "wire"), ("e2", "wire"), ("e3", "envoy"))
    )
    found = weigh(rated(codes, origins=origins, evidence=evidence)).ach
    (part,) = found.disagreements
    assert (part.preferred, part.other) == ("hedge", "spoil")
    assert "dependence" in part.reasons
    assert found.rows[0].origins == found.rows[1].origins != found.rows[2].origins
    assert [row.credibility for row in found.rows] == ["medium", "medium", "high"]


def test_where_priors_and_gaps_part_the_two_the_reason_is_said() -> None:
    """A high prior, and a rival that nobody rated on most rows, each by its own name."""
    hypotheses = (Hypothesis(id="hedge", name="Hedge", prior=0.8), Hypothesis(id="spoil", name="Spoil", prior=0.1))
    prior = weigh(rated({("e1", "hedge"): "I", ("e1", "spoil"): "N"}, hypotheses=hypotheses)).ach.disagreements
    assert "prior" in prior[0].reasons
    gaps: dict[tuple[str, str], str | float] = {
        ("e1", "hedge"): "I", ("e2", "hedge"): "I", ("e3", "hedge"): "CC", ("e3", "spoil"): "I",
    }  # fmt: skip
    missing = weigh(rated(gaps)).ach.disagreements
    assert "missing" in missing[0].reasons


def test_weights_come_from_the_case_or_from_the_caller() -> None:
    """PARC doubles a high and high cell; unknown rows are refused with the known ones."""
    posterior = weigh(rated({("e1", "hedge"): "II", ("e1", "spoil"): "C"}))
    found = view(posterior, credibility={"e1": "high"}, relevance={"e1": "high"}).ranking("parc-weighted")
    assert [place.score for place in found.places] == pytest.approx([-4, 0])
    with pytest.raises(UsageError, match="it has: e1, e2, e3"):
        view(posterior, credibility={"e9": "high"})


def test_numbers_count_as_their_nearest_code_and_votes_are_each_counted() -> None:
    """A likelihood of .72 is a C; two people's I and N give Open Synthesis their mean, PARC the code nearest to it."""
    posterior = weigh(rated({("e1", "hedge"): 0.72, ("e1", "spoil"): "I"}))
    assert posterior.ach.rows[0].codes == {"hedge": "C", "spoil": "I"}
    both = rated({("e1", "hedge"): "I", ("e1", "spoil"): "C"})
    other = Rating(evidence="e1", hypothesis="hedge", analyst="bo", code=Code.N)
    found = weigh(both.model_copy(update={"ratings": (*both.ratings, other)})).ach
    assert found.ranking("open-synthesis").places[0].score == 0.25


def test_none_of_these_is_a_column_once_it_is_judged_and_did_not_happen_never() -> None:
    """What answers another question is not ranked with the motives, here or in the shares."""
    codes: dict[tuple[str, str], str | float] = {
        ("e1", "hedge"): "C", ("e1", NOT_HAPPENED): "II", ("e1", NONE): "N",
    }  # fmt: skip
    posterior = weigh(rated(codes))
    assert list(posterior.ach.names) == ["hedge", "spoil", NONE]
    shares = {share.id: share for share in posterior.shares}
    assert (shares[NOT_HAPPENED].ach, shares[NOT_HAPPENED].ach_rank) == (-2, None)
    ranks = {place.hypothesis: place.rank for place in posterior.ach.ranking("parc").places}
    assert ranks == {id: shares[id].ach_rank for id in ranks}


def test_the_command_prints_scores_ties_and_coverage(tmp_path: Path) -> None:
    """For people a table with ties and coverage, as data the view itself, also inside `weigh --json`."""
    case = stored(tmp_path, SARIN, HYPOTHESES)
    told = run("ach", case.path)
    assert told.exit_code == 0, told.output
    assert "-1 (1=)" in told.output
    assert "4/4" in told.output
    data = json.loads(run("ach", case.path, "--json").output)
    assert data == json.loads(run("weigh", case.path, "--json").output)["ach"]
    assert data["rankings"][0]["best"] == ["cult", "terrorists"]


def test_weights_can_be_typed(tmp_path: Path) -> None:
    """High and high double a cell; what is no weight, and no evidence, is refused with what is known."""
    case = stored(tmp_path, SARIN, HYPOTHESES)
    given = ("--credibility", "attacks=high", "--relevance", "attacks=HIGH", "--json")
    data = json.loads(run("ach", case.path, *given).output)
    weighted = next(item for item in data["rankings"] if item["id"] == "parc-weighted")
    assert [round(place["score"], 9) for place in weighted["places"]] == [-2, -1, -3, -4]
    for wrong, says in (("attacks=huge", "give high, medium or low"), ("weather=high", "it has: attacks")):
        refused = run("ach", case.path, "--credibility", wrong)
        assert (refused.exit_code, says in refused.output) == (1, True)


def test_nothing_to_count_is_said(tmp_path: Path) -> None:
    """A case without evidence: a sentence, and empty rankings."""
    case = new(tmp_path / "case", question="Why?")
    assert "nothing to count" in run("ach", case.path).output
    assert json.loads(run("ach", case.path, "--json").output)["rankings"] == []
