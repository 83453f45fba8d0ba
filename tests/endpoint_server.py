"""A server that speaks OpenAI's chat protocol over real HTTP, and fails in each way that such servers fail."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its number from 0, its path, its headers (lower case) and its body."""

    number: int
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def told(self) -> str:
        """What the user's message says."""
        return str(self.body["messages"][-1]["content"])

    @property
    def document(self) -> str:
        """What stands between the marks."""
        mark = next(line for line in self.told.split("\n") if line.startswith("=== document "))
        return self.told.split(f"{mark}\n", 1)[1].rsplit(f"\n{mark}", 1)[0]

    @property
    def form(self) -> str:
        """The form of answer asked for."""
        return str(self.body.get("response_format", {}).get("type", "plain"))


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends: `lost` bytes of the body never come, `drip` seconds stand between its bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    lost: int = 0
    drip: float = 0.0
    hang_up: bool = False


Respond = Callable[[Asked], Reply]


@dataclass(slots=True)
class Endpoint:
    """A running server: where it is, what it was asked, and how many requests it had at once."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    most: int = 0


def told(content: object, finish: str = "stop") -> Reply:
    """A completion whose message is `content`, as JSON where it is no text."""
    words = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": words}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return Reply(json.dumps({"id": "c", "object": "chat.completion", "choices": [choice]}).encode())


def claims(*found: dict[str, Any], **beside: object) -> Reply:
    """A completion with these claims, and with keys beside them."""
    return told({"claims": found, **beside})


def failure(status: int, message: str = "", **headers: str) -> Reply:
    """An error as OpenAI's protocol has it."""
    body = json.dumps({"error": {"message": message, "type": "error", "code": None}}).encode()
    return Reply(body, status, {name.replace("_", "-"): value for name, value in headers.items()})


def in_turn(replies: Sequence[Reply], then: Reply) -> Respond:
    """Answers with one reply after the other, and with `then` from then on."""
    return lambda asked: replies[asked.number] if asked.number < len(replies) else then


@contextmanager
def serve(respond: Respond) -> Iterator[Endpoint]:
    """A server on this machine that answers as `respond` says, for as long as the context lasts."""
    lock, busy = threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(len(endpoint.asked), self.path, headers, body)
                endpoint.asked.append(asked)
                busy[0] += 1
                endpoint.most = max(endpoint.most, busy[0])
            try:
                self._send(respond(asked))
            finally:
                with lock:
                    busy[0] -= 1

        def _send(self, reply: Reply) -> None:
            if reply.hang_up:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            self.send_response(reply.status)
            for name, value in ({"Content-Type": "application/json"} | reply.headers).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            rest = reply.body[: len(reply.body) - reply.lost]
            if reply.drip:
                for byte in rest:
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                    time.sleep(reply.drip)
            else:
                self.wfile.write(rest)
            self.close_connection = bool(reply.lost)

        def log_message(self, *told: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *about: object) -> None:
            pass  # a client that goes away is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
