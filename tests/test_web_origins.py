"""Origins: what one origin feeds counts once; merging and splitting show their consequence before they are done."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cuibono
from cuibono.case.folder import Folder
from cuibono.case.records import (
    MACHINE,
    Claim,
    Code,
    Draft,
    Evidence,
    Hypothesis,
    Kind,
    Link,
    Origin,
    Quote,
    Rating,
    Source,
)
from cuibono.verbs import Case
from cuibono.web.layers import LARGEST, layers
from cuibono.web.voices import parted
from workbench import Workbench, looking, said, serving, violations

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

PAPERS = ("The Wire", "The Post", "The Review")


def store_leak(path: Path) -> Case:
    """A case in which three papers relay what the same officials say, and one of them a docker, too."""
    folder = Folder(path)
    folder.create("Why did Aria close the port?")
    sources, claims = [], []
    for number, name in enumerate(PAPERS):
        text = (
            f"{name}\n\nAria closed the port out of spite, officials said.\n\nThe port makes no money, a docker said.\n"
        )
        digest = sha256(text.encode()).hexdigest()
        source = Source(
            id=f"s{number}",
            sha256=digest,
            file=f"s{number}.txt",
            name=f"s{number}.txt",
            media="text/plain",
            text_sha256=digest,
            characters=len(text),
            title=name,
        )
        folder.write_document(source, text.encode(), text)
        sources.append(source)
        for id, words, who in (
            (f"c{number}", "out of spite", "officials"),
            (f"d{number}", "makes no money", "a docker"),
        ):
            start = text.index(words)
            quote = Quote.of(text, start, start + len(words), digest)
            claims.append(Claim(id=id, source=source.id, quote=quote, kind=Kind.EVIDENCE, chain=(Link(who=who),)))
    spite, money = (tuple(f"{letter}{number}" for number in range(3)) for letter in "cd")
    draft = Draft(
        hypotheses=(Hypothesis(id="spite", name="Spite", prior=0.3), Hypothesis(id="money", name="Money", prior=0.3)),
        evidence=(
            Evidence(id="e1", name="Officials speak of spite", claims=spite),
            Evidence(id="e2", name="The port makes no money", claims=money[:1]),
        ),
        origins=(
            Origin(id="officials", name="officials", anonymous=True, claims=spite, draft=True),
            Origin(id="docker", name="a docker", claims=money[:1], draft=True),
            Origin(id="dockers", name="dockers", claims=money[1:], goes_back_to="docker", draft=True),
        ),
        ratings=(
            Rating(evidence="e1", hypothesis="spite", analyst=MACHINE, code=Code.CC),
            Rating(evidence="e1", hypothesis="money", analyst=MACHINE, code=Code.I),
            Rating(evidence="e2", hypothesis="money", analyst=MACHINE, code=Code.C),
        ),
    )
    folder.write_sources(sources, [])
    folder.write_reading(claims, draft)
    case = Case(path, analyst="anna")
    for item in draft.hypotheses:
        case.set(f"hypothesis/{item.id}", item.model_dump(exclude_defaults=True))
    return case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """The case of the leak."""
    return store_leak(tmp_path / "leak")


def twin(bench: Workbench, query: str = "") -> Any:
    """The screen as data."""
    with bench.client() as client:
        return client.get(f"{bench.case}/origins.json?{query}").json()


APART = [
    ("origin/officials-2", {"name": "officials, as The Post has it", "anonymous": True}),
    ("claim/c1/origin", "officials-2"),
]


# ── Data ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_leak_is_one_origin(bench: Workbench) -> None:
    """Three papers with the same officials are one origin beside the docker; each row says who relays it."""
    found = twin(bench)
    assert (found["counts"]["sources"], found["counts"]["independent"]) == (3, 2)
    first = found["origins"][0]
    assert (first["id"], first["claims"], first["evidence"]) == ("officials", 3, 3)
    assert [item["name"] for item in first["sources"]] == list(PAPERS)
    assert next(row for row in found["origins"] if row["id"] == "dockers")["goes_back_to"]["id"] == "docker"


def test_one_origin_in_full(bench: Workbench) -> None:
    """The chosen origin has its claims, by source too, and what repeats it; one that is not there is a 404."""
    found = twin(bench, "id=docker")["chosen"]
    assert [claim["id"] for claim in found["listed"]] == ["d0"]
    assert found["apart"] == {"s0": ["d0"]}
    assert [item["id"] for item in found["repeats"]] == ["dockers"]
    with bench.client() as client:
        assert client.get(f"{bench.case}/origins?id=nobody").status_code == 404


def test_filters(bench: Workbench) -> None:
    """Origins are found by name, and by the document that relays them."""
    assert {row["id"] for row in twin(bench, "q=DOCK")["origins"]} == {"docker", "dockers"}
    assert {row["id"] for row in twin(bench, "source=s1")["origins"]} == {"officials", "dockers"}


def test_splitting_warns_of_double_counting(case: Case, bench: Workbench) -> None:
    """A preview that counts a shared origin apart says in words who relays it and how often it would count."""
    with bench.client() as client:
        changes = [{"target": target, "to": to} for target, to in APART]
        found = client.post(f"{bench.case}/preview", json=changes).json()
    assert (found["voices"]["before"]["independent"], found["voices"]["after"]["independent"]) == (2, 3)
    (warning,) = found["voices"]["warnings"]
    assert "Double counting" in warning
    assert "“The Post”, “The Review” and “The Wire” relay it" in warning
    assert "counts 2 times" in warning
    assert found["sentence"]
    assert not [entry for entry in case.history() if entry.target.startswith(("origin/", "claim/"))]


def test_merging_warns_of_nothing(case: Case) -> None:
    """Counting two origins as one doubles nothing."""
    before = case.weigh()
    after = case.preview([("origin/docker/goes-back-to", "officials")])
    assert parted(before.model.provenance, after.model.provenance) == ()


def test_the_picture_says_what_the_list_says(case: Case) -> None:
    """Every pair of source and origin is a bundle with its number of claims; every link back is a line."""
    state = case.state
    said = {claim.id: claim.source for claim in state.live_claims}
    found = layers(state.origins, said, {source.id: source.title or "" for source in state.sources})
    assert {(b["source"], b["origin"], b["claims"]) for b in found["bundles"]} == {
        ("s0", "officials", 1),
        ("s1", "officials", 1),
        ("s2", "officials", 1),
        ("s0", "docker", 1),
        ("s1", "dockers", 1),
        ("s2", "dockers", 1),
    }
    assert [(back["origin"], back["to"]) for back in found["backs"]] == [("dockers", "docker")]


@given(st.lists(st.lists(st.integers(0, 30), max_size=20), min_size=1, max_size=60))
def test_any_picture_has_room(fed: list[list[int]]) -> None:
    """However many origins there are, at most so many bundles are drawn, none on another, all inside the picture."""
    taken: set[int] = set()
    origins = []
    for number, claims in enumerate(fed):
        own = [claim for claim in claims if claim not in taken]
        taken.update(own)
        origins.append(
            Origin(id=f"o{number}", name=f"o{number}", claims=tuple(f"c{claim}" for claim in dict.fromkeys(own)))
        )
    said = {f"c{claim}": f"s{claim % 5}" for claim in taken}
    found = layers(origins, said, {f"s{number}": f"s{number}" for number in range(5)})
    heights = [bundle["y"] for bundle in found["bundles"]]
    assert len(heights) == len(set(heights)) <= LARGEST
    assert all(0 < y < found["height"] for y in heights)
    assert found["hidden"] + len(heights) == len({(said[id], one.id) for one in origins for id in one.claims})


def test_many_origins_come_in_pages(tmp_path: Path) -> None:
    """Of hundreds of origins a page is sent, and the picture stays a picture."""
    from large import large_case

    case = large_case(tmp_path / "large", hypotheses=3, evidence=30, sources=80, claims=2_000)
    with serving(case.path) as bench:
        found = twin(bench)
    assert len(found["origins"]) == 50
    assert found["total"] == 100
    assert len(found["picture"]["bundles"]) == LARGEST


def test_an_empty_case_says_what_to_do(tmp_path: Path) -> None:
    """Without claims the screen leads to the documents."""
    cuibono.new(tmp_path / "empty", question="Why?")
    with serving(tmp_path / "empty") as bench, bench.client() as client:
        page = client.get(f"{bench.case}/origins").text
    assert "No origins yet" in page


def test_a_case_that_cannot_be_weighed_is_still_shown(case: Case, bench: Workbench) -> None:
    """With more motives than can be summed there are no numbers, the reason is given, and the layers are there."""
    names = [f"m{number}" for number in range(40)]
    case.set_all([(f"hypothesis/{name}", {"id": name, "name": name, "prior": 0.1}) for name in names])
    case.set_all([(f"rating/e1/{name}", "C") for name in names])
    found = twin(bench)
    assert found["counts"] is None
    assert "42 co-existing motives" in found["why"]
    assert (len(found["origins"]), len(found["picture"]["bundles"])) == (3, 6)
    with bench.client() as client:
        assert client.get(f"{bench.case}/origins/shares.json").json() == {"shares": []}


# ── In the browser ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_merging_is_previewed_then_done(case: Case, bench: Workbench, browser: Any) -> None:
    """Ticked origins are merged after their consequence was seen; nothing is written before; one undo takes it back."""
    with looking(browser, bench, "origins") as page:
        page.check("[data-tick=officials]")
        page.check("[data-tick=docker]")
        page.select_option("#into", "officials")
        page.keyboard.press("m")
        page.locator("#consequence[open]").wait_for()
        assert "2 → 1" in page.inner_text("#consequence-voices")
        assert page.locator("#consequence .ghost:not([hidden])").count() > 0
        before = len(case.history())
        page.click("#consequence button[value=leave]")
        said(page, "Nothing was changed.")
        assert len(case.history()) == before
        assert page.locator("#consequence .ghost:not([hidden])").count() == 0
        page.keyboard.press("m")
        page.locator("#consequence[open]").wait_for()
        page.fill("#why", "the docker heard it from them")
        page.click("#consequence button[value=do]")
        said(page, "Merged.")
        page.locator("#origin-docker[data-back=officials]").wait_for()
        assert case.weigh().counts.independent == 1
        assert case.history()[-1].why == "the docker heard it from them"
        page.keyboard.press("u")
        page.locator("#origin-docker[data-back='']").wait_for()
        assert case.weigh().counts.independent == 2


def test_a_shared_origin_is_counted_apart_only_after_a_warning(case: Case, bench: Workbench, browser: Any) -> None:
    """Counting each document by itself shows the warning first; done, every document has an origin of its own."""
    with looking(browser, bench, "origins?id=officials") as page:
        page.click("[data-do=apart]")
        page.locator("#consequence-warnings [role=alert]", has_text="Double counting").wait_for()
        page.click("#consequence button[value=do]")
        said(page, "Double counting")
        page.locator("#list >> text=officials, as The Review has it").wait_for()
    state = case.state
    assert {origin.id: origin.claims for origin in state.origins if origin.id.startswith("officials")} == {
        "officials": ("c0",),
        "officials-2": ("c1",),
        "officials-3": ("c2",),
    }


def test_claims_are_moved(case: Case, bench: Workbench, browser: Any) -> None:
    """Ticked claims get an origin of their own, or go to another one, each after a preview."""
    with looking(browser, bench, "origins?id=officials") as page:
        page.check("[data-move=c2]")
        page.fill("#move-name", "an envoy")
        page.click("[data-do=move]")
        page.locator("#consequence[open]").wait_for()
        page.click("#consequence button[value=do]")
        page.locator("#list >> text=an envoy").wait_for()
        page.check("[data-move=c1]")
        page.select_option("#move-to", "docker")
        page.click("[data-do=move]")
        page.locator("#consequence[open]").wait_for()
        page.click("#consequence button[value=do]")
        said(page, "Moved.")
    fed = {origin.name: origin.claims for origin in case.state.origins}
    assert fed["an envoy"] == ("c2",)
    assert fed["a docker"] == ("c1", "d0")


def test_links_and_numbers_of_an_origin(case: Case, bench: Workbench, browser: Any) -> None:
    """Copying, deception, reliability, name and link are fields; a link that is cut is previewed."""
    with looking(browser, bench, "origins?id=dockers") as page:
        page.fill("#copy-probability", "0.5")
        page.keyboard.press("Tab")
        page.locator("#consequence[open]").wait_for()
        page.click("#consequence button[value=do]")
        said(page, "Set.")
        page.select_option("#reliability", "C")
        said(page, "Ctrl+Z")
        page.locator("h1").click()
        page.locator("[data-do=cut]").click()
        page.locator("#consequence[open]").wait_for()
        page.click("#consequence button[value=do]")
        page.locator("#origin-dockers[data-back='']").wait_for()
    found = next(origin for origin in case.state.origins if origin.id == "dockers")
    assert (found.goes_back_to, found.reliability) == (None, "C")


def test_a_circle_is_refused_in_words(case: Case, bench: Workbench, browser: Any) -> None:
    """An origin cannot go back to what goes back to it; the page says why, and shows what is so again."""
    page = browser.new_page()
    page.goto(bench.door)
    page.goto(f"{bench.root}{bench.case}/origins?id=docker")
    page.select_option("#goes-back-to", "dockers")
    page.locator("#said.wrong", has_text="circle").wait_for()
    assert page.input_value("#goes-back-to") == ""
    assert case.weigh().counts.independent == 2
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 640), ("light", 390)])
def test_axe_finds_nothing(browser: Any, bench: Workbench, scheme: str, width: int) -> None:
    """No violation in light and dark, at twice the size and on a telephone; nothing is wider than the screen."""
    settings = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    with looking(browser, bench, "origins?id=officials", **settings) as page:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1280:
            page.click("[data-do=apart]")
            page.locator("#consequence[open]").wait_for()
            assert violations(page) == []
