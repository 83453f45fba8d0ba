"""When a server fails: what passes is tried again, what does not is told with its reason, and nothing hangs."""

from __future__ import annotations

import json
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.case.records import Claim
from cuibono.errors import EndpointError, UsageError
from cuibono.reading.endpoint import EndpointReader, Manners
from cuibono.reading.endpoint.response import AgainError, FormError, Response
from endpoint_server import Asked, Endpoint, Reply, Respond, claims, failure, in_turn, serve, told
from test_endpoint_read import PUNISH, QUESTION
from test_read_claims import source

KEY = "k-secret"
TEXT = "Aria closed the port to punish Boria for its tariff, the minister said. Jane Doe heard of it."
GOOD = claims({**PUNISH, "speakers": []})


def read(endpoint: Endpoint, text: str = TEXT, **manners: Any) -> tuple[Claim, ...]:
    """The claims of a text read with a back-off of next to nothing."""
    given = Manners(**({"backoff": 0.01, "timeout": 5, "attempts": 3, "patience": 1} | manners))
    return EndpointReader(endpoint.url, "m", manners=given).read(source(text), text, QUESTION)


def fails(respond: Respond, **manners: Any) -> tuple[str, int]:
    """What a reading that fails says, and how often the server was asked."""
    with serve(respond) as endpoint, pytest.raises(EndpointError) as caught:
        read(endpoint, **manners)
    return str(caught.value), len(endpoint.asked)


@pytest.mark.parametrize(
    "first",
    [
        failure(429, "slow down"),
        failure(429, "slow down", Retry_After="0"),
        failure(503, "loading", Retry_After="0.05"),
        failure(500, "oops"),
        failure(502),
        failure(504),
        failure(408),
        Reply(b"<html>bad gateway</html>", 502, {"Content-Type": "text/html"}),
        Reply(hang_up=True),
        Reply(GOOD.body, lost=20),  # the connection ends before the body does
        Reply(GOOD.body[:-20]),  # the body ends before its JSON does
        Reply(b""),
        Reply(b"[]"),
        Reply(b"null"),
        Reply(b"\xff\xfe"),
        Reply(json.dumps({"choices": []}).encode()),
        Reply(json.dumps({"choices": None}).encode()),
        Reply(json.dumps({"choices": [{}]}).encode()),
        Reply(json.dumps({"choices": [{"message": {"content": None}}]}).encode()),
        Reply(json.dumps({"error": {"message": "upstream"}}).encode()),
        told(""),
        told("I cannot do that."),
        told('{"claims": [{"quote": "to pun'),
        told({"answer": 42}),
        told({"claims": None}),
    ],
)
def test_what_may_pass_is_tried_again(first: Reply) -> None:
    """Rate limits, server errors, dropped connections, broken or empty answers: the next attempt counts."""
    with serve(in_turn([first], GOOD)) as endpoint:
        assert [claim.quote.exact for claim in read(endpoint)] == [PUNISH["quote"]]
    assert len(endpoint.asked) == 2


def test_attempts_have_an_end() -> None:
    """After the last attempt the reason is told, with what the server said."""
    message, asked = fails(lambda _: failure(503, "overloaded"))
    assert asked == 3
    assert "503" in message
    assert "overloaded" in message
    assert "after 3 attempts" in message


def test_retry_after_is_honoured_rather_than_the_back_off() -> None:
    """A server that asks for no time is not kept waiting for half an hour; one that asks for a day is left alone."""
    with serve(in_turn([failure(429, "", Retry_After="0.05")], GOOD)) as endpoint:
        assert read(endpoint, backoff=1800, patience=3600)
    message, asked = fails(lambda _: failure(429, "quota", Retry_After="86400"))
    assert asked == 1
    assert "asks to wait for 86400 s" in message


def test_a_server_that_does_not_answer_in_time_is_given_up() -> None:
    """A byte now and then is no answer: dripping ends at the time limit."""
    message, asked = fails(lambda _: Reply(GOOD.body, drip=0.05), timeout=0.2, attempts=2)
    assert asked == 2
    assert "127.0.0.1 took longer than 0.2 s" in message


def test_silence_is_given_up() -> None:
    """A server that takes the question and says nothing."""
    over = Event()

    def silent(asked: Asked) -> Reply:
        over.wait(20)
        return GOOD

    message, asked = fails(silent, timeout=0.2, attempts=2)
    over.set()
    assert asked == 2
    assert "127.0.0.1 took longer than 0.2 s" in message


def test_nobody_there() -> None:
    """An address where nothing listens is told after the attempts."""
    with serve(lambda _: GOOD) as endpoint:
        pass
    with pytest.raises(EndpointError, match=r"127\.0\.0\.1 cannot be reached"):
        read(endpoint)


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "key"), (402, "paid"), (403, "forbids"), (404, "address or this model"), (405, "usually ends in /v1")],
)
def test_what_will_not_pass_is_not_tried_again(status: int, says: str) -> None:
    """A wrong key, address or model is told at once, with what to do."""
    message, asked = fails(lambda _: failure(status, "no such thing"))
    assert asked == 1
    assert says in message
    assert "no such thing" in message


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """Neither documents nor key go where a server sends them."""
    with serve(lambda _: GOOD) as elsewhere:
        message, _ = fails(lambda _: Reply(b"", status, {"Location": elsewhere.url}))
    assert elsewhere.asked == []
    assert "which is not followed" in message


