"""Several acts as one: all or none, undone and redone together."""

from __future__ import annotations

import pytest

from cuibono.case.records import Status
from cuibono.errors import NotFoundError, UsageError
from cuibono.verbs import Case

CHANGES = [("claim/c1/status", "accepted"), ("hypothesis/punish/prior", 0.4), ("claim/c2/status", "rejected")]


def test_all_are_set(small_case: Case) -> None:
    """Acts of journal and case.toml take effect together."""
    entries = small_case.set_all(CHANGES, "seen")
    state = small_case.state
    assert state.status == {"c1": Status.ACCEPTED, "c2": Status.REJECTED}
    assert state.hypothesis("punish").prior == 0.4
    assert {entry.batch for entry in entries} == {entries[0].id}


def test_one_refused_means_none_is_set(small_case: Case) -> None:
    """Where one value cannot stand nothing is written, and the message names what was wrong."""
    before = small_case.state
    with pytest.raises(UsageError, match="claim/nobody/status"):
        small_case.set_all([*CHANGES, ("claim/nobody/status", "accepted")])
    assert small_case.state == before


def test_undone_and_redone_as_one(small_case: Case) -> None:
    """One undo takes all of them back, one redo brings all of them back, and older acts stay."""
    small_case.rate("e1", "money", "C")
    before = small_case.state
    small_case.set_all(CHANGES)
    done = small_case.state
    small_case.undo()
    after = small_case.state
    assert (after.status, after.hypotheses, after.ratings) == (before.status, before.hypotheses, before.ratings)
    small_case.redo()
    again = small_case.state
    assert (again.status, again.hypotheses, again.ratings) == (done.status, done.hypotheses, done.ratings)


def test_one_of_them_can_be_undone_alone(small_case: Case) -> None:
    """An entry that is named is taken back without the others, and the next undo takes back the rest."""
    entries = small_case.set_all(CHANGES)
    small_case.undo(entries[0].id)
    assert small_case.state.status == {"c2": Status.REJECTED}
    small_case.undo()
    assert small_case.state.status == {}
    with pytest.raises(NotFoundError):
        small_case.undo()


def test_previewed_together(small_case: Case) -> None:
    """A preview of several acts sees each after the ones before it, and writes nothing."""
    small_case.preview([("origin/o2", {"name": "the other official"}), ("claim/c1/origin", "o2")])
    assert small_case.history() == ()


def test_dates_may_be_written_in_iso(small_case: Case) -> None:
    """A date is set as people write it, and refused with a sentence where it is none."""
    small_case.set("claim/c1/happened", "2021-05")
    found = next(claim.happened for claim in small_case.state.claims if claim.id == "c1")
    assert found is not None
    assert found.iso == "2021-05-01/2021-05-31"
    with pytest.raises(UsageError, match="is not a date"):
        small_case.set("claim/c1/happened", "last spring")


def test_what_others_rest_on_stays(small_case: Case) -> None:
    """An origin that claims were moved to since is not undone from under them; the message says what rests on it."""
    made = small_case.set("origin/o2", {"name": "the other official"})
    small_case.set("claim/c1/origin", "o2")
    with pytest.raises(UsageError, match="claim/c1/origin"):
        small_case.undo(made.id)
    assert {origin.id for origin in small_case.state.origins} >= {"o2"}
