"""ULIDs: ids that sort by the time they were made, so that the journals of several people merge in order."""

from __future__ import annotations

import os
import re
import time
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
_SHAPE = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def new_ulid(after: str = "") -> str:
    """A ULID of now that sorts after `after`, even where the clock was set back (spec: ulid/spec, monotonicity).

    >>> first = new_ulid()
    >>> new_ulid(after=first) > first
    True
    """
    value = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | int.from_bytes(os.urandom(_RANDOM_BITS // 8))
    fresh = _encode(value)
    return fresh if fresh > after else _encode(_decode(after) + 1)


def ulid_at(moment: datetime, number: int) -> str:
    """The ULID of a moment with `number` in the place of chance: for files that must come out the same every time.

    >>> ulid_at(datetime(2020, 10, 5, tzinfo=UTC), 7)
    '01EKV0XM000000000000000007'
    """
    return _encode(int(moment.timestamp() * 1000) << _RANDOM_BITS | number)


def is_ulid(text: str) -> bool:
    """Whether `text` is a ULID in its canonical upper-case form.

    >>> is_ulid("01J5Z3NDEKTSV4RRFFQ69G5FAV"), is_ulid("today")
    (True, False)
    """
    return bool(_SHAPE.fullmatch(text))


def time_of(ulid: str) -> datetime:
    """The moment, in UTC, at which a ULID was made.

    >>> time_of("01ARYZ6S41TSV4RRFFQ69G5FAV").isoformat()
    '2016-07-30T22:36:16.385000+00:00'
    """
    return datetime.fromtimestamp((_decode(ulid) >> _RANDOM_BITS) / 1000, UTC)


def _encode(value: int) -> str:
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def _decode(ulid: str) -> int:
    value = 0
    for letter in ulid:
        value = value << 5 | _ALPHABET.index(letter)
    return value
