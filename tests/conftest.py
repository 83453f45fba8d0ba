"""What tests share: where the labelled articles are, if they are here at all, and a small case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from cuibono.case.folder import Folder
from cuibono.case.records import MACHINE, Claim, Code, Draft, Evidence, Hypothesis, Kind, Origin, Quote, Rating, Source
from cuibono.verbs import Case
from wheel import installed
from workbench import Workbench, chromium, serving

__all__ = ["installed"]

# Machines are noisy: a property must hold, not be fast, and a run must be the same everywhere.
settings.register_profile("cuibono", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("cuibono")

SHARED = Path(__file__).resolve().parents[2] / "shared"

TEXT = """Why did Aria close the port?

Aria closed the port on 3 May 2021 to punish Boria for the fish tariff, two officials said.
But traders note that the port loses money every spring.

Share this story
"""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold results and labelled articles beside the checkout; skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip("the labelled articles and gold results are kept beside the checkout, and are not here")
    return SHARED


def claim(id: str, exact: str, kind: Kind, text: str = TEXT, source: str = "s1") -> Claim:
    """A claim that quotes `exact` where it stands first in `text`."""
    start = text.index(exact)
    quote = Quote.of(text, start, start + len(exact), hashlib.sha256(text.encode()).hexdigest())
    return Claim(id=id, source=source, quote=quote, kind=kind)


def draft() -> Draft:
    """Two hypotheses, two pieces of evidence, an origin, and two of the machine's ratings."""
    return Draft(
        hypotheses=(
            Hypothesis(id="punish", name="Punish Boria for the tariff", claims=("c1",), draft=True),
            Hypothesis(id="money", name="The port loses money", claims=("c2",), draft=True),
        ),
        evidence=(
            Evidence(id="e1", name="Officials speak of punishment", claims=("c1",), draft=True),
            Evidence(id="e2", name="The port loses money every spring", claims=("c2",), draft=True),
        ),
        origins=(Origin(id="o1", name="two officials", anonymous=True, claims=("c1",), draft=True),),
        ratings=(
            Rating(evidence="e1", hypothesis="punish", analyst=MACHINE, code=Code.C, why="said so"),
            Rating(evidence="e2", hypothesis="money", analyst=MACHINE, code=Code.C, why="said so"),
        ),
    )


def claims() -> tuple[Claim, ...]:
    """The claims that `draft` stands on."""
    return (
        claim("c1", "to punish Boria for the fish tariff", Kind.MOTIVE),
        claim("c2", "the port loses money every spring", Kind.EVIDENCE),
    )


def store_small_case(path: Path) -> None:
    """Write the small case to disk as a reading would have left it."""
    folder = Folder(path)
    folder.create("Why did Aria close the port?")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    source = Source(
        id="s1",
        sha256=digest,
        file="s1.txt",
        name="port.txt",
        media="text/plain",
        text_sha256=digest,
        characters=len(TEXT),
    )
    folder.write_document(source, TEXT.encode(), TEXT)
    folder.write_sources([source], [])
    folder.write_reading(claims(), draft())
    toml = (path / "case.toml").read_text()
    tables = (
        f'[[hypotheses]]\nid = "{h.id}"\nname = "{h.name}"\nclaims = ["{h.claims[0]}"]\ndraft = true\n\n'
        for h in draft().hypotheses
    )
    folder.write_case(toml + "".join(tables))


@pytest.fixture
def small_case(tmp_path: Path) -> Case:
    """The small case, opened by anna."""
    store_small_case(tmp_path / "port")
    return Case(tmp_path / "port", analyst="anna")


@pytest.fixture
def case(small_case: Case) -> Case:
    """The case that a test is about: the small one, unless its module has another."""
    return small_case


@pytest.fixture
def bench(case: Case) -> Iterator[Workbench]:
    """A workbench on the case."""
    with serving(case.path) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser."""
    with chromium() as found:
        yield found
