"""A running workbench for tests: the real server on a free loopback port, and a browser that may look at it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from cuibono.web.serve import listen, server
from cuibono.web.shelf import Shelf

CHROMIUM = Path(os.environ.get("CUIBONO_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOKEN = "a-token-of-the-tests"  # noqa: S105 - it opens nothing but these tests' own servers


@dataclass(frozen=True)
class Workbench:
    """Where a running workbench is. `case` is the path of its case's addresses, such as `/case/port`."""

    root: str
    port: int
    case: str

    @property
    def door(self) -> str:
        """The address that lets a browser in, and shows the Overview."""
        return f"{self.root}{self.case}/overview?token={TOKEN}"

    def client(self) -> httpx.Client:
        """A client that has been let in, and says that it comes from the workbench's own pages."""
        headers = {"Origin": self.root}
        return httpx.Client(base_url=self.root, headers=headers, cookies={f"cuibono-{self.port}": TOKEN}, timeout=60)


@contextmanager
def serving(case: Path, analyst: str = "anna") -> Iterator[Workbench]:
    """The workbench on `case`, as `cuibono serve` runs it, for as long as the block lasts."""
    shelf = Shelf(case.parent, case.parent / "state" / "recent.json", analyst)
    slug = shelf.put(case)
    with listen(0) as listener:
        port = listener.getsockname()[1]
        running = server(shelf, listener, TOKEN)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not running.started and thread.is_alive():
            time.sleep(0.01)
        try:
            yield Workbench(f"http://127.0.0.1:{port}", port, f"/case/{slug}")
        finally:
            running.should_exit = True
            thread.join(timeout=10)


@dataclass(frozen=True)
class Started:
    """A workbench in a process of its own; `door` is the address that it printed."""

    process: subprocess.Popen[str]
    door: str

    @property
    def root(self) -> str:
        """Scheme, host and port."""
        return "/".join(self.door.split("/")[:3])

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self.root.rpartition(":")[2])


@contextmanager
def started(case: Path, *options: str, command: Sequence[str] = (sys.executable, "-m", "cuibono")) -> Iterator[Started]:
    """`cuibono serve` on `case` as a person starts it, once it answers; killed at the end where it still runs."""
    words = [*command, "serve", str(case), "--no-browser", *(options or ("--port", "0"))]
    place = {**os.environ, "XDG_STATE_HOME": str(case.parent / "state"), "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=place)
    try:
        assert running.stdout is not None
        found = re.search(r"http://\S+", running.stdout.readline())
        assert found, running.communicate(timeout=20)
        yield Started(running, found.group(0))
    finally:
        running.kill()
        running.communicate()


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; skips where either is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}; CUIBONO_CHROMIUM may name another")
    with driver.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def visiting(browser: Any, bench: Workbench, screen: str, **settings: Any) -> Iterator[Any]:
    """A page of the browser that shows a screen, where the server is expected to refuse things."""
    context = browser.new_context(**settings)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(bench.door)
    page.goto(f"{bench.root}{bench.case}/{screen}")
    yield page
    context.close()


@contextmanager
def looking(browser: Any, bench: Workbench, screen: str, **settings: Any) -> Iterator[Any]:
    """A page of the browser that shows a screen; at the end its console must have been without complaint."""
    context = browser.new_context(**settings)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(bench.door)
    page.goto(f"{bench.root}{bench.case}/{screen}")
    yield page
    context.close()
    assert complaints == [], complaints


def said(page: Any, words: str) -> None:
    """Wait until the page has said these words."""
    page.locator("#said", has_text=words).wait_for()


def violations(page: Any) -> list[tuple[str, list[Any]]]:
    """What axe-core finds wrong with the page: rule and places."""
    # Playwright evaluates in the page's main world, where the page's own policy would refuse nothing that it brings.
    page.evaluate(AXE.read_text("utf-8"))
    # The preview of the report is a frame that nothing may speak to; the report is judged in tests of its own.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
    return [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in found["violations"]]