@pytest.mark.parametrize(("takes", "forms"), [("json_object", 2), ("plain", 3)])
@pytest.mark.parametrize("status", [400, 422])
def test_a_server_without_schemas_is_asked_more_plainly(takes: str, forms: int, status: int) -> None:
    """From JSON Schema to JSON to plain words; what worked is asked for from then on."""

    def respond(asked: Asked) -> Reply:
        return GOOD if asked.form == takes else failure(status, f"response_format {asked.form} is unknown")

    with serve(respond) as endpoint:
        given = EndpointReader(endpoint.url, "m", manners=Manners(at_once=1, timeout=5))
        assert given.read(source(TEXT), TEXT, QUESTION)
    assert endpoint.asked[0].form == "json_schema"
    assert len({asked.form for asked in endpoint.asked}) == forms
    assert "JSON" in endpoint.asked[-1].body["messages"][0]["content"]


def test_the_form_that_worked_is_kept() -> None:
    """A long document costs the detour once, not at each excerpt."""
    text = "\n".join(f"Paragraph {number} says that Aria closed the port." + " More." * 60 for number in range(8))

    def respond(asked: Asked) -> Reply:
        return claims() if asked.form == "plain" else failure(400, "unknown")

    with serve(respond) as endpoint:
        given = EndpointReader(endpoint.url, "m", manners=Manners(at_once=1, timeout=5), size=800)
        given.read(source(text), text, QUESTION)
    forms = [asked.form for asked in endpoint.asked]
    assert "plain" not in forms[:3]
    assert set(forms[4:]) == {"plain"}


def test_a_model_that_chooses_its_temperature_keeps_the_schema() -> None:
    """A refusal of the temperature alone does not cost the schema."""

    def respond(asked: Asked) -> Reply:
        return failure(400, "temperature must be 1") if "temperature" in asked.body else GOOD

    with serve(respond) as endpoint:
        assert read(endpoint)
    assert endpoint.asked[-1].form == "json_schema"


LONG = " ".join(f"Sentence {number} says nothing of interest at all." for number in range(60)) + f" {TEXT}"


@pytest.mark.parametrize(
    "too_much",
    [
        told('{"claims": [{"quo', "length"),
        failure(413),
        failure(400, "This model's maximum context length is 512 tokens"),
    ],
)
def test_what_is_too_long_is_halved(too_much: Reply) -> None:
    """An answer cut off at its greatest length, or a text beyond the model's memory, is asked about in halves."""

    def respond(asked: Asked) -> Reply:
        if len(asked.document) > 1000:
            return too_much
        return GOOD if "to punish Boria" in asked.document else claims()

    with serve(respond) as endpoint:
        (claim,) = read(endpoint, LONG)
    assert claim.quote.start == LONG.index("to punish Boria")
    assert max(len(asked.document) for asked in endpoint.asked) > 1000


def test_what_cannot_be_halved_any_more_fails_with_its_reason() -> None:
    """A server whose answers never fit ends the halving."""
    message, asked = fails(lambda _: told("{", "length"))
    assert "greatest length" in message
    assert asked == 1


def test_a_response_without_end_is_not_swallowed() -> None:
    """Memory is bounded, whatever a server sends."""
    message, _ = fails(lambda _: told(" " * 9_000_000), attempts=1)
    assert "sends without end" in message


@pytest.mark.parametrize(
    "wrong",
    [
        {"at_once": 0},
        {"at_once": 1000},
        {"attempts": 0},
        {"timeout": -1.0},
        {"backoff": float("nan")},
        {"patience": 1e999},
    ],
)
def test_manners_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    """Before anything is sent."""
    with pytest.raises(UsageError):
        Manners(**wrong)


@pytest.mark.parametrize(
    "reply",
    [
        failure(500, "\x1b[2J\x1b]0;owned\x07" + "x" * 10_000),
        failure(500, "line\nline\ud800"),
        Reply(json.dumps({"error": "just words"}).encode(), 500),
        Reply(json.dumps({"error": ["words"]}).encode(), 500),
    ],
)
def test_a_servers_words_are_kept_short(reply: Reply) -> None:
    """What a server says of an error is one short line that can be written down."""
    message, _ = fails(lambda _: reply, attempts=1)
    assert len(message) < 400
    assert "\n" not in message
    message.encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "finish_reason", "error"]), inner, max_size=3
        )
    ),
    max_leaves=16,
)


@given(st.sampled_from([200, 204, 302, 400, 401, 413, 418, 429, 500, 999]), JSON.map(json.dumps) | st.text())
def test_any_response_is_an_answer_or_a_failure(status: int, body: str) -> None:
    """Whatever a server sends, it is text or one of the failures that a reading knows."""
    told_of = Response("host", status, {}, body.encode("utf-8", "replace"), KEY)
    try:
        said = told_of.content()
    except (EndpointError, AgainError, FormError) as error:
        said = str(error)
    assert said.strip()
    assert KEY not in said
