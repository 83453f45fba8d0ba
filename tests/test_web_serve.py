"""Serving: started and ended from the terminal without surprises, for one case or several, at the end of the demo."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from conftest import store_small_case
from cuibono.demonstration import demo as demonstration
from cuibono.web import serve as serving_module
from cuibono.web.serve import PORT, listen
from cuibono.web.shelf import Shelf
from workbench import Started, started


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The folder of the small case."""
    store_small_case(tmp_path / "port")
    return tmp_path / "port"


@contextmanager
def enter(bench: Started) -> Iterator[httpx.Client]:
    """A client that came through the printed address."""
    with httpx.Client(base_url=bench.root, follow_redirects=True, timeout=30) as client:
        reply = client.get(bench.door)
        assert reply.status_code == 200
        assert "token" not in str(reply.url)
        yield client


def cuibono(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command, as typed, with nobody at the terminal."""
    command = [sys.executable, "-m", "cuibono", *map(str, words)]
    place = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, text=True, env=place, check=False, timeout=60)


def test_it_prints_an_address_that_opens(case: Path) -> None:
    """The printed address leads to the Overview of the case, on loopback alone."""
    with started(case) as bench, enter(bench) as client:
        assert bench.door.startswith("http://127.0.0.1:")
        assert client.get("/case/port/overview").status_code == 200
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((_elsewhere(), bench.port), timeout=2)


def _elsewhere() -> str:
    """An address of this machine that is not the one the workbench listens on."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return next((str(name) for name in found if not str(name).startswith("127.0.0.1")), "127.0.0.2")


def test_every_start_has_a_token_of_its_own(case: Path) -> None:
    """The address of a workbench that has ended opens nothing on the next."""
    with started(case, "--port", "0") as first:
        old = first.door.rpartition("token=")[2]
    with started(case, "--port", "0") as second:
        assert second.door.rpartition("token=")[2] != old
        assert httpx.get(f"{second.root}/?token={old}").status_code == 403


def test_a_port_in_use_is_said(case: Path) -> None:
    """With --port, a port that is taken is a sentence; without, the next free one is used."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        done = cuibono("serve", case, "--no-browser", "--port", number)
        assert done.returncode == 1
        assert re.fullmatch(
            rf"cuibono: port {number} cannot be used \(Address already in use\); .*--port.*\n", done.stderr
        )
        assert done.stdout == ""
    with listen(None) as first, listen(None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
        assert first.getsockname()[1] in range(PORT, PORT + 20)


def test_ctrl_c_ends_it_quietly_with_pages_open(case: Path) -> None:
    """With a page listening, the process ends by itself with status 0, a sentence, and nothing on standard error."""
    with started(case) as bench, enter(bench) as client:
        heard: list[str] = []

        def listening() -> None:
            try:
                with client.stream("GET", "/case/port/events") as news:
                    for line in news.iter_lines():
                        heard.append(line)
                        ready.set()
            except httpx.HTTPError:
                heard.append("cut")

        ready = threading.Event()
        page = threading.Thread(target=listening)
        page.start()
        assert ready.wait(20)
        bench.process.send_signal(signal.SIGINT)
        out, err = bench.process.communicate(timeout=10)
        page.join(timeout=10)
    assert (bench.process.returncode, err) == (0, "")
    assert "has ended" in out
    assert "cut" not in heard


def test_no_case_is_a_sentence(tmp_path: Path) -> None:
    """A folder that is no case is named."""
    done = cuibono("serve", tmp_path / "nothing", "--no-browser", "--port", "0")
    assert done.returncode == 1
    assert "is not a case" in done.stderr
    assert "Traceback" not in done.stderr


def test_several_cases_on_the_shelf(case: Path) -> None:
    """Cases that were opened before are on Home, the latest first, same names apart, each with its own address."""
    other = case.parent / "elsewhere" / "port"
    other.parent.mkdir()
    store_small_case(other)
    with started(case):
        pass
    recent = case.parent / "state" / "cuibono" / "recent.json"
    assert json.loads(recent.read_text("utf-8")) == [str(case)]
    shelf = Shelf(case.parent, recent, "anna")
    shelf.put(other)
    assert [path for _, path in shelf.cases()] == [other, case]
    with started(case) as bench, enter(bench) as client:
        found = client.get("/home.json").json()["cases"]
        assert [item["path"] for item in found] == [str(case), str(other)]
        assert len({item["slug"] for item in found}) == 2
        for item in found:
            assert client.get(f"/case/{item['slug']}/overview").status_code == 200


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, null, {}]", b'"/etc"', b'["relative", "/nowhere", "\\u0000"]', b"\xff\xfe\x00", b"[" * 100_000],
    ids=["empty", "torn", "types", "string", "paths", "bytes", "deep"],
)
def test_garbage_in_the_list_of_recent_cases_is_no_harm(case: Path, content: bytes) -> None:
    """Whatever stands in it, the workbench starts, and the list is good again."""
    recent = case.parent / "state" / "recent.json"
    recent.parent.mkdir()
    recent.write_bytes(content)
    shelf = Shelf(case.parent, recent, "anna")
    shelf.put(case)
    assert [path for _, path in shelf.cases()] == [case]
    assert json.loads(recent.read_text("utf-8")) == [str(case)]


def test_a_list_that_cannot_be_kept_is_no_harm(case: Path) -> None:
    """Where the list's folder cannot be made, the workbench works without it."""
    (case.parent / "state").write_text("a file, not a folder", "utf-8")
    shelf = Shelf(case.parent, case.parent / "state" / "recent.json", "anna")
    assert shelf.put(case) == "port"


def test_a_browser_that_does_not_start_is_no_harm(case: Path) -> None:
    """The address was printed; a browser that is not there, or fails, changes nothing."""
    command = [sys.executable, "-m", "cuibono", "serve", str(case), "--port", "0"]
    place = {**os.environ, "XDG_STATE_HOME": str(case.parent / "state"), "BROWSER": "/nowhere/browser %s"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=place) as running:
        assert running.stdout is not None
        found = re.search(r"http://\S+", running.stdout.readline())
        assert found
        assert httpx.get(found.group(0), follow_redirects=True).status_code in {200, 403}
        threading.Event().wait(0.6)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=10)
    assert (running.returncode, err) == (0, "")
    assert "has ended" in out


