"""Undo and redo: every act can be taken back and brought back, and nothing is ever taken out of the journal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.case import journal
from cuibono.case.journal import Entry
from cuibono.case.records import Code, State
from cuibono.errors import NotFoundError, UsageError
from cuibono.verbs import Case


def _codes(state: State) -> dict[tuple[str, str, str], Code | None]:
    return {(rating.evidence, rating.hypothesis, rating.analyst): rating.code for rating in state.ratings}


def test_undo_brings_the_old_value_back(small_case: Case) -> None:
    """Rating a cell twice and undoing once leaves the first rating."""
    small_case.rate("e1", "money", "C")
    small_case.rate("e1", "money", "II")
    small_case.undo()
    assert _codes(small_case.state)["e1", "money", "anna"] == Code.C
    small_case.undo()
    assert ("e1", "money", "anna") not in _codes(small_case.state)


def test_redo_brings_back_what_was_undone(small_case: Case) -> None:
    """Undo, undo, redo, redo ends where it began."""
    small_case.rate("e1", "money", "C")
    small_case.rate("e2", "punish", "I", why="no link")
    before = small_case.state
    small_case.undo()
    small_case.undo()
    small_case.redo()
    small_case.redo()
    assert small_case.state.ratings == before.ratings


def test_a_new_act_empties_the_redo_list(small_case: Case) -> None:
    """After something new there is nothing to redo."""
    small_case.rate("e1", "money", "C")
    small_case.undo()
    small_case.rate("e1", "money", "I")
    with pytest.raises(NotFoundError, match="nothing to redo"):
        small_case.redo()


def test_undo_reaches_only_ones_own_acts(small_case: Case) -> None:
    """What bob did is not undone by anna's undo; naming the entry does it."""
    small_case.rate("e1", "money", "C")
    bob = Case(small_case.path, analyst="bob")
    entry = bob.rate("e1", "money", "II")
    small_case.undo()
    assert _codes(small_case.state)["e1", "money", "bob"] == Code.II
    small_case.undo(entry.id)
    assert ("e1", "money", "bob") not in _codes(small_case.state)
    with pytest.raises(NotFoundError, match="nothing to undo"):
        bob.undo()


def test_undo_reaches_into_the_case_file(small_case: Case) -> None:
    """A prior set through a verb goes back to not stated; comments around it stay."""
    toml = small_case.path / "case.toml"
    toml.write_text("# mine\n" + toml.read_text())
    before = toml.read_text()
    small_case.set("hypothesis/punish/prior", 0.4)
    assert small_case.state.hypothesis("punish").prior == 0.4
    small_case.undo()
    assert toml.read_text() == before


def test_undo_does_not_overwrite_a_later_edit_by_hand(small_case: Case) -> None:
    """A value edited in the file since is refused, not overwritten."""
    small_case.set("hypothesis/punish/prior", 0.4)
    toml = small_case.path / "case.toml"
    toml.write_text(toml.read_text().replace("prior = 0.4", "prior = 0.7"))
    with pytest.raises(UsageError, match="since"):
        small_case.undo()
    assert small_case.state.hypothesis("punish").prior == 0.7


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.sampled_from(["anna", "bob"]), st.sampled_from(["C", "I", "II", "N", None])),
        st.tuples(st.sampled_from(["undo", "redo"]), st.sampled_from(["anna", "bob"]), st.none()),
    ),
    max_size=14,
)


@given(_STEPS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_in_force_equals_an_editor_with_undo_stacks(steps: list[tuple[str, str, str | None]]) -> None:
    """The journal read back gives what a plain editor with one undo stack a person would show."""
    entries: list[Entry] = []
    done: dict[str, list[tuple[str, str | None]]] = {"anna": [], "bob": []}
    undone: dict[str, list[tuple[str, str | None]]] = {"anna": [], "bob": []}
    for op, by, value in steps:
        last = entries[-1].id if entries else ""
        if op == "rate":
            entry = Entry.now(by, "set", "rating/e1/h1", after=last, to=value)
            done[by].append((entry.id, value))
            undone[by].clear()
            entries.append(entry)
            continue
        find = journal.next_undo if op == "undo" else journal.next_redo
        giving, taking = (done, undone) if op == "undo" else (undone, done)
        found = find(entries, by)
        assert (found is None) == (not giving[by])
        if found is not None:
            assert found.id == giving[by][-1][0]
            taking[by].append(giving[by].pop())
            entries.append(Entry.now(by, "undo" if op == "undo" else "redo", found.id, after=last))
    kept = {entry.id for entry in journal.in_force(entries)}
    assert kept == {id for stack in done.values() for id, _ in stack}
