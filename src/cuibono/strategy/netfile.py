"""Influence nets from files: our own TOML, a CSV of arcs, and the XDSL of GeNIe and SMILE.

XDSL is read as far as an influence net goes: propositions of two states, as tables (`cpt`), noisy-max with its leak
(`noisymax`, for two states a leaky noisy-or, which CAST is as well) or functions (`deterministic`). SIAM and Pythia
keep nets in files of their own that are nowhere documented; their strengths go into the CSV.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cuibono.case.casefile import line_of, place_of
from cuibono.case.lines import problems_of
from cuibono.errors import CaseError, NotFoundError, Problem, UsageError
from cuibono.strategy.influence import InfluenceNet, check
from cuibono.strategy.xdsl import Content, Line, by_node, from_xdsl

COLUMNS = ("node", "name", "baseline", "parent", "if-true", "if-false", "delay")
"""The columns of a CSV: a row with a baseline is a node, one with a parent an arc to its node."""

LARGEST = 20_000_000
"""The most bytes of a file that is read."""


def read_net(path: Path) -> InfluenceNet:
    """The net in a file, sound, by the ending of its name: .toml, .csv or .xdsl.

    Raises NotFoundError, UsageError for another ending or a file too large, CaseError with all problems and their
    lines.
    """
    readers: dict[str, Callable[[str, str], Content]] = {".toml": _toml, ".csv": _csv, ".xdsl": from_xdsl}
    if not path.is_file():
        raise NotFoundError(f"{path}: is not there; give a .toml, .csv or .xdsl file")
    if path.suffix.lower() not in readers:
        raise UsageError(f"{path.name}: is no known form of an influence net; give .toml, .csv or .xdsl")
    if path.stat().st_size > LARGEST:
        raise UsageError(f"{path.name}: is larger than {LARGEST // 1_000_000} MB; give the net alone")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError([Problem(path.name, "", f"is not UTF-8 (byte {error.start})", "save it as UTF-8")]) from error
    content, line = readers[path.suffix.lower()](text, path.name)
    return _sound(content, path.name, line)


def _toml(text: str, file: str) -> Content:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CaseError([Problem(file, "", f"is not TOML ({error})", "mend the line")]) from error
    return content, lambda key: line_of(text, place_of(key))


def _csv(text: str, file: str) -> Content:
    """Nodes in the order in which they first have a row; every problem on the line of its row."""
    rows = csv.DictReader(StringIO(text))
    odd = sorted(set(rows.fieldnames or ()) - set(COLUMNS))
    if odd or not {"node", "baseline", "parent", "if-true"} <= set(rows.fieldnames or ()):
        what = f"has the columns {', '.join(rows.fieldnames or ()) or 'none'}"
        raise CaseError([Problem(file, "", what, f"give node, baseline, parent, if-true, and any of {COLUMNS}", 1)])
    nodes: dict[str, dict[str, Any]] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for row in rows:
        line, told = rows.line_num, {key: (value or "").strip() for key, value in row.items() if key}
        node = nodes.setdefault(told["node"], {"id": told["node"], "influences": []})
        lines.setdefault(told["node"], line)
        try:
            _take(node, told)
        except ValueError as error:
            problems.append(Problem(file, told["node"], f"is not a number ({error})", "write it as 0.3", line))
    if problems:
        raise CaseError(problems)
    line_at = by_node(list(lines.values()))
    return {"nodes": list(nodes.values())}, line_at


def _take(node: dict[str, Any], row: dict[str, str]) -> None:
    """One row into its node: as its baseline, or as an arc to it."""
    if row.get("name"):
        node["name"] = row["name"]
    if row["baseline"]:
        node["baseline"] = float(row["baseline"])
    if row["parent"]:
        arc: dict[str, Any] = {"parent": row["parent"]}
        arc |= {name: float(row[name]) for name in ("if-true", "if-false", "delay") if row.get(name)}
        node["influences"].append(arc)


def _sound(content: dict[str, Any], file: str, line: Line) -> InfluenceNet:
    """The net of plain content; raises CaseError with all problems, each with the line that `line` gives its key."""
    try:
        net = InfluenceNet.model_validate(content)
    except ValidationError as error:
        raise CaseError(list(_placed(problems_of(error, file), file, line))) from error
    if problems := check(net):
        raise CaseError(list(_placed(problems, file, line)))
    return net


def _placed(problems: Iterable[Problem], file: str, line: Line) -> Iterator[Problem]:
    return (Problem(file, item.key, item.what, item.remedy, line(item.key)) for item in problems)
