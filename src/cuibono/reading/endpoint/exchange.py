"""The exchange with an endpoint: one question, its answer, and all that can go wrong on the way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cuibono import __version__
from cuibono.errors import CuibonoError, EndpointError
from cuibono.reading.endpoint import response
from cuibono.reading.endpoint.address import Address
from cuibono.reading.endpoint.answer import UnusableError, schema
from cuibono.reading.endpoint.manners import Manners, retry_after
from cuibono.reading.endpoint.prompt import Messages
from cuibono.reading.endpoint.response import AgainError, FormError, HopelessError

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 8_000_000
"""Bytes of a response; what is longer is no answer."""


class MissingHttpxError(CuibonoError, ImportError):
    """An endpoint was named where httpx is not installed."""


class Exchange:
    """Asks one model at one address, with the key if there is one; used by several threads at once.

    Redirects are not followed. To this machine no proxy is used. Raises MissingHttpxError where httpx is absent.
    """

    def __init__(self, address: Address, model: str, key: str = "", manners: Manners | None = None) -> None:
        try:
            import httpx
        except ImportError:
            raise MissingHttpxError(
                "an endpoint needs httpx; install it with: pip install 'cuibono[endpoint]'"
            ) from None
        self.model = model
        self._address, self._key, self._manners = address, key, manners or Manners()
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Content-Type": "application/json",
            "User-Agent": f"cuibono/{__version__}",
        }
        self._client = httpx.Client(
            headers=headers | ({"Authorization": f"Bearer {key}"} if key else {}),
            timeout=self._manners.timeout,
            follow_redirects=False,
            trust_env=not address.local,
            limits=httpx.Limits(max_connections=self._manners.at_once),
        )
        self._forms = _forms()
        self._not_before = 0.0
        self._ended = threading.Event()
        self._why: HopelessError | None = None

    def ask(self, messages: Messages, check: Callable[[str], object]) -> str:
        """What the model answers, once `check` does not raise UnusableError; asked again as `Manners` say.

        Raises EndpointError: HopelessError where the server will answer nothing, which from then on nobody asks, and
        CutShortError where the text was too much at once.
        """
        try:
            return self._asked(messages, check)
        except HopelessError as error:
            self._end(error)
            raise

    def _asked(self, messages: Messages, check: Callable[[str], object]) -> str:
        for attempt in range(self._manners.attempts):
            try:
                return self._checked(messages, check)
            except AgainError as error:
                failure = error
            self._pause(failure, attempt)
        tries = f"{self._manners.attempts} attempts" if self._manners.attempts > 1 else "one attempt"
        kind = HopelessError if failure.unreachable else EndpointError
        raise kind(f"{failure} (after {tries}); try again later, what was read is kept")

    def close(self) -> None:
        """End the exchange; whoever waits for its turn gives up."""
        self._end(HopelessError("the reading was stopped"))
        self._client.close()

    def _end(self, why: HopelessError) -> None:
        """Ask nothing more, and wake whoever waits to ask again."""
        self._why = self._why or why
        self._ended.set()

    def _pause(self, failure: AgainError, attempt: int) -> None:
        """Wait as long as the server asks, or the next step of the back-off; everybody waits if the server asks."""
        seconds = self._manners.pause(attempt) if failure.after is None else failure.after
        if seconds > self._manners.patience and failure.after is not None:
            raise HopelessError(
                f"{failure} and asks to wait for {seconds:.0f} s; read again after that, what was read is kept"
            )
        if failure.after is not None:
            self._not_before = max(self._not_before, time.monotonic() + seconds)
        elif attempt + 1 < self._manners.attempts:
            self._ended.wait(seconds)

    def _checked(self, messages: Messages, check: Callable[[str], object]) -> str:
        self._ended.wait(max(0.0, self._not_before - time.monotonic()))
        if self._why is not None:
            raise self._why
        content = self._answer(messages)
        try:
            check(content)
        except UnusableError as error:
            raise AgainError(f"{self._address.host}: {error}") from error
        return content

    def _answer(self, messages: Messages) -> str:
        """The answer in the strictest form that the server takes; what worked is asked for from then on."""
        for number, form in enumerate(forms := self._forms):
            try:
                content = self._once({"model": self.model, "messages": messages, "stream": False, **form})
            except FormError as error:
                refused = error
                continue
            self._forms = forms[number:]
            return content
        raise EndpointError(f"{refused}; see which model and which length of text it takes") from refused

    def _once(self, asked: dict[str, Any]) -> str:
        import httpx

        # Lone surrogates in a text are no UTF-8: they go as the escapes that JSON has for them.
        body = json.dumps(asked, ensure_ascii=True).encode()
        try:
            with self._client.stream("POST", self._address.url, content=body) as reply:
                data = self._body(reply)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise AgainError(f"{self._address.host} cannot be reached ({_named(error)})", unreachable=True) from error
        except httpx.TimeoutException as error:
            raise AgainError(self._too_slow()) from error
        except httpx.HTTPError as error:
            raise AgainError(f"{self._address.host} broke off ({_named(error)})") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise HopelessError(f"{self._address.host} is no address that can be asked ({error})") from error
        except RuntimeError as error:  # the client was closed while this thread waited
            raise HopelessError("the reading was stopped") from error
        told = response.Response(self._address.host, reply.status_code, dict(reply.headers), data, self._key)
        return told.content(retry_after(reply.headers.get("retry-after")))

    def _body(self, reply: httpx.Response) -> bytes:
        """The body, within the time and the size that an answer may have: a server that drips ends as well."""
        ends = time.monotonic() + self._manners.timeout
        data = bytearray()
        for chunk in reply.iter_bytes():
            data += chunk
            if len(data) > _MOST_BYTES:
                raise AgainError(f"{self._address.host} sends without end")
            if time.monotonic() > ends:
                raise AgainError(self._too_slow())
        return bytes(data)

    def _too_slow(self) -> str:
        return f"{self._address.host} took longer than {self._manners.timeout:g} s (give it more with --timeout)"


def _forms() -> tuple[dict[str, Any], ...]:
    """How an answer is asked for, the strictest form first; the last one suits models that choose their temperature."""
    strict = {"type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": schema()}}
    return (
        {"temperature": 0, "response_format": strict},
        {"response_format": strict},
        {"temperature": 0, "response_format": {"type": "json_object"}},
        {"temperature": 0},
        {},
    )


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
