"""Keeping: a kill, a full disk, two writers and a torn line leave a case that opens with all that was acknowledged."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import store_small_case
from cuibono.case import files
from cuibono.errors import StorageError
from cuibono.verbs import Case

_RATER = """
import sys
from cuibono.verbs import Case
case = Case(sys.argv[1], analyst=sys.argv[2])
for number in range(int(sys.argv[3])):
    entry = case.rate("e1", "money", ["C", "I", "II", "N"][number % 4]) if number % 5 else case.set(
        "hypothesis/punish/prior", round(0.01 + number % 90 / 100, 2))
    print(entry.id, flush=True)
"""


def _start(path: Path, analyst: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _RATER, str(path), analyst, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Killed with SIGKILL again and again, the case opens with every entry that was printed."""
    path = tmp_path / "port"
    store_small_case(path)
    acknowledged: set[str] = set()
    chance = random.Random(7)
    for _ in range(6):
        process = _start(path, "anna", 100_000)
        assert process.stdout is not None
        acknowledged.add(process.stdout.readline().strip())
        time.sleep(chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in process.stdout if len(line.strip()) == 26}
        process.wait()
        process.stdout.close()
        case = Case(path, analyst="anna")
        assert case.check() == ()
        assert acknowledged <= {entry.id for entry in case.history()}
    Case(path, analyst="anna").rate("e1", "money", "N")
    assert not list(path.rglob("*.part"))


def test_two_writers_at_once_both_keep_all(tmp_path: Path) -> None:
    """Two processes write into one case, one of them under the same name as a third: nothing is lost or torn."""
    path = tmp_path / "port"
    store_small_case(path)
    writers = [_start(path, name, 25) for name in ("anna", "bob", "anna")]
    said = [set(writer.communicate()[0].split()) for writer in writers]
    case = Case(path, analyst="anna")
    assert case.check() == ()
    assert set().union(*said) == {entry.id for entry in case.history()}
    assert sum(len(ids) for ids in said) == 75


def test_a_torn_last_line_is_set_aside_not_believed(small_case: Case) -> None:
    """Half a line at the end of a journal is not an act; it is moved to a file of its own at the next one."""
    kept = small_case.rate("e1", "money", "C")
    path = small_case.path / "journal" / "anna.jsonl"
    with path.open("ab") as file:
        file.write(b'{"id": "01J5Z3NDEK')
    assert [entry.id for entry in small_case.history()] == [kept.id]
    small_case.rate("e1", "money", "I")
    assert len(small_case.history()) == 2
    assert path.with_name("anna.jsonl.torn").read_bytes() == b'{"id": "01J5Z3NDEK\n'


def _with_file_limit(size: int, work: str, path: Path) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-c", work, str(path)]
    return subprocess.run(command, preexec_fn=limit, capture_output=True, text=True, check=False)


def test_a_write_that_the_system_cuts_short_leaves_the_old_file(tmp_path: Path) -> None:
    """Where no byte more may be written, replacing and appending say so and change nothing."""
    target = tmp_path / "file"
    target.write_bytes(b"old\n" * 50)
    for verb in ("replace", "append"):
        work = f"""
import sys
from pathlib import Path
from cuibono.case import files
from cuibono.errors import StorageError
try:
    files.{verb}(Path(sys.argv[1]), b"x" * 5000)
except StorageError as error:
    print("said", error)
"""
        done = _with_file_limit(210, work, target)
        assert done.stdout.startswith("said"), done.stderr
        assert target.read_bytes() == b"old\n" * 50
    assert [item.name for item in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """On a file system of a few pages, acts go on until it is full; then cuibono says so, and all before is there."""
    mount = tmp_path / "tiny"
    mount.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(mount)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a tiny file system to fill can only be mounted by root")
    try:
        store_small_case(mount / "port")
        case = Case(mount / "port", analyst="anna")
        said: list[str] = []
        with pytest.raises(StorageError, match="full"):
            said.extend(case.rate("e1", "money", "C", why="a reason " * 20).id for _ in range(5000))
        assert said
        assert case.check() == ()
        assert [entry.id for entry in case.history()] == said
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_a_read_only_case_is_said_not_damaged(small_case: Case) -> None:
    """In a folder that may not be written to, reading works and writing names the remedy."""
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    small_case.path.chmod(0o500)
    try:
        assert small_case.state.question
        with pytest.raises(StorageError, match="may not write"):
            small_case.rate("e1", "money", "C")
    finally:
        small_case.path.chmod(0o700)


def test_replacing_keeps_the_permissions(tmp_path: Path) -> None:
    """A file that others may not read stays so."""
    target = tmp_path / "file"
    target.write_bytes(b"old")
    target.chmod(0o600)
    files.replace(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
