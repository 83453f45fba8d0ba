"""Tables for a notebook: rows as a pandas data frame, pandas being imported only when one is asked for."""

from __future__ import annotations

from collections.abc import Sequence
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
