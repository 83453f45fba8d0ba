"""How fast the workbench is in a real browser: from an edit to the posterior on screen, and every screen's first page.

    python benchmarks/workbench.py [--quick] [--json]

Makes a case of 500 pieces of evidence by 10 hypotheses, and one of 10,000 claims in 300 sources with the same matrix,
serves each with `cuibono serve` as users do, and drives Debian's Chromium through Playwright. An edit is timed in the
page: from the key that rates a cell to the frame in which the bars have moved; edits come .3 s after one another, as a
quick analyst makes them. Memory is the server's resident set.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from large import large_case

CHROMIUM = os.environ.get("CUIBONO_CHROMIUM", "/usr/bin/chromium")
SCREENS = (
    *("overview", "sources", "reader", "claims", "origins", "hypotheses", "matrix", "weigh"),
    *("strategy", "options", "timeline", "report", "history", "compare", "help"),
)
EDIT = """async (key) => {
  const moved = new Promise((done) => document.addEventListener("cuibono:acted",
    () => requestAnimationFrame(() => done(performance.now())), {once: true}));
  const from = performance.now();
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
  return await moved - from;
}"""


@contextmanager
def served(case: Path) -> Iterator[tuple[str, int, float]]:
    """The address of the workbench on `case`, its process id, and the seconds until it answered."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "cuibono", "serve", str(case), "--no-browser", "--port", "0", "--as", "bench"]
    place = {**os.environ, "XDG_STATE_HOME": str(case.parent / "state"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=place)
    try:
        line = process.stdout.readline() if process.stdout else ""
        address = re.search(r"http://\S+", line)
        if address is None:
            raise SystemExit(f"the workbench did not say where it is: {line!r}")
        yield address.group(0), process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=20)


def memory(pid: int) -> float:
    """The resident memory of a process and its peak so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found.group(1)) / 1024 if found else float("nan")


def measured(case: Path, edits: int) -> dict[str, Any]:
    """Start, first page, edits and screens on one case."""
    from playwright.sync_api import sync_playwright

    with served(case) as (address, pid, start), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address, timeout=120_000)
        first = shown(page)
        root = address.split("/overview")[0]
        page.goto(f"{root}/matrix", timeout=120_000)
        page.locator("td[data-e]").nth(7).focus()
        page.wait_for_timeout(500)
        times = []
        for number in range(edits):
            times.append(page.evaluate(EDIT, "1245"[number % 4]))
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(300)
        screens = {}
        for name in SCREENS:
            page.goto(f"{root}/{name}", timeout=120_000)
            screens[name] = shown(page)
        result = {
            "start_s": start,
            "first_page_ms": first,
            "edit_ms": {"median": median(times), "p95": sorted(times)[int(0.95 * (len(times) - 1))], "n": len(times)},
            "screens_ms": screens,
            "memory_mb": memory(pid),
        }
        browser.close()
        return result


def shown(page: Any) -> float:
    """Milliseconds from the request of the page to its first contentful paint."""
    page.wait_for_load_state("load")
    script = """() => new Promise((done) => {
      const look = () => {
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        paint ? done(paint.startTime) : setTimeout(look, 10);
      };
      look();
    })"""
    return float(page.evaluate(script))


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer edits")
    parser.add_argument("--json", action="store_true", help="print the same as data")
    options = parser.parse_args()
    edits = 20 if options.quick else 100
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        small = large_case(folder / "matrix", sources=50, claims=3_600)
        large = large_case(folder / "large")
        found = {"500 x 10": measured(small.path, edits), "10,000 claims": measured(large.path, edits)}
    if options.json:
        print(json.dumps(found, indent=2))
        return
    for name, row in found.items():
        edit = row["edit_ms"]
        print(f"{name}: start {row['start_s']:.2f} s, first page {row['first_page_ms']:.0f} ms, "
              f"edit median {edit['median']:.0f} ms, p95 {edit['p95']:.0f} ms of {edit['n']}, "
              f"memory {row['memory_mb']:.0f} MB")  # fmt: skip
        print("  " + ", ".join(f"{screen} {ms:.0f}" for screen, ms in row["screens_ms"].items()) + " ms")


if __name__ == "__main__":
    main()
