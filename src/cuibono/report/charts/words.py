"""Numbers as a reader meets them: whole per cent, intervals, signed weights."""

from __future__ import annotations


def percent(value: float) -> str:
    """A probability from 0 to 1 in whole per cent, never rounded up to certainty.

    >>> percent(0.314), percent(0.9996), percent(0.0004), percent(0)
    ('31 %', 'over 99 %', 'under 1 %', '0 %')
    """
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 < value < 1:
        return "over 99 %"
    return f"{value * 100:.0f} %"


def span(low: float, high: float) -> str:
    """An interval of probabilities in whole per cent.

    >>> span(0.18, 0.472)
    '18–47 %'
    """
    return f"{low * 100:.0f}–{high * 100:.0f} %"


def signed(value: float) -> str:
    """A weight with its sign and one decimal; what rounds to nothing has no sign.

    >>> signed(3.14), signed(-0.26), signed(-0.01)
    ('+3.1', '−0.3', '0.0')
    """
    rounded = round(value, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.1f}"
