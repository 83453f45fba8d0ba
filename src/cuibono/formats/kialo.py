"""Kialo in: the text that a discussion is exported as, a numbered tree of pros and cons."""

from __future__ import annotations

import re

from cuibono.errors import Problem, UnreadableError
from cuibono.formats.arguments import Argument, Stance, offer
from cuibono.formats.offer import Offer

_ITEM = re.compile(r"(\d{1,5}(?:\.\d{1,5}){0,200})\.\s+(?:(Pro|Con):\s*)?(.*)")
_LINKED = re.compile(r"(?:->|→)\s*See\s+[\d.]+", re.IGNORECASE)
_TITLE = "discussion title:"


def is_kialo(text: str) -> bool:
    """Whether a text begins as an export of a discussion does."""
    return text.lstrip("\ufeff \n").lower().startswith(_TITLE)


def read(name: str, text: str) -> Offer:
    """The discussion; raises UnreadableError where there is no thesis in it."""
    lines = text.removeprefix("\ufeff").split("\n")
    title = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith(_TITLE)), "")
    end = next((number for number, line in enumerate(lines) if line.strip().lower() == "sources:"), len(lines))
    arguments: dict[str, Argument] = {}
    words: dict[str, list[str]] = {}
    last, problems = "", []
    for number, line in enumerate(lines[:end], start=1):
        found = _ITEM.fullmatch(line.strip())
        if found:
            last = _add(found, number, arguments)
            words[last] = [arguments[last].text]
        elif last and line.strip():
            words[last].append(line.strip())
    if not arguments:
        raise UnreadableError(f"{name}: has no numbered thesis (1. …) in it; export the discussion again")
    kept = []
    for key, bare in arguments.items():
        argument = bare._replace(text=" ".join(words[key]))
        if _LINKED.fullmatch(argument.text) or not argument.text:
            what = "is a link to another place in the discussion, or empty" if argument.text else "has no words"
            problems.append(Problem(name, argument.place, what, "rate it by hand where it stands"))
        else:
            kept.append(argument)
    if sources := [line for line in lines[end + 1 :] if line.strip()]:
        what = f"lists {len(sources)} sources, which are not in the case"
        problems.append(Problem(name, f"line {end + 1}", what, "add the documents with: cuibono add CASE FILES"))
    return offer(name, "kialo", title, kept, problems)


def _add(found: re.Match[str], number: int, arguments: dict[str, Argument]) -> str:
    index, side, words = found.groups()
    stance: Stance = "pro" if side == "Pro" else "con" if side == "Con" else ""
    parent = index.rpartition(".")[0]
    # A level that is missing leaves an argument about the nearest one that is there.
    while parent and parent not in arguments:
        parent = parent.rpartition(".")[0]
    arguments[index] = Argument(index, parent, stance, words.strip(), place=f"line {number}")
    return index
