"""The guard at the workbench's door: who may ask, from which page, and what an answer may do in the browser.

Only this machine reaches the port; but every page that the browser has open can send requests to it, and a name that an
attacker owns can be made to point at it (DNS rebinding). So each request must name the loopback host, carry the
token, and, where it changes something, come from the workbench's own pages.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cuibono.web.pages import page

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
"""Nothing from elsewhere, nothing inline."""

HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}

ENDED = (
    "This address belongs to a workbench that has ended, or it lacks the token. Open the address that `cuibono serve` "
    "printed last; everything that was saved is in the case's folder."
)
_SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """An ASGI application that lets only the workbench's own pages through to `app`."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self.cookie = f"cuibono-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse with a sentence and 400 or 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await with_headers(refusal)(scope, receive, send)
            return
        await self._app(scope, receive, _sender(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("The workbench answers only to 127.0.0.1 and localhost.", 400)
        if scope["method"] not in _SAFE and not self._own(headers):
            return PlainTextResponse("Only the workbench's own pages may change a case.", 403)
        given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token")
        if given is not None and scope["method"] in _SAFE:
            return self._enter(scope, given)
        if scope["path"].startswith("/static/"):
            return None
        if not self._right(_cookies(headers.getlist("cookie")).get(self.cookie, "")):
            return _ended(headers)
        return None

    def _own(self, headers: Headers) -> bool:
        """Whether a changing request comes from a page of the workbench: browsers cannot be made to lie here."""
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        return headers.get("origin", "").removeprefix("http://").lower() in self._hosts

    def _enter(self, scope: Scope, given: str) -> Response:
        """Exchange the token in the address for a cookie, and go to the same path without it."""
        if not self._right(given):
            return _ended(Headers(scope=scope))
        rest = [(key, value) for key, value in parse_qsl(scope["query_string"].decode("latin-1")) if key != "token"]
        path = "/" + scope["path"].lstrip("/\\")
        away = RedirectResponse(path + (f"?{urlencode(rest)}" if rest else ""), status_code=303)
        away.set_cookie(self.cookie, self._token, httponly=True, samesite="strict", path="/")
        return away

    def _right(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self._token.encode())


def _cookies(headers: Iterable[str]) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for header in headers:
        try:
            jar.load(header)
        except CookieError:
            continue
    return {name: morsel.value for name, morsel in jar.items()}


def _ended(headers: Headers) -> Response:
    """The refusal: a page where a person reads it, a sentence for a script."""
    if "text/html" not in headers.get("accept", ""):
        return PlainTextResponse(ENDED, 403)
    return page("refused.html.j2", 403, title="This workbench has ended", error=ENDED, problems=(), ended=True)


def with_headers(response: Response) -> Response:
    """The answer with what forbids the browser to run, embed, guess or keep anything of it."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _sender(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
