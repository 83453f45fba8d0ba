"""Answers: what a server may say about an excerpt, and nothing besides.

The records here are the schema that the server is given and the check that its answer must pass.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cuibono.case.records import Kind, Level, Probability

MOST = 400
"""Claims that one answer may have; no excerpt has as many."""

_UNSENT = ("maxLength", "minLength", "maximum", "minimum", "maxItems", "title", "default")
"""Keys of a JSON Schema that some servers refuse; the answer is checked for them here."""

Words = Annotated[str, Field(max_length=500)]


class Refusal(StrEnum):
    """Why something in an answer was not taken."""

    EXTRA = "keys that nobody asked for"
    FORM = "claims in another form than asked for"
    SURPLUS = "claims beyond the most that one answer may have"
    NO_QUOTE = "quotes that are not exactly in the text"
    AMBIGUOUS = "quotes that stand in several places"
    NO_SPEAKER = "claims of speakers who are not in the text"
    NO_TARGET = "claims that bear on nothing that the same document offers"
    LABEL = "labels left out: words that are not in the text"
    DATE = "labels left out: dates that are none"


class UnusableError(ValueError):
    """An answer that nothing can be taken from; the message says why."""


class _Asked(BaseModel):
    """A record of an answer; what is null or empty in it is not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _given(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: item for key, item in data.items() if key not in cls.model_fields or item not in (None, "")}


class Speaker(_Asked):
    """Whose words or thoughts a quote is."""

    who: Annotated[Words, Field(description="how the document calls them there")]
    name: Annotated[Words | None, Field(description="their full name, if the document has it")] = None
    cue: Annotated[Words | None, Field(description="the word of saying or thinking")] = None
    unnamed: Annotated[bool, Field(description="whether they cannot be asked, as 'officials'")] = False


class Found(_Asked):
    """One claim as the server gives it."""

    quote: Annotated[str, Field(min_length=1, max_length=4000, description="exact words of the document")]
    before: Annotated[Words | None, Field(description="the words before the quote, if it stands there twice")] = None
    kind: Kind
    label: Annotated[str | None, Field(max_length=40, description="of a motive: m1, m2, ...")] = None
    speakers: Annotated[tuple[Speaker, ...], Field(max_length=8)] = ()
    certainty: Level = Level.ASSERTED
    certainty_words: Words | None = None
    said: Annotated[Words | None, Field(description="when it was said: ISO 8601")] = None
    happened: Annotated[Words | None, Field(description="when what it tells happened: ISO 8601")] = None
    actor: Annotated[Words | None, Field(description="whose motive it is")] = None
    direction: Literal["for", "against"] | None = None
    bears_on: Annotated[str | None, Field(max_length=40, description="'question' or a motive's label")] = None
    confidence: Annotated[Probability, Field(description="0 to 1, that all of this is right")] = 0.5
    because: Annotated[Words | None, Field(description="the few words that show it")] = None


class _Reply(_Asked):
    claims: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The claims of an answer that have the form asked for, and what was refused."""

    claims: tuple[Found, ...]
    refused: Counter[Refusal]


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, every key required and no other allowed, as strict servers want it."""
    plain: dict[str, Any] = _plain(_Reply.model_json_schema())
    return plain


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:  # strict servers allow nothing beside it
        return {"$ref": node["$ref"]}
    kept = {key: _plain(value) for key, value in node.items() if key not in _UNSENT and key != "description"}
    if "description" in node and "properties" not in node:
        kept["description"] = node["description"]
    if "properties" in node:
        kept["required"] = list(node["properties"])
    return kept


def parse(content: str) -> Answer:
    """The answer in what a server wrote, also with a fence or some talk around it; raises UnusableError.

    Claims with keys that nobody asked for are refused one by one; such keys beside the claims are counted and dropped.

    >>> answer = parse('{"claims": [{"quote": "a", "kind": "event"}, {"quote": "b", "kind": "order"}], "ratings": []}')
    >>> len(answer.claims), {reason.name: count for reason, count in answer.refused.items()}
    (1, {'EXTRA': 1, 'FORM': 1})
    """
    reply = _object(content)
    claims = reply.pop("claims", None)
    if not isinstance(claims, list):
        raise UnusableError("the answer has no list of claims")
    refused = Counter({Refusal.EXTRA: len(reply), Refusal.SURPLUS: max(0, len(claims) - MOST)})
    kept: list[Found] = []
    for claim in claims[:MOST]:
        try:
            kept.append(Found.model_validate(claim))
        except ValidationError as error:
            extra = any(problem["type"] == "extra_forbidden" for problem in error.errors())
            refused[Refusal.EXTRA if extra else Refusal.FORM] += 1
    return Answer(tuple(kept), +refused)


def _object(content: str) -> dict[str, Any]:
    """The first JSON object in what a server wrote, after anything that it thought aloud."""
    told = content.rpartition("</think>")[2]
    start = told.find("{")
    if start < 0:
        raise UnusableError("the answer holds no JSON object")
    try:
        value, _ = json.JSONDecoder().raw_decode(told, start)
    except (ValueError, RecursionError) as error:
        raise UnusableError("the answer is broken JSON") from error
    if not isinstance(value, dict):
        raise UnusableError("the answer holds no JSON object")
    return value
