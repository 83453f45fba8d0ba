"""The options that let a language model behind an endpoint do the reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from cuibono.errors import UsageError

if TYPE_CHECKING:
    from cuibono.reading.endpoint import EndpointReader

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--endpoint", metavar="URL", help="Let a server read: http://localhost:11434/v1, https://…"),
    click.option("--model", metavar="NAME", help="The model that reads there."),
    click.option(
        "--key-variable",
        metavar="VARIABLE",
        default="CUIBONO_ENDPOINT_KEY",
        show_default=True,
        help="The environment variable that holds the endpoint's key; the key is neither kept nor shown.",
    ),
    click.option("--at-once", default=4, show_default=True, help="Requests at a time."),
    click.option("--timeout", default=120.0, show_default=True, help="Seconds that one answer may take."),
    click.option("--attempts", default=5, show_default=True, help="How often a request is tried."),
    click.option("--excerpt", default=8000, show_default=True, help="Characters sent at a time."),
    click.option("--plain-http", is_flag=True, help="Send documents over http to another machine, for all to read."),
)


class EndpointOptions(TypedDict):
    """What the options amount to."""

    endpoint: str | None
    model: str | None
    key_variable: str
    at_once: int
    timeout: float
    attempts: int
    excerpt: int
    plain_http: bool


def endpoint_options(command: F) -> F:
    """The options on a command that reads."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def endpoint_reader(folder: Path | None, given: EndpointOptions) -> EndpointReader | None:
    """The reader that the options ask for, its answers kept in the case `folder`; `None` where none is named."""
    if not given["endpoint"] and not given["model"]:
        return None
    if not given["endpoint"] or not given["model"]:
        raise UsageError("an endpoint and a model go together; give both --endpoint and --model")
    from cuibono.reading.endpoint import EndpointReader, Manners

    return EndpointReader(
        given["endpoint"],
        given["model"],
        folder=folder,
        key_variable=given["key_variable"],
        plain_http=given["plain_http"],
        manners=Manners(at_once=given["at_once"], timeout=given["timeout"], attempts=given["attempts"]),
        size=given["excerpt"],
    )
