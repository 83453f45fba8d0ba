"""Runs docs/notebook.ipynb and stores it with its outputs.

python scripts/notebook.py             # in its place
python scripts/notebook.py -o PATH     # elsewhere
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "notebook.ipynb"


def executed(path: Path = NOTEBOOK) -> nbformat.NotebookNode:
    """The notebook run from its first cell to its last, without anything that differs from run to run."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, kernel_name="python3", record_timing=False, resources={"metadata": {"path": path.parent}}
    ).execute()
    notebook.metadata = {"language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    return notebook


def main() -> None:
    """Run it, and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=NOTEBOOK)
    nbformat.write(executed(), parser.parse_args().output)


if __name__ == "__main__":
    main()
