"""Where documents may go: https or this machine, only when somebody asks, and the key nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cuibono.cli import main
from cuibono.errors import EndpointError, UsageError
from cuibono.reading.endpoint import Address, EndpointReader, Manners
from cuibono.verbs import Case
from endpoint_server import Asked, Reply, claims, failure, serve
from test_endpoint_read import case, reader, respond

__all__ = ["case"]

KEY = "sk-very-secret-0123456789"


@pytest.mark.parametrize(
    ("text", "url", "local"),
    [
        ("http://localhost:11434", "http://localhost:11434/v1/chat/completions", True),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1/chat/completions", True),
        ("http://127.9.9.9/v1/", "http://127.9.9.9/v1/chat/completions", True),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions", True),
        ("HTTPS://Models.Example.org", "https://Models.Example.org/v1/chat/completions", False),
        ("https://example.org/chat/completions", "https://example.org/chat/completions", False),
        ("https://example.org/x?api-version=1#y", "https://example.org/x/chat/completions?api-version=1", False),
    ],
)
def test_addresses_are_completed(text: str, url: str, local: bool) -> None:
    """A base address is enough, and the whole one does no harm."""
    address = Address.parse(text)
    assert (address.url, address.local) == (url, local)


@pytest.mark.parametrize(
    "text",
    [
        "http://example.org/v1",
        "http://10.0.0.7:11434",
        "http://192.168.1.4/v1",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://0x7f.1/v1",
        "http://0.0.0.0/v1",
        "http://[::]/v1",
    ],
)
def test_plain_http_goes_to_this_machine_only_unless_somebody_insists(text: str) -> None:
    """What looks like this machine and is not counts as another machine."""
    with pytest.raises(UsageError, match="--plain-http"):
        Address.parse(text)
    assert not Address.parse(text, plain_http=True).local


@pytest.mark.parametrize(
    "text",
    ["", "localhost:11434", "ftp://example.org", "file:///etc/passwd", "https://", "https://[::1", "https://a:99999"],
)
def test_what_is_no_web_address_says_so(text: str) -> None:
    """With an example of what is one."""
    with pytest.raises(UsageError, match="write it like"):
        Address.parse(text)


def test_a_key_in_the_address_is_refused() -> None:
    """Addresses end up in histories and logs; keys must not. The message does not repeat it."""
    with pytest.raises(UsageError) as caught:
        Address.parse(f"https://me:{KEY}@example.org/v1")
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "snow☃man"])
def test_what_can_be_no_key_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """A broken key is told before it is sent, without being shown."""
    monkeypatch.setenv("CUIBONO_ENDPOINT_KEY", key)
    with pytest.raises(UsageError, match="CUIBONO_ENDPOINT_KEY") as caught:
        EndpointReader("http://localhost:1", "m")
    assert key not in str(caught.value)


@pytest.mark.parametrize("model", ["", "  ", "a\nb", "m" * 300])
def test_what_can_be_no_model_is_refused(model: str) -> None:
    """A model needs a name that can stand in a report."""
    with pytest.raises(UsageError, match="name of a model"):
        EndpointReader("http://localhost:1", model)


def test_the_key_goes_into_the_header_and_nowhere_else(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not into a file of the case, not into what is printed, not even where the server repeats it in an error."""
    monkeypatch.setenv("MY_KEY", KEY)

    def chatty(asked: Asked) -> Reply:
        return respond(asked) if "Kamen" in asked.document else failure(500, f"Incorrect key {KEY} given")

    with serve(chatty) as endpoint:
        arguments = ["--endpoint", endpoint.url, "--model", "m", "--key-variable", "MY_KEY", "--attempts", "1"]
        done = CliRunner().invoke(main, ["read", str(case.path), *arguments])
    assert {asked.headers["authorization"] for asked in endpoint.asked} == {f"Bearer {KEY}"}
    assert "Incorrect key [key] given" in done.output.replace("\n", " ")
    assert KEY not in done.output
    kept = [path for path in case.path.rglob("*") if path.is_file()]
    assert len(kept) > 5
    assert not any(KEY.encode() in path.read_bytes() for path in kept)
    assert not any(KEY in str(asked.body) for asked in endpoint.asked)


def test_another_programs_key_is_not_taken(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the variable that is named is looked at, so that no key goes to a server it is not for."""
    monkeypatch.delenv("CUIBONO_ENDPOINT_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serve(respond) as endpoint:
        case.read(reader(endpoint))
    assert not any("authorization" in asked.headers for asked in endpoint.asked)


def test_no_proxy_stands_between_this_machine_and_itself(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy in the environment does not see what goes to a local server."""
    with serve(lambda _: claims()) as proxy, serve(respond) as endpoint:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        case.read(reader(endpoint))
    assert proxy.asked == []
    assert len(endpoint.asked) == 2


def test_nothing_is_connected_to_unless_somebody_asks(case: Case, tmp_path: Path) -> None:
    """A reading without an endpoint, and a reader that does not read, open no connection and import no client."""
    work = (
        "import socket, sys\n"
        "def refuse(*told, **more): raise SystemExit('a connection was opened')\n"
        "socket.socket.connect = refuse\nsocket.create_connection = refuse\nsocket.getaddrinfo = refuse\n"
        "import cuibono\nfrom cuibono.reading.endpoint import EndpointReader\n"
        "EndpointReader('https://example.org', 'm', folder=sys.argv[1])\n"
        "cuibono.open(sys.argv[1]).read()\nprint('httpx' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", work, str(case.path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CUIBONO_ENDPOINT_KEY": KEY},
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "text", ["https://exa mple.org", "https://exam%ple.org", "https://a..b/v1", "https://x\u202e.org"]
)
def test_an_address_that_no_client_understands_ends_with_a_sentence(case: Case, text: str) -> None:
    """Not with a traceback."""
    with pytest.raises((EndpointError, UsageError)):
        case.read(EndpointReader(text, "m", manners=Manners(attempts=1, timeout=1)))


def test_a_certificate_that_nobody_vouches_for_is_refused(case: Case) -> None:
    """https to a server that speaks plain http, or with an unknown certificate, is no connection."""
    with serve(respond) as endpoint:
        given = EndpointReader(endpoint.url.replace("http:", "https:"), "m", manners=Manners(attempts=1, timeout=5))
        with pytest.raises(EndpointError, match="cannot be reached"):
            case.read(given)
    assert endpoint.asked == []
