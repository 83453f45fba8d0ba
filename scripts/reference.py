"""The pages of reference that are made from the code: the Python verbs, the keys of `case.toml`, words and scales."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cached_property
from importlib.resources import files
from typing import Any

import cuibono
from cuibono import errors
from cuibono.case.casefile import CaseFile
from cuibono.case.records import State
from cuibono.case.schema import schema_of
from cuibono.case.tables import TABLES
from cuibono.report.figures import FIGURES
from cuibono.weighing.posterior import Posterior
from cuibono.weighing.readout import Share

MADE = "Made from the code by `scripts/generate.py`."
PLAIN = {"Range": "number or [low, high]", "Interval": "date or interval", "Code": "CC, C, N, I, II or NA"}
ABOUT_KEYS = (
    "`cuibono schema case` prints the same as a JSON Schema, by which editors can check a file. What the keys mean, "
    "with examples: [case-folder.md](../case-folder.md), [strategy.md](../strategy.md), [options.md](../options.md)."
)
ABOUT_NUMBERS = (
    "Why each number is what it is: [weighing.md](../weighing.md). How words are chosen, and what scales cannot say: "
    "[words-and-scales.md](../words-and-scales.md)."
)
ABOUT_LETTERS = (
    "How probable it is that an origin is reliable, and that a source passes on faithfully what its origin said."
)


def python() -> str:
    """The page of the Python verbs: every public name with its signature and what its docstring promises."""
    parts = ["# Python reference", "", f"{MADE} How the verbs are used together: [python.md](../python.md).", ""]
    parts += ["## Ways to a case", ""]
    for name in ("new", "open", "demo"):
        parts += _function(f"cuibono.{name}", getattr(cuibono, name))
    parts += ["## The case", "", *_prose(cuibono.Case), ""]
    for name, member in _members(cuibono.Case):
        parts += _function(f"case.{name}", member)
    parts += [f"Tables: {_codes(TABLES)}. Pictures: {_codes(FIGURES)}.", ""]
    parts += ["## The posterior", "", *_prose(Posterior), ""]
    for name, member in _members(Posterior):
        parts += _function(f"posterior.{name}", member)
    parts += ["### `posterior.shares`, one each", "", *_prose(Share), "", *_fields(Share), ""]
    parts += ["## The state", "", *_prose(State), "", *_fields(State), ""]
    parts += ["## Errors", "", *_prose(errors), ""]
    parts += _table(
        "error | also a | means", ((f"`{error.__name__}`", _builtin(error), _line(error)) for error in _errors())
    )
    return "\n".join(parts) + "\n"


def case_file() -> str:
    """The page of the keys of `case.toml`, from its JSON Schema."""
    schema = schema_of("case")
    own = inspect.get_annotations(CaseFile)
    schema["properties"] = dict(sorted(schema["properties"].items(), key=lambda item: item[0] not in own))
    parts = ["# Keys of case.toml", "", f"{MADE} {ABOUT_KEYS}", "", *_keys(schema)]
    for name, table in schema["$defs"].items():
        if table.get("properties") and name not in {"Interval", "Range"}:
            parts += [
                "",
                f"## {name}",
                "",
                *_paragraphs(table.get("description", "").partition(">>> ")[0]),
                "",
                *_keys(table),
            ]
    return "\n".join(parts) + "\n"


def vocabulary() -> str:
    """The page of every word and letter that stands for a number, from the data files that the weighing reads."""
    given = _data("likelihoods.toml")
    codes = [(code, band["value"], _span(band)) for code, band in given["codes"].items()]
    letters = [
        (name, band["value"], _span(band), given["fidelity"][name]) for name, band in given["reliability"].items()
    ]
    parts = ["# Words, codes and letters in numbers", "", f"{MADE} {ABOUT_NUMBERS}", "", "## Codes of a rating", ""]
    parts += ["How probable the fact is if the hypothesis holds.", ""]
    parts += _table(
        "code | likelihood | read as", [*codes, ("not rated", "the mean of its row", _span(given["unrated"]))]
    )
    parts += ["", "## Letters of reliability", "", ABOUT_LETTERS, ""]
    parts += _table("letter | reliable | read as | faithful", letters)
    parts += ["", "## Certainty of a claim", "", "How much of an assertion its words are; below 0 it is a denial.", ""]
    parts += _table("level | weight", given["certainty"].items())
    for scale in _data("scales.toml")["scale"]:
        about = f"`{scale['id']}`, a scale of {scale['measures']}. Source: {scale['source']}."
        steps = map(_step, scale["steps"])
        parts += ["", f"## {scale['title']}", "", about, "", *_table("step | also | value, % | range, %", steps)]
    return "\n".join(parts) + "\n"


def _members(kind: type) -> Iterator[tuple[str, Any]]:
    return (
        (name, member) for name, member in vars(kind).items() if not name.startswith("_") and inspect.getdoc(member)
    )


def _function(name: str, member: Any) -> list[str]:
    """A heading, the signature, and the docstring of a function, a method or a property."""
    inner = (
        member.fget if isinstance(member, property) else member.func if isinstance(member, cached_property) else member
    )
    signature = inspect.signature(inner)
    without_self = [item for key, item in signature.parameters.items() if key != "self"]
    shown = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(signature.replace(parameters=without_self)))
    if inner is not member:
        shown = shown.replace("() -> ", ": ")
    return [f"### `{name}`", "", "```text", *_wrapped(name, shown), "```", "", *_prose(inner), ""]


def _wrapped(name: str, signature: str) -> list[str]:
    if len(name + signature) <= 100 or not signature.startswith("("):
        return [name + signature]
    inside, _, rest = signature[1:].rpartition(")")
    arguments = re.split(r", (?![^\[]*\])", inside)
    return [f"{name}(", *(f"    {argument}," for argument in arguments), f"){rest}"]


def _prose(thing: Any) -> list[str]:
    """The docstring as Markdown; its examples are run where they stand, in the code."""
    text = inspect.getdoc(thing) or ""
    words, mark, examples = text.partition(">>> ")
    block = [
        "",
        "<!-- not run: it runs where it stands, in the code -->",
        "```pycon",
        *f"{mark}{examples}".splitlines(),
        "```",
    ]
    return [*_paragraphs(words), *(block if mark else [])]


def _paragraphs(text: str) -> list[str]:
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n")).splitlines()


def _line(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _fields(kind: type) -> list[str]:
    shown = inspect.get_annotations(kind)
    return _table("field | type", ((f"`{name}`", f"`{_plain(words)}`") for name, words in shown.items()))


def _plain(shown: Any) -> str:
    return str(shown).strip("'").replace("|", "\\|")


def _errors() -> Iterable[type[errors.CuibonoError]]:
    found = (item for item in vars(errors).values() if inspect.isclass(item) and issubclass(item, errors.CuibonoError))
    return (item for item in found if item is not errors.CuibonoError)


def _builtin(error: type[BaseException]) -> str:
    """The builtin, more telling than Exception, that a caller would catch it as."""
    return next((f"`{base.__name__}`" for base in error.__bases__ if base.__module__ == "builtins"), "")


def _keys(table: dict[str, Any]) -> list[str]:
    required = table.get("required", ())
    rows = ["| key | type | default |", "|---|---|---|"]
    for key, value in table["properties"].items():
        default = "required" if key in required else _default(value.get("default"))
        rows.append(f"| `{key}` | {_type(value)} | {default} |")
    return rows


def _default(value: Any) -> str:
    return "" if value in (None, [], {}, "") or isinstance(value, dict) else f"`{value}`"


def _type(value: dict[str, Any]) -> str:
    """A JSON Schema's type in words."""
    match value:
        case {"$ref": ref}:
            name = ref.rpartition("/")[2]
            words = PLAIN.get(name, f"[{name}](#{name.lower()})")
        case {"const": constant}:
            words = f"`{constant}`"
        case {"enum": allowed}:
            words = " or ".join(f"`{item}`" for item in allowed)
        case {"anyOf": choices}:
            words = " or ".join(dict.fromkeys(_type(item) for item in choices if item.get("type") != "null"))
        case {"type": "array", "items": items}:
            words = f"list of {_type(items)}"
        case {"type": "array"}:
            words = "list"
        case {"type": "object"}:
            words = _table_type(value)
        case {"type": "number", "maximum": top}:
            words = f"number, {value.get('minimum', '')} to {top}"
        case _:
            words = str(value.get("type", "any"))
    return words


def _table_type(value: dict[str, Any]) -> str:
    inner = [*value.get("patternProperties", {}).values(), value.get("additionalProperties")]
    held = next((item for item in inner if isinstance(item, dict)), None)
    return f"table of {_type(held)}" if held else "table"


def _step(step: dict[str, Any]) -> tuple[object, ...]:
    value = "cannot be judged" if step.get("unjudged") else step.get("value", "")
    return step["name"], ", ".join(step.get("also", ())), value, _span(step) if "low" in step else ""


def _span(band: dict[str, Any]) -> str:
    return f"{band['low']} to {band['high']}"


def _table(titles: str, rows: Iterable[Iterable[object]]) -> list[str]:
    line = "|".join("---" for _ in titles.split("|"))
    return [f"| {titles} |", f"|{line}|", *(f"| {' | '.join(map(str, row))} |" for row in rows)]


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("cuibono") / "data" / name).read_text(encoding="utf-8"))
