"""Words for probabilities: the seven bands of ICD 203, from numbers and back.

The directive's bands share their ends and stop at 1 % and 99 %. Here an end belongs to the band nearer to even (5 %
is "very unlikely", 95 % is "very likely"), so that a word never claims more than the number does and "likely" and
"unlikely" mirror each other. Beyond 1 % and 99 % there is no word in the directive, and the words given say so.
"""

from __future__ import annotations

from math import isfinite

from cuibono.errors import UsageError
from cuibono.weighing.scales import scale


def word(p: float) -> str:
    """The ICD 203 word for a probability from 0 to 1; raises UsageError for anything else.

    An end that two bands share gets the less extreme word.

    >>> word(0.62), word(0.05), word(0.55)
    ('likely', 'very unlikely', 'roughly even')
    >>> word(0.997)
    'almost certain, over 99 %'
    """
    if not isfinite(p) or not 0 <= p <= 1:
        raise UsageError(f"{p} is not a probability; give a number from 0 to 1")
    return scale("icd203").name(100 * p)


def band(word: str) -> tuple[float, float]:
    """The lowest and highest probability that an ICD 203 word, or its synonym, stands for; case is ignored.

    Raises NotFoundError with the known words for any other.

    >>> band("likely"), band("Almost no chance")
    ((0.55, 0.8), (0.01, 0.05))
    """
    step = scale("icd203").step(word)
    return (step.low or 0) / 100, (step.high or 0) / 100
