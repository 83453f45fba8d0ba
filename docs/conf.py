"""How Sphinx makes a site of these pages, by `scripts/docs`: nothing is fetched, then or when the site is read."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))  # where Sphinx finds notebooks.py

project = "cuibono"
author = "The cuibono authors"
extensions = ["myst_parser", "notebooks"]
root_doc = "README"
myst_heading_anchors = 3
html_theme = "furo"
html_title = "cuibono"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
nitpicky = True
highlight_language = "none"


def contents(text: str) -> str:
    """The site's contents, out of the table of the front page: its bold rows are the headings, its links the pages."""
    parts = []
    for line in text.splitlines():
        if heading := re.match(r"\| \*\*(.+?)\*\* \|", line):
            parts.append([heading[1]])
        elif parts:
            parts[-1] += re.findall(r"\]\(([\w/-]+)\.(?:md|ipynb)\)", line.split(" | ")[0])
    blocks = (toctree(f":caption: {title}", "", *pages) for title, *pages in parts)
    return "\n\n".join([toctree("", "start"), *blocks])


def toctree(*lines: str) -> str:
    """A table of contents that only the side of the page shows."""
    return "\n".join(["```{toctree}", ":hidden:", *lines, "```"])


def add_contents(app: Sphinx, name: str, source: list[str]) -> None:
    """Hang the contents onto the front page as Sphinx reads it; where it is read otherwise, the table serves."""
    if name == app.config.root_doc:
        source[0] = f"{source[0]}\n\n{contents(source[0])}\n"


def add_front_door(app: Sphinx, failure: Exception | None) -> None:
    """Let the site's folder open at its front page."""
    if failure is None:
        Path(app.outdir, "index.html").write_text(
            '<!doctype html><meta charset="utf-8"><title>cuibono</title>'
            '<meta http-equiv="refresh" content="0; url=README.html"><a href="README.html">cuibono</a>\n',
            encoding="utf-8",
        )


def setup(app: Sphinx) -> None:
    """Connect both."""
    app.connect("source-read", add_contents)
    app.connect("build-finished", add_front_door)
