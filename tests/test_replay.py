"""Replay equals state: the files alone say what the case is, whoever wrote them in whatever order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import claims, draft, store_small_case
from cuibono.case import journal
from cuibono.case.journal import Entry, Journal
from cuibono.case.replay import overlay, state
from cuibono.errors import NotFoundError, UsageError
from cuibono.verbs import Case

_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["anna", "bob", "cleo"]),
        st.sampled_from(
            [
                ("rating/e1/punish", "CC"),
                ("rating/e1/punish", "I"),
                ("rating/e2/money", 0.8),
                ("rating/e2/money", None),
                ("claim/c1/status", "rejected"),
                ("claim/c1/status", None),
                ("claim/c2/credibility", 2),
                ("source/s1/reliability", "B"),
                ("source/s1/title", "Port closed"),
                ("evidence/e3", {"name": "An assumption"}),
                ("origin/o1/reliability", "D"),
            ]
        ),
    ),
    max_size=12,
)


def _entries(acts: list[tuple[str, tuple[str, object]]]) -> list[Entry]:
    made: list[Entry] = []
    for by, (target, to) in acts:
        made.append(Entry.now(by, "set", target, after=made[-1].id if made else "", to=to))
    return made


@given(_ACTS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_lines_in_the_files_changes_nothing(
    acts: list[tuple[str, tuple[str, object]]], chance: object
) -> None:
    """Journals merged by git in any order, lines doubled, give the same state as the acts in their order."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "port"
        store_small_case(path)
        entries = _entries(acts)
        contents = Case(path).contents()
        files = (contents.case, contents.sources, contents.claims, contents.draft)
        over = overlay(*files, Journal(tuple(entries)))
        assert over.problems == ()
        wanted = state(over, contents.texts, "port")
        shuffled = [*entries, *entries[:2]]
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        for entry in shuffled:
            journal.append(path / "journal", [entry])
        assert Case(path).state == wanted


@given(_ACTS, st.lists(st.integers(0, 11), max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_case_that_stays_open_is_the_case_read_anew(
    acts: list[tuple[str, tuple[str, object]]], undone: list[int]
) -> None:
    """What is carried over from one reading of the files to the next changes nothing, undoing included."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "port"
        store_small_case(path)
        kept = Case(path)
        entries = _entries(acts)
        back = [entries[i] for i in dict.fromkeys(undone) if i < len(entries)]
        for entry in (*entries, *(Entry.now("anna", "undo", item.id, after=entries[-1].id) for item in back)):
            journal.append(path / "journal", [entry])
            assert kept.state == Case(path).state
            assert kept.contents().problems() == Case(path).contents().problems()


@given(st.permutations(range(2)), st.permutations(range(2)))
def test_the_order_of_machine_lines_changes_no_judgement(one: list[int], two: list[int]) -> None:
    """Claims and draft lines in another order give the same claims, ratings and origins."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "port"
        store_small_case(path)
        contents = Case(path).contents()
        first = contents.state()[0]
        turned = draft().model_copy(update={"ratings": tuple(draft().ratings[i] for i in one)})
        files = (contents.case, contents.sources, [claims()[i] for i in two], turned)
        second = state(overlay(*files, contents.journal), contents.texts)
        assert second.claims == first.claims
        assert set(second.ratings) == set(first.ratings)
        assert second.origins == first.origins


def test_two_analysts_ratings_of_one_cell_are_both_kept(small_case: Case) -> None:
    """A disagreement stays visible: neither overwrites the other, nor the machine's suggestion."""
    small_case.rate("e1", "punish", "CC", why="they said it twice")
    Case(small_case.path, analyst="bob").rate("e1", "punish", "I")
    kept = {rating.analyst: rating.code for rating in small_case.state.ratings if rating.evidence == "e1"}
    assert kept == {"anna": "CC", "bob": "I", "machine": "C"}


def test_every_claim_has_exactly_one_origin(small_case: Case) -> None:
    """A claim that nobody gave an origin goes back to its own source; one that was moved, to where it was put."""
    origins = {origin.id: origin.claims for origin in small_case.state.origins}
    assert origins == {"o1": ("c1",), "o-s1": ("c2",)}
    small_case.set("claim/c2/origin", "o1")
    origins = {origin.id: origin.claims for origin in small_case.state.origins}
    assert origins == {"o1": ("c1", "c2")}


def test_a_claim_outlives_the_origin_it_was_moved_to(small_case: Case) -> None:
    """When that origin is taken out, the claim goes back to where it came from, and the case opens."""
    small_case.set("origin/o2", {"name": "A ministry"})
    small_case.set("claim/c1/origin", "o2")
    small_case.set("origin/o2", None)
    assert {origin.id: origin.claims for origin in small_case.state.origins} == {"o1": ("c1",), "o-s1": ("c2",)}


def test_a_field_that_an_analyst_set_says_so(small_case: Case) -> None:
    """Metadata set by hand is known from the analyst, under the name that readers use, whichever it was set by."""
    small_case.set("source/s1/issued", "2021-05-03")
    (source,) = small_case.state.sources
    assert str(source.published) == "2021-05-03"
    assert source.known["published"] == "analyst anna"


def test_a_removed_source_takes_its_claims_with_it(small_case: Case) -> None:
    """Taking a source out takes out what it says; undo brings it back."""
    small_case.set("source/s1/removed", True)
    assert (small_case.state.sources, small_case.state.claims) == ((), ())
    small_case.undo()
    assert len(small_case.state.claims) == 2


@settings(max_examples=25)
@given(st.lists(st.one_of(st.sampled_from(["undo", "redo"]), _ACTS.map(lambda acts: acts[:1])), max_size=10))
def test_a_case_that_stays_open_is_what_the_files_say(steps: list[object]) -> None:
    """What is taken over from one look to the next equals what the files say from the beginning, act by act."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "port"
        store_small_case(path)
        case = Case(path, analyst="anna")
        for step in steps:
            try:
                if isinstance(step, str):
                    getattr(case, step)()
                for _, (target, value) in step if isinstance(step, list) else ():
                    case.set(target, value)
            except (NotFoundError, UsageError):
                pass
            assert case.state == Case(path).state
