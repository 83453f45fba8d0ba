"""Reading again after a failure or a kill: nothing is asked twice, nothing that was read is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

import cuibono
from cuibono.cli import main
from cuibono.errors import EndpointError
from cuibono.reading.endpoint import Manners
from cuibono.reading.endpoint.memory import NAME
from cuibono.verbs import Case
from endpoint_server import Asked, Reply, claims, failure, serve, told
from test_endpoint_read import MONEY, PUNISH, QUESTION, by_quote, case, reader, respond

__all__ = ["case"]


def failing(asked: Asked) -> Reply:
    """Answers about the first document and fails with the second."""
    return respond(asked) if "Kamen" in asked.document else failure(500, "out of memory")


def test_one_document_fails_and_the_others_are_kept(case: Case) -> None:
    """The failed one is listed with its reason; the rest is read, drafted and can be weighed."""
    with serve(failing) as endpoint:
        found = case.read(reader(endpoint, case.path, manners=Manners(backoff=0.01, attempts=2, timeout=5)))
    first, second = found.readings
    assert (first.failed, first.claims) == ("", 4)
    assert "out of memory" in second.failed
    assert case.readings() == found.readings
    assert PUNISH["quote"] in by_quote(case)
    assert case.weigh().shares


def test_the_command_lists_what_failed(case: Case) -> None:
    """A partial failure is told by name and reason; the rest counts."""
    with serve(failing) as endpoint:
        done = CliRunner().invoke(
            main, ["read", str(case.path), "--endpoint", endpoint.url, "--model", "m", "--attempts", "1"]
        )
    assert done.exit_code == 0, done.output
    assert "Not read: second.txt" in done.output
    assert "out of memory" in done.output.replace("\n", " ")


def test_a_document_that_fails_keeps_what_it_had(case: Case) -> None:
    """What the last reading found of it stays until it can be read again."""
    case.read()
    second = case.state.sources[1].id
    before = [claim for claim in case.state.claims if claim.source == second]
    with serve(failing) as endpoint:
        case.read(reader(endpoint, case.path, manners=Manners(backoff=0.01, attempts=1, timeout=5)))
    assert before
    assert [claim for claim in case.state.claims if claim.source == second] == before


def test_reading_again_asks_only_for_what_is_missing(case: Case) -> None:
    """After the failure has passed, the document that was answered is not asked about again."""
    with serve(failing) as endpoint:
        case.read(reader(endpoint, case.path, manners=Manners(backoff=0.01, attempts=1, timeout=5)))
    with serve(respond) as endpoint:
        case.read(reader(endpoint, case.path))
    assert [("Kamen" in asked.document) for asked in endpoint.asked] == [False]
    before = (case.path / "claims.jsonl").read_bytes()
    with serve(respond) as endpoint:
        case.read(reader(endpoint, case.path))
    assert endpoint.asked == []
    assert (case.path / "claims.jsonl").read_bytes() == before


def test_another_model_or_question_is_asked_anew(case: Case) -> None:
    """An answer belongs to text, question, model, prompt and schema; a change of one of them asks again."""
    from cuibono.reading.endpoint import EndpointReader

    with serve(respond) as endpoint:
        case.read(reader(endpoint, case.path))
        case.read(EndpointReader(endpoint.url, "other", folder=case.path))
        assert len(endpoint.asked) == 4
        case.set("question", "Why would Aria close the port?")
        case.read(reader(endpoint, case.path))
    assert len(endpoint.asked) == 6


def test_the_memory_can_be_deleted_or_broken(case: Case) -> None:
    """Without it, or with rubbish in its place, everything is asked again; nothing else changes."""
    memory = case.path / ".cuibono" / NAME
    with serve(respond) as endpoint:
        case.read(reader(endpoint, case.path))
        before = case.state
        memory.write_bytes(b"rubbish" * 1000)
        case.read(reader(endpoint, case.path))
        memory.unlink()
        case.read(reader(endpoint, case.path))
    assert len(endpoint.asked) == 6
    assert case.state == before


def test_halves_are_kept_as_well(tmp_path: Path) -> None:
    """An excerpt that was too long is not tried as a whole again."""
    text = "Aria closed the port. " + "Nobody knows much about it yet. " * 100
    (tmp_path / "long.txt").write_text(text)
    case = cuibono.new(tmp_path / "case", [tmp_path / "long.txt"], question=QUESTION)

    def short(asked: Asked) -> Reply:
        return claims() if len(asked.document) < 2000 else told("{", "length")

    with serve(short) as endpoint:
        case.read(reader(endpoint, case.path))
        asked = len(endpoint.asked)
        case.read(reader(endpoint, case.path))
    assert asked == 3
    assert len(endpoint.asked) == asked


def test_when_nothing_can_be_read_nothing_is_written(case: Case) -> None:
    """A wrong key changes no file of the case, and is told once."""
    case.read()
    before = {path: path.read_bytes() for path in case.path.glob("*.*") if path.is_file()}
    with serve(lambda _: failure(401, "bad key")) as endpoint, pytest.raises(EndpointError) as caught:
        case.read(reader(endpoint, case.path, manners=Manners(at_once=1, timeout=5)))
    assert str(caught.value).startswith("nothing was read: 127.0.0.1 answers 401")
    assert "does not accept the key" in str(caught.value)
    assert len(endpoint.asked) == 1
    assert {path: path.read_bytes() for path in case.path.glob("*.*") if path.is_file()} == before


def test_a_server_that_stops_answering_for_good_ends_the_reading(case: Case, tmp_path: Path) -> None:
    """When the key is withdrawn midway, what was answered is kept and the others are listed, not asked."""
    for number in range(6):
        (tmp_path / f"more{number}.txt").write_text(f"More of it, {number}. Aria closed the port. Nobody knows why.")
    case.add([tmp_path / f"more{number}.txt" for number in range(6)])
    with serve(lambda asked: respond(asked) if asked.number < 2 else failure(403, "expired")) as endpoint:
        found = case.read(reader(endpoint, case.path, manners=Manners(at_once=1, timeout=5)))
    assert len(endpoint.asked) == 3
    assert [bool(reading.failed) for reading in found.readings].count(True) == 6
    assert all("expired" in reading.failed for reading in found.readings if reading.failed)


def test_nobody_waits_out_a_back_off_once_there_is_no_hope(case: Case) -> None:
    """One document waits an hour to be tried again; the other learns that the key is withdrawn; both end at once."""
    waiting = Event()

    def withdrawn(asked: Asked) -> Reply:
        if "Kamen" in asked.document:
            waiting.set()
            return failure(500, "oops")
        waiting.wait(20)
        return failure(403, "expired")

    with serve(withdrawn) as endpoint, pytest.raises(EndpointError, match="expired"):
        case.read(reader(endpoint, case.path, manners=Manners(backoff=3600, patience=7200, timeout=30)))
    assert len(endpoint.asked) == 2


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX knows them")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_kill_loses_no_answer(case: Case, how: signal.Signals) -> None:
    """Killed or interrupted while a server is slow, a reading ends; the next asks only for what had not come."""
    asked_for, go_on = Event(), Event()

    def slow(asked: Asked) -> Reply:
        if "Kamen" in asked.document:
            return claims(PUNISH, MONEY)
        asked_for.set()
        go_on.wait(20)
        return claims()

    with serve(slow) as endpoint:
        arguments = ["read", str(case.path), "--endpoint", endpoint.url, "--model", "tiny:1b"]
        process = subprocess.Popen(
            [sys.executable, "-m", "cuibono", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert asked_for.wait(20)
        _wait_for_answer(case.path / ".cuibono" / NAME)
        process.send_signal(how)
        process.communicate(timeout=20)
        assert process.returncode != 0
        go_on.set()
        assert case.state.claims == ()
        case.read(reader(endpoint, case.path))
    assert sum("Kamen" in asked.document for asked in endpoint.asked) == 1
    assert PUNISH["quote"] in by_quote(case)


def _wait_for_answer(path: Path) -> None:
    import sqlite3
    from contextlib import closing, suppress

    for _ in range(400):
        with suppress(sqlite3.Error):
            if path.exists():
                with closing(sqlite3.connect(path)) as base:
                    if base.execute("SELECT count(*) FROM answers").fetchone()[0]:
                        return
        time.sleep(0.05)
    raise AssertionError("no answer was kept")


def test_what_is_kept_is_checked_like_any_answer(case: Case) -> None:
    """Who writes into the memory can give no more orders than a server."""
    import sqlite3
    from contextlib import closing

    with serve(respond) as endpoint:
        case.read(reader(endpoint, case.path))
        forged = {"claims": [{**PUNISH, "analyst": "anna"}, {**MONEY, "quote": "not there"}], "ratings": []}
        with closing(sqlite3.connect(case.path / ".cuibono" / NAME)) as base, base:
            base.execute("UPDATE answers SET answer = ?", (json.dumps(forged),))
        found = case.read(reader(endpoint, case.path))
        assert found.claims == 0
        assert sum(found.readings[0].refused.values()) == 3
        with closing(sqlite3.connect(case.path / ".cuibono" / NAME)) as base, base:
            base.execute("UPDATE answers SET answer = 'no answer'")
        assert case.read(reader(endpoint, case.path)).claims == 5
    assert len(endpoint.asked) == 4
