"""Argdown in: statements and arguments with their pros and cons, and the ratings that cuibono writes beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from cuibono.errors import Problem, TooLargeError, UnreadableError
from cuibono.formats.arguments import Argument, Stance, offer, with_ratings
from cuibono.formats.codes import BLANK, meaning, plain
from cuibono.formats.offer import Offer, OfferedEvidence, OfferedRating

_LINE = re.compile(r"([ \t]*)(?:(\+>|->|_>|<\+|<-|<_|><|\+|-|_)[ \t]+)?(.*)")
_HEAD = re.compile(r"(?:\[([^\[\]\n]{1,500})\]|<([^<>\n]{1,500})>)(:?)[ \t]*")
_TAGS = re.compile(r"(?<!\\)#(?:\([^()\n]{0,200}\)|[\w-]+)")
_ESCAPED = re.compile(r"\\(.)")
_STANCES: dict[str, Stance] = {"+": "pro", "<+": "pro", "-": "con", "<-": "con"}
_OUTGOING: dict[str, Stance] = {"+>": "pro", "->": "con"}
_PREMISE = re.compile(r"\(\d{1,4}\)\s|-{4,}|--\s*$")
_TAB = 4
_DEEPEST, _MOST, _SHOWN = 50, 20_000, 40


@dataclass(slots=True)
class _Element:
    """One statement or argument; those with one title are one."""

    title: str
    is_argument: bool = False
    words: list[str] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def text(self) -> str:
        """What it says; its title where it says nothing."""
        return " ".join(self.words) or self.title


@dataclass(slots=True)
class _Map:
    """Where a map is read; it does not outlive `read`."""

    file: str
    elements: dict[str, _Element] = field(default_factory=dict)
    relations: list[tuple[str, Stance, str, int]] = field(default_factory=list)
    stack: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def say(self, line: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, "", what, remedy, line))


def is_own(element: _Element) -> bool:
    """Whether cuibono wrote it, with the ratings that it has."""
    return isinstance(element.data.get("ratings"), dict)


def read(name: str, text: str) -> Offer:
    """The map as an offer; raises UnreadableError where nothing in it speaks for or against anything."""
    body, title = _front_matter(text.removeprefix("\ufeff"))
    found = _Map(name)
    for number, line in _uncommented(body):
        _line(found, number, line)
    if not found.relations and not any(map(is_own, found.elements.values())):
        raise UnreadableError(f"{name}: has no statement with pros and cons (+ and - under it); nothing was taken in")
    arguments = list(islice(_arguments(found), _MOST + 1))
    if len(arguments) > _MOST:
        raise TooLargeError(f"{name}: unfolds to more than {_MOST:,} arguments; give the part of the map that matters")
    made = offer(name, "argdown", title, arguments, found.problems)
    return _with_unrelated(with_ratings(made, list(_stated(found, made))), found)


def _front_matter(text: str) -> tuple[list[tuple[int, str]], str]:
    lines = list(enumerate(text.split("\n"), start=1))
    if not lines[0][1].startswith("==="):
        return lines, ""
    end = next((place for place, (_, line) in enumerate(lines[1:], start=1) if line.startswith("===")), 0)
    words = next((line.partition(":")[2].strip() for _, line in lines[1:end] if line.startswith("title:")), "")
    try:
        title = json.loads(words)
    except ValueError:
        title = words.strip("'\"")
    return lines[end + 1 :], title if isinstance(title, str) else words


def _uncommented(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines without comments, which may reach over several of them."""
    closing = ""
    for number, line in lines:
        kept, at = [], 0
        while at < len(line):
            if closing:
                end = line.find(closing, at)
                at, closing = (end + len(closing), "") if end >= 0 else (len(line), closing)
            elif line[at] == "\\":
                kept.append(line[at : at + 2])
                at += 2
            elif line.startswith(("/*", "<!--"), at):
                closing = "*/" if line[at] == "/" else "-->"
            elif line.startswith("//", at) and line[:at][-1:] != ":":
                break
            else:
                kept.append(line[at])
                at += 1
        yield number, "".join(kept).rstrip()


def _line(found: _Map, number: int, line: str) -> None:
    if not line.strip():
        found.stack = []
        return
    parts = _LINE.fullmatch(line)
    if parts is None:
        return
    space, sign, rest = parts.groups()
    indent = len(space.expandtabs(_TAB))
    if not sign and (rest.startswith("#") or _PREMISE.match(rest)):
        if not rest.startswith("#"):
            what = "is part of an argument's premises, which a matrix has no place for"
            found.say(number, what, "read it in the file")
        return
    if not sign and found.stack:
        _go_on(found, rest)
        return
    key = _element(found, number, rest)
    while found.stack and found.stack[-1][0] >= indent:
        found.stack.pop()
    if sign:
        _relate(found, number, sign, key)
    found.stack.append((indent, key))


