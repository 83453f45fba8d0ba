"""Takes the pictures of the documentation: the demo's report and the workbench on it, as a browser shows them.

    python scripts/pictures.py                # writes docs/report.png and docs/workbench.png

Needs Debian's Chromium (CUIBONO_CHROMIUM names another) and the test dependencies.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CUIBONO_CHROMIUM", "/usr/bin/chromium")
CELL = "td[data-e='american-soldier-killed-combat-afghanistan'][data-h='revenge-syria']"


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """The address of a workbench on a new demo case, and the report that the demo made."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["-m", "cuibono", "demo", f"{folder}/cuibono-demo", "--serve", "--no-browser", "--port", "0"]
        place = {**os.environ, "XDG_STATE_HOME": folder, "CUIBONO_ANALYST": "you", "PYTHONUNBUFFERED": "1"}
        running = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True, env=place)
        try:
            for line in running.stdout or ():
                if found := re.search(r"http://\S+", line):
                    yield found.group(0), Path(folder) / "cuibono-demo" / "out" / "report.html"
                    break
        finally:
            running.kill()
            running.wait()


def main() -> None:
    """Take the picture of the demo's report; rate a cell, and take the picture of what moved."""
    with served() as (address, report), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1000, "height": 1180}, color_scheme="light")
        page.goto(report.as_uri())
        page.screenshot(path=ROOT / "docs" / "report.png")
        page = browser.new_page(viewport={"width": 1280, "height": 960}, color_scheme="light")
        page.goto(address, timeout=120_000)
        page.goto(address.split("/overview")[0] + "/matrix", timeout=120_000)
        page.locator(CELL).focus()
        page.keyboard.press("4")
        page.locator("#said", has_text="→").wait_for()
        page.locator("#cell-quotes li").first.wait_for()
        page.wait_for_timeout(300)
        page.screenshot(path=ROOT / "docs" / "workbench.png")
        browser.close()


if __name__ == "__main__":
    main()