def test_no_browser_is_started_in_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a screen nothing is opened: a text browser would write over the terminal."""
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("there is always a screen")
    opened: list[str] = []
    monkeypatch.setattr(serving_module.webbrowser, "open", opened.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    serving_module._open("http://127.0.0.1:1/")
    assert opened == []
    monkeypatch.setenv("DISPLAY", ":0")
    serving_module._open("http://127.0.0.1:1/")
    assert opened == ["http://127.0.0.1:1/"]


# ── The demo ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo, made once."""
    return demonstration(tmp_path_factory.mktemp("serve") / "demo").path


def test_the_demo_serves_nothing_in_a_pipe(demo: Path) -> None:
    """Where nobody looks, the demo ends by itself and prints no address."""
    done = cuibono("demo", demo)
    assert done.returncode == 0, done.stderr
    assert "http://" not in done.stdout


@pytest.mark.parametrize(
    ("options", "environment", "serves"),
    [((), {}, True), (("--no-serve",), {}, False), ((), {"CI": "true"}, False), (("--serve",), {"CI": "true"}, True)],
    ids=["terminal", "no-serve", "ci", "serve"],
)
def test_the_demo_opens_the_workbench_on_a_terminal(
    demo: Path, tmp_path: Path, options: tuple[str, ...], environment: dict[str, str], serves: bool
) -> None:
    """On a terminal the answer is followed by the workbench's address; not with --no-serve, nor where CI runs."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "cuibono", "demo", str(demo), "--no-browser", "--port", "0", *options]
    place = {key: value for key, value in os.environ.items() if key != "CI"}
    place |= {"XDG_STATE_HOME": str(tmp_path / "state"), "TERM": "dumb", **environment}
    running = subprocess.Popen(command, stdin=child, stdout=child, stderr=child, env=place, start_new_session=True)
    os.close(child)
    try:
        text = _until(parent, "everything you did is saved")
        if serves:
            address = re.search(r"http://127\.0\.0\.1:\d+/case/demo/overview\?token=\S+", text)
            assert address, text
            assert httpx.get(address.group(0)).status_code == 303
            running.send_signal(signal.SIGINT)
            text += _until(parent, "has ended")
            assert "Traceback" not in text
        assert running.wait(timeout=20) == 0
        assert "Report:" in text
        assert ("The workbench is at" in text) == serves
    finally:
        running.kill()
        running.wait()
        os.close(parent)


def _until(terminal: int, words: str) -> str:
    """What a terminal shows until these words, or until the program has ended."""
    shown = b""
    while words.encode() not in shown:
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    return shown.decode("utf-8", "replace")
