"""Tables for a notebook: rows as a pandas data frame, imported only when one is asked for, and as plain HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from cuibono.errors import CuibonoError

if TYPE_CHECKING:
    import pandas as pd


class MissingPandasError(CuibonoError, ImportError):
    """A data frame was asked for where pandas is not installed."""


def frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a data frame, one column a key; raises MissingPandasError where pandas is not installed.

    >>> frame([{"id": "hedge", "probability": 0.6}]).loc[0, "id"]
    'hedge'
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingPandasError("a data frame needs pandas; install it with: pip install 'cuibono[frames]'") from None
    return pd.DataFrame(list(rows))


def html_table(caption: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows as an HTML table, every cell's text escaped.

    >>> html_table("Shares", ["hypothesis"], [["<hedge>"]])
    '<table><caption>Shares</caption><tr><th>hypothesis</th></tr><tr><td>&lt;hedge&gt;</td></tr></table>'
    """
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><tr>{head}</tr>{body}</table>"
