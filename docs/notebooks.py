"""Lets Sphinx read a notebook as it was run: words as Markdown, cells as code, outputs as they stand in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx


class NotebookParser(MystParser):
    """Parses `.ipynb` files."""

    supported = ("ipynb",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        super().parse(markdown(json.loads(inputstring)), document)


def markdown(notebook: dict[str, Any]) -> str:
    """The notebook as one page of MyST Markdown."""
    return "\n\n".join(block for cell in notebook["cells"] for block in _blocks(cell))


def _blocks(cell: dict[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        yield source
        return
    yield f"```python\n{source}\n```"
    for output in cell["outputs"]:
        if "text" in output:
            yield f"```text\n{''.join(output['text'])}```"
        elif "data" in output:
            yield _shown(output["data"])


def _shown(data: dict[str, Any]) -> str:
    """The richest form that a page can show."""
    if "image/png" in data:
        words = "".join(data["text/plain"])
        picture = "".join(data["image/png"]).replace("\n", "")
        return f'```{{raw}} html\n<img alt="{words}" src="data:image/png;base64,{picture}">\n```'
    if "text/html" in data:
        return f"```{{raw}} html\n{''.join(data['text/html'])}\n```"
    return f"```text\n{''.join(data['text/plain'])}\n```"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the parser."""
    app.add_source_suffix(".ipynb", "ipynb")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True}
