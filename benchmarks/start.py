"""How long cuibono takes to start, to read and to weigh, and how much memory it needs, each in a process of its own.

    python benchmarks/start.py [--json] [DOCUMENT ...]

Without documents the demo's are read. Times are wall clock, the best and the median of several runs; memory is the peak
resident set of the process. "Cold" is the first run of a command in this benchmark, with the modules compiled already.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

RUNS = 5


def timed(command: list[str]) -> float:
    """Seconds that one command takes; stops with its message where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return time.perf_counter() - start


def peak(command: list[str]) -> float:
    """Peak memory of one command, in MB."""
    work = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", work, *command], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    documents = given.documents or sorted(Path(str(files("cuibono") / "data" / "demo" / "documents")).glob("[!R]*"))
    cuibono = [sys.executable, "-m", "cuibono"]
    rows: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        case = str(Path(name) / "case")
        steps = {
            "--help": [*cuibono, "--help"],
            "new": [*cuibono, "new", case, *map(str, documents), "-q", "Why would Moscow pay the Taliban bounties?"],
            "read": [*cuibono, "read", case],
            "weigh": [*cuibono, "weigh", case],
            "report": [*cuibono, "report", case],
        }
        for verb, command in steps.items():
            cold = timed(command)
            warm = [] if verb == "new" else [timed(command) for _ in range(RUNS)]
            memory = 0.0 if verb == "new" else peak(command)
            rows[verb] = {
                "cold s": round(cold, 3),
                "best s": round(min(warm, default=cold), 3),
                "median s": round(statistics.median(warm or [cold]), 3),
                "peak MB": round(memory, 1),
            }
    if given.json:
        print(json.dumps(rows, indent=2))
        return
    print(
        f"{len(documents)} documents, {sum(len(path.read_bytes()) for path in documents)} bytes, {RUNS} warm runs each"
    )
    print(f"{'verb':8}" + "".join(f"{column:>10}" for column in next(iter(rows.values()))))
    for verb, row in rows.items():
        print(f"{verb:8}" + "".join(f"{value:10}" for value in row.values()))


if __name__ == "__main__":
    main()
