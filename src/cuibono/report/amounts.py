"""Amounts on somebody's scale: utilities, costs and what is expected of them, with their ends."""

from __future__ import annotations


def amount(value: float) -> str:
    """A utility with two decimals; what rounds to nothing has no sign.

    >>> amount(0.314), amount(-0.2), amount(-0.001)
    ('0.31', '−0.20', '0.00')
    """
    rounded = round(value, 2)
    return f"{'−' if rounded < 0 else ''}{abs(rounded):.2f}"


def between(low: float, high: float) -> str:
    """Both ends of a range, or the one number where they are the same.

    >>> between(-0.15, 0.3), between(0.4, 0.4)
    ('−0.15 to 0.30', '0.40')
    """
    return amount(low) if low == high else f"{amount(low)} to {amount(high)}"
