"""A response of an endpoint: what it says, or why it says nothing that can be used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from cuibono.errors import EndpointError

_AGAIN = frozenset({408, 409, 425, 429})
_FORM = frozenset({400, 415, 422, 501})
_HOPELESS = {
    401: "does not accept the key; set the environment variable that holds it, or name another with --key-variable",
    402: "wants to be paid; see to your account there",
    403: "forbids it; see what your key may do there",
    404: "does not know this address or this model; check both",
    405: "does not speak this protocol there; check the address, it usually ends in /v1",
}
_LONGEST = 200
"""Characters of a server's own words that are shown."""


class HopelessError(EndpointError):
    """A server that will answer nothing else either."""


class CutShortError(EndpointError):
    """A text or an answer too long for the server; a shorter text may do."""


class FormError(Exception):
    """A server that does not take this form of question."""


class AgainError(Exception):
    """A failure that may pass; `after` are the seconds that the server asks to wait."""

    def __init__(self, message: str, after: float | None = None, *, unreachable: bool = False) -> None:
        super().__init__(message)
        self.after, self.unreachable = after, unreachable


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers (lower case) and body that `host` answered with; no message about it shows the key."""

    host: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    key: str = field(default="", repr=False)

    def content(self, after: float | None = None) -> str:
        """What the model wrote; raises what is wrong, `after` being the seconds that the server asks to wait."""
        if self.status == 200:
            return self._written()
        if 300 <= self.status < 400:
            target = urlsplit(self.headers.get("location", "")).hostname or "another address"
            raise HopelessError(
                f"{self.host} sends on to {target[:_LONGEST]}, which is not followed; give the final address"
            )
        said = f"{self.host} answers {self.status}{self._said()}"
        if self.status in _HOPELESS:
            raise HopelessError(f"{said}: it {_HOPELESS[self.status]}")
        if self.status == 413 or (self.status in _FORM and self._is_too_long()):
            raise CutShortError(f"{said}: the text is too long for it; use a smaller --excerpt")
        if self.status in _FORM:
            raise FormError(said)
        if self.status in _AGAIN or self.status >= 500:
            raise AgainError(said, after)
        raise EndpointError(said)

    def _written(self) -> str:
        data = self._json()
        choices = data.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        message = choice.get("message") if isinstance(choice, dict) else None
        if not isinstance(choice, dict) or not isinstance(message, dict):
            raise AgainError(f"{self.host} gives no answer{self._said()}")
        if choice.get("finish_reason") == "length":
            raise CutShortError(f"{self.host} broke its answer off at its greatest length; use a smaller --excerpt")
        content = _joined(message.get("content"))
        if not content.strip():
            raise AgainError(f"{self.host} gives an empty answer")
        return content

    def _json(self) -> dict[str, Any]:
        try:
            data = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}

    def _said(self) -> str:
        """The server's own words about an error, short, on one line, and without the key."""
        error = self._json().get("error")
        words = error.get("message") if isinstance(error, dict) else error
        if not isinstance(words, str) or not words.strip():
            return ""
        plain = " ".join(words.split())
        plain = plain.replace(self.key, "[key]") if self.key else plain
        return f" (“{plain[:_LONGEST].encode('utf-8', 'replace').decode()}”)"

    def _is_too_long(self) -> bool:
        words = self._said().lower()
        return "context" in words and any(word in words for word in ("length", "window", "maximum", "size"))


def _joined(content: object) -> str:
    """The content as text, also where a server gives it in parts."""
    if isinstance(content, list):
        return "".join(part["text"] for part in content if isinstance(part, dict) and isinstance(part.get("text"), str))
    return content if isinstance(content, str) else ""
