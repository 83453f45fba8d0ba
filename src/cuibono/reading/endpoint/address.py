"""The address of an endpoint: where documents may be sent, and with which key."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, urlsplit, urlunsplit

from cuibono.errors import UsageError

KEY_VARIABLE = "CUIBONO_ENDPOINT_KEY"
"""The environment variable that holds the key, unless another is named."""

_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the chat completions of an endpoint are; `local` where that is this machine."""

    url: str
    host: str
    local: bool

    @classmethod
    def parse(cls, text: str, *, plain_http: bool = False) -> Self:
        """The address that a person wrote; raises UsageError where documents had better not be sent to it.

        Only https, or http to this machine, unless `plain_http` says that a person insists.

        >>> Address.parse("http://localhost:11434").url
        'http://localhost:11434/v1/chat/completions'
        >>> Address.parse("https://models.example.org/api/v1/").url
        'https://models.example.org/api/v1/chat/completions'
        """
        try:
            parts = urlsplit(text.strip())
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise UsageError("the endpoint is no web address; write it like http://localhost:11434/v1") from None
        local = _is_local(host)
        _refuse(parts, host, local=local, plain_http=plain_http)
        path = parts.path.rstrip("/")
        if not path.endswith(_PATH):
            path = (path or "/v1") + _PATH
        return cls(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), host, local)


def key(variable: str = KEY_VARIABLE) -> str:
    """The key in an environment variable, empty where there is none; raises UsageError where it can be no key."""
    value = os.environ.get(variable, "").strip()
    if any(not "!" <= letter <= "~" for letter in value):
        raise UsageError(
            f"the key in {variable} has characters that no key has; set it again, without spaces or quotes"
        )
    return value


def _refuse(parts: SplitResult, host: str, *, local: bool, plain_http: bool) -> None:
    if parts.scheme not in {"http", "https"} or not host:
        raise UsageError("the endpoint is no web address; write it like http://localhost:11434/v1")
    if parts.username is not None or parts.password is not None:
        raise UsageError(f"the endpoint's address holds a name or a password; put the key into {KEY_VARIABLE} instead")
    if parts.scheme == "http" and not local and not plain_http:
        raise UsageError(
            f"http would send your documents and key to {host} for all to read; use https, or insist with --plain-http"
        )


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
