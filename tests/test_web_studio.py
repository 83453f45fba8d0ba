"""The studio: what draws pictures ends with the server, also where the server was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cuibono.errors import CuibonoError, UsageError
from cuibono.web.studio import Studio

WORK = """
import os
from cuibono.web.studio import Studio
if __name__ == "__main__":
    print(Studio().ask(os.getpid), flush=True)
    input()
"""


def refuse(words: str) -> None:
    """Say no, in another process."""
    raise UsageError(words)


def test_a_refusal_comes_back() -> None:
    """What the work raises there is raised here, in the same words."""
    studio = Studio()
    try:
        assert studio.ask(os.getpid) != os.getpid()
        with pytest.raises(UsageError, match="there is no such form"):
            studio.ask(refuse, "there is no such form")
    finally:
        studio.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="it is looked up in /proc whether the process still runs")
def test_nothing_outlives_a_killed_server(tmp_path: Path) -> None:
    """The helper process ends when its server is killed, which cannot tell it anything."""
    (tmp_path / "server.py").write_text(WORK)
    command = [sys.executable, str(tmp_path / "server.py")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=quiet, text=True) as server:
        assert server.stdout is not None
        helper = int(server.stdout.readline())
        server.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while _runs(helper) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(helper)


def _runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked after does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_studio_that_was_left_begins_no_helper() -> None:
    """While the server ends, what still asks for a picture is told so instead of starting a process anew."""
    studio = Studio()
    with studio:
        assert studio.ask(os.getpid) != os.getpid()
    with pytest.raises(CuibonoError, match="the workbench has ended"):
        studio.ask(os.getpid)
