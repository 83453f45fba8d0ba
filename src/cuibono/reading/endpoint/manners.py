"""Manners: how a server is asked, how long it is waited for, and when it is asked again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cuibono.errors import UsageError


@dataclass(frozen=True, slots=True)
class Manners:
    """`at_once` requests at a time, each given `timeout` seconds and asked at most `attempts` times.

    Between two attempts stand `backoff` seconds, doubled each time, or what the server asks for; a server that asks for
    more than `patience` seconds is not waited for. Raises UsageError for numbers that make no sense.
    """

    at_once: int = 4
    timeout: float = 120.0
    attempts: int = 5
    backoff: float = 1.0
    patience: float = 120.0

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= 64:
            raise UsageError(f"{self.at_once} requests at once make no sense; choose 1 to 64")
        if not 1 <= self.attempts <= 20:
            raise UsageError(f"{self.attempts} attempts make no sense; choose 1 to 20")
        if not 0 < self.timeout < math.inf:
            raise UsageError("the timeout must be a number of seconds, more than zero")
        for name in ("backoff", "patience"):
            if not 0 <= getattr(self, name) < math.inf:
                raise UsageError(f"the {name} must be a number of seconds, zero or more")

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the attempt of this number, counted from 0.

        >>> [Manners(backoff=1).pause(attempt) for attempt in range(4)]
        [1.0, 2.0, 4.0, 8.0]
        """
        return min(self.backoff * 2.0**attempt, max(self.backoff, self.patience))


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a `Retry-After` header asks for (RFC 9110, 10.2.3); `None` where it says nothing sensible.

    >>> retry_after("20"), retry_after("-1"), retry_after("soon"), retry_after("nan")
    (20.0, 0.0, None, None)
    >>> retry_after("Fri, 01 Jan 2021 00:00:30 GMT", datetime(2021, 1, 1, tzinfo=UTC))
    30.0
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        now = now or datetime.now(UTC)
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
    return None if math.isnan(seconds) else max(0.0, seconds)
