"""A screen: an address, a key, what it shows as plain data, and the template that lays this out.

The page and its JSON twin show the same data; so whatever can be seen can also be fetched, and tested, as data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route

from cuibono.web.live import View

Query = Mapping[str, str]
Data = Callable[[View, Query], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a screen that takes longer to work out, and is fetched once the rest can be seen.

    `drawn` gives the template, in place of the data, what only a page can show: sections of the report with pictures.
    """

    slug: str
    data: Data
    drawn: Data | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of a case. `key` is pressed after `g`; `script` names its module in `static/`, if it has one.

    Each of its `parts` has an address below the screen's, a JSON twin, and the template `SCREEN-PART.html.j2`.
    """

    slug: str
    name: str
    key: str
    group: str
    data: Data
    script: str = ""
    routes: tuple[Route, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"{self.slug}.html.j2"
