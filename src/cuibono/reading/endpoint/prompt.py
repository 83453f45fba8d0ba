"""The prompt: what a server is told, with the document as data between marks that the document cannot write."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from cuibono.reading.endpoint import answer

Messages = list[dict[str, str]]


def messages(shown: str, question: str, published: date | None) -> Messages:
    """The messages that ask for the claims of `shown`, an excerpt of a document published on that day.

    Nothing goes with it but the question and the date: no other document, no name of an analyst, no judgement.
    """
    instructions, request = _told()
    mark = _mark(shown)
    asked = {"mark": mark, "published": str(published or "unknown"), "question": " ".join(question.split())}
    # The text is filled in last, so that braces in it mean nothing.
    head, _, tail = request.partition("{text}")
    return [
        {"role": "system", "content": instructions},
        {"role": "user", "content": _filled(head, asked) + shown + _filled(tail, asked)},
    ]


def _mark(shown: str) -> str:
    """A line that cannot stand in `shown`: to write it, a document would have to hold its own digest."""
    return f"=== document {sha256(shown.encode('utf-8', 'surrogatepass')).hexdigest()} ==="


def _filled(template: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


@cache
def _told() -> tuple[str, str]:
    data = tomllib.loads(files("cuibono.data").joinpath("endpoint.toml").read_text("utf-8"))
    schema = json.dumps(answer.schema(), separators=(",", ":"))
    return data["instructions"].strip().replace("{schema}", schema), data["request"].strip()
