"""The workbench's door, tried as an attacker would: nothing but its own pages, with its token, gets through."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import httpx
import pytest

from cuibono.verbs import Case
from workbench import TOKEN, Workbench, chromium

EVIL = "http://evil.example"
RATE = {"target": "rating/e1/money", "to": "II"}


def ratings(folder: Path) -> int:
    """How many ratings people have made in the case."""
    return len(Case(folder, analyst="anna").history())


def test_a_stranger_without_the_token_sees_nothing(bench: Workbench) -> None:
    """No page, no data, no event stream without the token; the refusal says what to do."""
    for path in ("/", f"{bench.case}/overview", f"{bench.case}/matrix.json", f"{bench.case}/events", "/home.json"):
        reply = httpx.get(bench.root + path)
        assert reply.status_code == 403
        assert "cuibono serve" in reply.text
        assert "Boria" not in reply.text


def test_a_wrong_token_opens_nothing(bench: Workbench) -> None:
    """Neither in the address nor as the cookie, and no cookie is given for it."""
    reply = httpx.get(f"{bench.root}{bench.case}/overview?token=guessed")
    assert reply.status_code == 403
    assert "set-cookie" not in reply.headers
    wrong = httpx.get(f"{bench.root}{bench.case}/overview", cookies={f"cuibono-{bench.port}": "guessed"})
    assert wrong.status_code == 403


def test_the_token_leaves_the_address(bench: Workbench) -> None:
    """It becomes a cookie that scripts cannot read and other sites cannot send, and the same path without it."""
    reply = httpx.get(f"{bench.root}{bench.case}/matrix?sort=told&token={TOKEN}")
    assert reply.status_code == 303
    assert reply.headers["location"] == f"{bench.case}/matrix?sort=told"
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "//evil.example/%2e%2e"])
def test_the_door_leads_nowhere_else(bench: Workbench, path: str) -> None:
    """A path that browsers would read as another site's stays on this one."""
    with httpx.Client() as client:
        request = client.build_request("GET", bench.root)
        request.url = request.url.copy_with(raw_path=f"{path}?token={TOKEN}".encode())
        location = client.send(request).headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_rebound_name_is_refused(bench: Workbench) -> None:
    """A name of the attacker's that resolves to this machine is not the workbench, cookie or no cookie."""
    with bench.client() as client:
        for host in ("evil.example", f"evil.example:{bench.port}", f"127.0.0.1.evil.example:{bench.port}", ""):
            reply = client.get(f"{bench.case}/overview.json", headers={"Host": host})
            assert reply.status_code == 400
            assert "Boria" not in reply.text