def _relate(found: _Map, number: int, sign: str, key: str) -> None:
    if not found.stack:
        found.say(number, f"has “{sign}” with nothing above it that it is about", "indent it under a statement")
        return
    above = found.stack[-1][1]
    if sign in _STANCES:
        found.relations.append((key, _STANCES[sign], above, number))
    elif sign in _OUTGOING:
        found.relations.append((above, _OUTGOING[sign], key, number))
    else:
        found.say(number, f"has the relation “{sign}”, which is neither for nor against", "rate it by hand")


def _go_on(found: _Map, rest: str) -> None:
    """A line that goes on with the statement above it."""
    element = found.elements[found.stack[-1][1]]
    words, data = _parted(rest)
    element.words += [words] if words else []
    element.data |= data


def _element(found: _Map, number: int, rest: str) -> str:
    head = _HEAD.match(rest)
    words, data = _parted(rest[head.end() :] if head else rest)
    title = (head[1] or head[2]).strip() if head else ""
    # Statements and arguments have names of their own: [a] is not <a>.
    key = f"{rest[0]}{plain(title)}" if head else f"line {number}"
    element = found.elements.setdefault(key, _Element(title, is_argument=rest.startswith("<"), line=number))
    element.words = element.words or ([words] if words else [])
    element.data |= data
    return key


def _parted(text: str) -> tuple[str, dict[str, Any]]:
    """The words of a statement, and the data in braces behind them."""
    data: dict[str, Any] = {}
    start = next((found.start() for found in re.finditer(r"(?<!\\)\{", text)), -1)
    if start >= 0 and text.rstrip().endswith("}"):
        try:
            given = json.loads(text[start:])
        except (ValueError, RecursionError):
            given = None
        data = given if isinstance(given, dict) else {}
        text = text[:start]
    words = _TAGS.sub("", text)
    return " ".join(_ESCAPED.sub(r"\1", words).split()), data


def _arguments(found: _Map) -> Iterator[Argument]:
    """The map as a tree: theses are what something is about and what is about nothing itself."""
    supporting: dict[str, list[tuple[str, Stance, int]]] = {}
    for child, stance, parent, number in found.relations:
        supporting.setdefault(parent, []).append((child, stance, number))
    children = {child for child, *_ in found.relations}
    written_here = any(map(is_own, found.elements.values()))
    for key, element in found.elements.items():
        if key in children or is_own(element):
            continue
        if key in supporting or (written_here and not element.is_argument):
            yield _argument(found, key, key, "", "", element.line)
            yield from _below(found, supporting, key, key, (key,))
        else:
            found.say(element.line, "is a statement that nothing speaks for or against", "add it by hand")


def _below(
    found: _Map, supporting: dict[str, list[tuple[str, Stance, int]]], key: str, place: str, path: tuple[str, ...]
) -> Iterator[Argument]:
    for number, (child, stance, line) in enumerate(supporting.get(key, ())):
        if child in path or len(path) > _DEEPEST:
            found.say(line, "goes round in a circle, or too deep", "cut one of the relations")
            continue
        own = f"{place}/{number}"
        yield _argument(found, child, own, place, stance, line)
        yield from _below(found, supporting, child, own, (*path, child))


def _argument(found: _Map, key: str, own: str, parent: str, stance: Stance, line: int) -> Argument:
    element = found.elements[key]
    return Argument(own, parent, stance, element.text, element.title, f"line {line}")


def _stated(found: _Map, made: Offer) -> Iterator[OfferedRating]:
    """The ratings that stand in the data of an argument."""
    hypotheses = {item.id: item.key for item in made.hypotheses}
    evidence = {item.id: item.key for item in made.evidence}
    for key, element in found.elements.items():
        for id, by_analyst in _items(element.data.get("ratings")):
            for analyst, value in _items(by_analyst):
                code = meaning(value) if isinstance(value, str) else _likelihood(value)
                if id not in hypotheses or code is None or code is BLANK:
                    what = f"rates “{id[:_SHOWN]}” as “{str(value)[:_SHOWN]}”, which is not known"
                    found.say(element.line, what, "rate it by hand")
                    continue
                item = evidence.get(element.title, key)
                yield OfferedRating(item, hypotheses[id], code, str(analyst), place=f"line {element.line}")


def _likelihood(value: Any) -> float | None:
    return value if isinstance(value, float) and 0 <= value <= 1 else None


def _items(value: Any) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _with_unrelated(made: Offer, found: _Map) -> Offer:
    """The offer with the evidence that has ratings, or none, but no relation."""
    known = {item.id for item in made.evidence}
    more = tuple(
        OfferedEvidence(key, element.text, element.title, place=f"line {element.line}")
        for key, element in found.elements.items()
        if is_own(element) and element.title not in known
    )
    return replace(made, evidence=(*made.evidence, *more), left_out=tuple(found.problems))