@pytest.mark.parametrize("origin", [EVIL, "null", "", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_another_site_changes_nothing(bench: Workbench, tmp_path: Path, origin: str) -> None:
    """A page elsewhere that posts with the user's cookie is refused, whatever it says it sends."""
    with bench.client() as client:
        for media in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
            headers = {"Origin": origin, "Content-Type": media}
            reply = client.post(f"{bench.case}/acts", content=json.dumps(RATE), headers=headers)
            assert reply.status_code == 403
    assert ratings(tmp_path / "port") == 0


def test_the_browser_says_where_a_request_comes_from(bench: Workbench, tmp_path: Path) -> None:
    """Even with the right Origin, a request that the browser marks as cross-site is refused."""
    with bench.client() as client:
        reply = client.post(f"{bench.case}/acts", json=RATE, headers={"Sec-Fetch-Site": "cross-site"})
    assert reply.status_code == 403
    assert ratings(tmp_path / "port") == 0


def test_only_json_is_an_act(bench: Workbench, tmp_path: Path) -> None:
    """A form, which any page can send, is no act even from the own origin."""
    with bench.client() as client:
        assert client.post(f"{bench.case}/acts", data=RATE).status_code == 400
        assert client.post(f"{bench.case}/acts", json=RATE).status_code == 200
    assert ratings(tmp_path / "port") == 1


def test_nothing_is_read_by_another_site(bench: Workbench) -> None:
    """Every answer forbids other origins to embed or read it, to guess its type, and to keep it."""
    with bench.client() as client:
        for path in ("/", f"{bench.case}/overview", f"{bench.case}/overview.json", "/static/page.js", "/nowhere"):
            headers = client.get(path).headers
            assert "access-control-allow-origin" not in headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["referrer-policy"] == "no-referrer"
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe-inline" not in policy


def test_a_page_cannot_name_a_path(bench: Workbench) -> None:
    """Cases are named by their place on the shelf; static files and folders beside them cannot be reached."""
    with bench.client() as client:
        for path in (
            "/case/..%2f..%2fetc/overview",
            "/static/..%2fapp.py",
            "/static/%2e%2e/app.py",
            "/static//etc/passwd",
            f"{bench.case}/../../etc/passwd",
        ):
            request = client.build_request("GET", bench.root)
            request.url = request.url.copy_with(raw_path=path.encode())
            reply = client.send(request)
            assert reply.status_code == 404
            assert "root:" not in reply.text
            assert "Starlette" not in reply.text
        for name in ("../outside", "/etc/cuibono", "a/b", "..", ".", "con\u0000", "~/x"):
            reply = client.post("/cases", json={"name": name, "question": "Why?"})
            assert reply.status_code == 400, name


@pytest.mark.parametrize("name", ["../../escaped.txt", "..\\..\\escaped.txt", "/etc/escaped.txt", ".bashrc.txt"])
def test_an_uploaded_name_is_no_path(bench: Workbench, tmp_path: Path, name: str) -> None:
    """A document's own name decides nothing about where it is stored."""
    with bench.client() as client:
        reply = client.post(f"{bench.case}/documents", files={"files": (name, b"Boria closed the other port, too.")})
        assert reply.status_code == 202
        while client.get(f"{bench.case}/work.json").json()["status"] == "running":
            pass
    stored = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")}
    assert stored <= {"port", "state"}
    assert any(
        source.name.endswith("txt") and "/" not in source.name for source in Case(tmp_path / "port").state.sources
    )


def test_a_request_that_is_too_large_is_refused(bench: Workbench) -> None:
    """An act of many megabytes is not read to its end."""
    with bench.client() as client:
        huge = {"target": "rating/e1/money", "to": "N", "why": "x" * 5_000_000}
        reply = client.post(f"{bench.case}/acts", json=huge)
    assert reply.status_code == 400
    assert "larger" in reply.json()["error"]


def test_hostile_words_are_only_words(bench: Workbench, tmp_path: Path) -> None:
    """Scripts in a title, a hypothesis, a reason or a question are shown, not run, on every screen of the case."""
    hostile = (
        "</title><script>document.body.dataset.owned = 1</script><img src=x onerror='document.body.dataset.owned=1'>"
    )
    case = Case(tmp_path / "port", analyst="anna")
    case.set("question", f"Why {hostile}?")
    case.set("source/s1/title", hostile)
    case.set("hypothesis/money/name", hostile)
    case.set("evidence/e1/name", hostile)
    case.set("origin/o1/name", hostile)
    case.rate("e1", "money", "II", hostile)
    from cuibono.web.screens import SCREENS

    with bench.client() as client:
        for screen in SCREENS:
            text = client.get(f"{bench.case}/{screen.slug}").text
            assert hostile not in text
            assert "<script>document" not in text
        assert escape("<script>document")[:10] in client.get(f"{bench.case}/overview").text
    with chromium() as browser:
        page = browser.new_page()
        page.goto(bench.door)
        for screen in SCREENS:
            page.goto(f"{bench.root}{bench.case}/{screen.slug}")
            page.wait_for_timeout(150)
            assert page.evaluate("document.body.dataset.owned") is None, screen.slug


def test_another_page_in_the_same_browser_gets_nowhere(bench: Workbench, tmp_path: Path) -> None:
    """A page on another origin can neither read the case nor act on it, frame it, or listen to it, cookie and all."""
    with chromium() as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(bench.door)
        other = context.new_page()
        other.route(f"{EVIL}/**", lambda route: route.fulfill(body="<p>hello</p>", content_type="text/html"))
        other.goto(f"{EVIL}/")
        found = other.evaluate(
            """async ([root, path, act]) => {
                const tried = {};
                const go = (name, ask) => ask().then((v) => { tried[name] = v; }, () => { tried[name] = "refused"; });
                await go("read", () => fetch(`${root}${path}/overview.json`, {credentials: "include"}));
                await go("act", () => fetch(`${root}${path}/acts`, {method: "POST", credentials: "include",
                    headers: {"Content-Type": "application/json"}, body: act}));
                await go("blind", () => fetch(`${root}${path}/acts`, {method: "POST", credentials: "include",
                    mode: "no-cors", body: act}));
                await go("listen", () => new Promise((yes, no) => {
                    const news = new EventSource(`${root}${path}/events`, {withCredentials: true});
                    news.onmessage = yes; news.onerror = no;
                }));
                return tried;
            }""",
            [bench.root, bench.case, json.dumps(RATE)],
        )
        assert found["read"] == "refused"
        assert found["act"] == "refused"
        assert found["listen"] == "refused"
    assert ratings(tmp_path / "port") == 0
