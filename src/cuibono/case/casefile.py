"""`case.toml`: the question, the act and the hypotheses, as people write them; comments survive every write."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Any, Literal, cast

import tomlkit
from pydantic import Field, ValidationError
from tomlkit.exceptions import ParseError, TOMLKitError
from tomlkit.items import AoT, Table

from cuibono.case.groups import misgrouped
from cuibono.case.lines import problems_of, schema_name
from cuibono.case.records import ALWAYS, FORMAT, Act, Code, Evidence, Hypothesis, Id, Probability, Record
from cuibono.errors import NotFoundError, Problem, UsageError, VersionError
from cuibono.options.records import Options
from cuibono.strategy.records import Strategy

NAME = "case.toml"
Cell = Code | Probability


class RatedEvidence(Evidence):
    """Evidence written into `case.toml`, with its ratings by hypothesis."""

    ratings: Annotated[dict[Id, Cell], Field(default_factory=dict)]


class Sharing(Record):
    """How the case is handed out: its marking (TLP), and the names that must not appear, as `Name = alias, alias`."""

    marking: str = ""
    redact: tuple[str, ...] = ()


class CaseFile(Strategy, Options):
    """What `case.toml` says, its interests, game and options included.

    `motives` says whether the hypotheses may hold together; `priors` are those of `none` and `did-not-happen`;
    `analyst` is the name under which ratings written into this file stand.
    """

    format: Literal[1] = FORMAT
    question: Annotated[str, Field(min_length=1, pattern=r"\S")]
    motives: Literal["co-existing", "exclusive"] = "co-existing"
    analyst: Id = "case.toml"
    act: Act = Act()
    priors: Annotated[dict[Literal["none", "did-not-happen"], Probability], Field(default_factory=dict)]
    hypotheses: tuple[Hypothesis, ...] = ()
    evidence: tuple[RatedEvidence, ...] = ()
    report: Sharing = Sharing()


def new(question: str) -> str:
    """The text of a new `case.toml` that asks `question`."""
    quoted = tomlkit.item(question).as_string()
    return (
        f"#:schema {schema_name('case')}\n"
        "# The question, the act and the hypotheses. Edit freely: comments stay, and what you change is yours.\n"
        f"format = {FORMAT}\n"
        f"question = {quoted}\n"
        'motives = "co-existing"  # or "exclusive": at most one of them is the reason\n\n'
        "# What was done, by whom, and how probable it is that it happened at all (0 to 1).\n"
        '[act]\nwhat = ""\nactor = ""\n\n'
        "# Priors of the two hypotheses that every case has; none = 0.1 says that one act in ten has another reason.\n"
        "[priors]\n\n"
    )


def parse(text: str) -> tuple[CaseFile | None, tuple[Problem, ...]]:
    """The file's content, or `None` and everything wrong with it, by line and key.

    Raises VersionError where the file says that it has another format.
    """
    try:
        content = tomlkit.parse(text).unwrap()
    except ParseError as error:
        remedy = "mend the line; strings stand in quotes, tables in [brackets]"
        return None, (Problem(NAME, "", f"is not TOML here ({_plain(error)})", remedy, error.line),)
    except TOMLKitError as error:
        return None, (Problem(NAME, "", f"is not TOML ({error})", "give every key and table once"),)
    _refuse_other_format(content)
    try:
        case = CaseFile.model_validate(content)
    except ValidationError as error:
        found = []
        for problem, item in zip(problems_of(error, NAME), error.errors(), strict=True):
            line = line_of(text, item["loc"])
            found.append(Problem(NAME, problem.key, problem.what, problem.remedy, line))
        return None, tuple(found)
    wrong = placed(text, (*_contradictions(case), *_strategic(case)))
    return (None, wrong) if wrong else (case, ())


def placed(text: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of a file with this text, each with the line on which its key stands."""
    return tuple(Problem(NAME, p.key, p.what, p.remedy, line_of(text, place_of(p.key))) for p in problems)


def unsupported(case: CaseFile, claims: Collection[str], texts: Collection[str]) -> tuple[Problem, ...]:
    """What is wrong with a file that can be opened: a game too large, claims and quotes that the case does not have.

    The latter stop nothing: reading again may take a claim away, and the judgement then stands without it.
    """
    from cuibono.strategy.shape import too_large

    return (*too_large(case), *_strategic(case, claims, texts))


def change(text: str, target: str, value: Any) -> str:
    """The file's text with `target` set to `value` (`None` takes it out), everything else as it was.

    Targets are `question`, `motives`, `act/<key>`, `priors/<id>`, `hypothesis/<id>/<key>`, and `hypothesis/<id>` for a
    whole one. Raises NotFoundError for a hypothesis that is not there, UsageError for another target.
    """
    return change_all(text, [(target, value)])


def change_all(text: str, changes: Iterable[tuple[str, Any]]) -> str:
    """The file's text with every target set to its value, one after the other; raises as `change` does."""
    document = tomlkit.parse(text)
    for target, value in changes:
        _change(document, target, value)
    return tomlkit.dumps(document)


def _change(document: tomlkit.TOMLDocument, target: str, value: Any) -> None:
    match target.split("/"):
        case [("question" | "motives") as key]:
            _put(document, key, value)
        case [("act" | "priors") as table, key]:
            if table not in document:
                document.append(table, tomlkit.table())
            _put(cast("Table", document[table]), key, value)
        case ["hypothesis", id]:
            _put_hypothesis(document, id, value)
        case ["hypothesis", id, key]:
            _put(_hypothesis(document, id), key, value)
        case _:
            raise UsageError(
                f"{target!r} is not in {NAME}; write question, act/what, priors/none or hypothesis/ID/prior"
            )


def value_of(file: CaseFile, target: str) -> Any:
    """What `file` has for a target of `change`, as plain data, `None` where it has nothing."""
    content = file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    match target.split("/"):
        case [key]:
            return content.get(key)
        case [("act" | "priors") as table, key]:
            return content.get(table, {}).get(key)
        case ["hypothesis", id, *key]:
            found = next((item for item in content.get("hypotheses", []) if item["id"] == id), None)
            return found if not key or found is None else found.get(key[0])
    return None


def line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """The 1-based line where a pydantic location stands in the TOML text, or that of the nearest table around it.

    >>> line_of('a = 1\\n[[hypotheses]]\\nid = "x"\\nprior = 2\\n', ("hypotheses", 0, "prior"))
    4
    >>> line_of('a = 1\\n[[hypotheses]]\\nid = "x"\\n', ("hypotheses",))
    2
    """
    names = [str(part) for part in loc if isinstance(part, str)]
    index = next((part for part in loc if isinstance(part, int)), None)
    table, key = (names[0], names[1:]) if len(names) > 1 or index is not None else ("", names)
    inside, seen, best = table == "", -1, None
    for number, line in enumerate(text.split("\n"), start=1):
        header = re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line)
        if header and "=" not in line.split("]")[0]:
            is_ours = header[2].strip("\"' ") == table
            seen += is_ours
            inside = is_ours and (index is None or seen == index)
            within = header[2] == ".".join([table, *key[:1]]) and (index is None or seen == index)
            begins = best is None and not table and header[2] == names[0]
            best = number if inside or within or begins else best
        elif inside and key and re.match(rf"\s*[\"']?{re.escape(key[0])}[\"']?\s*[.=]", line):
            return number
    return best


def place_of(key: str) -> tuple[int | str, ...]:
    """A key path as a pydantic location.

    >>> place_of("hypotheses[2].prior")
    ('hypotheses', 2, 'prior')
    """
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", key)
    return tuple(int(number) if number else name for number, name in parts)


def _refuse_other_format(content: dict[str, Any]) -> None:
    found = content.get("format", FORMAT)
    if isinstance(found, int) and found > FORMAT:
        raise VersionError(
            f"{NAME} has format {found}, this cuibono keeps format {FORMAT}: "
            "install a newer cuibono to open the case; nothing was touched"
        )
    if isinstance(found, int) and found < FORMAT:
        raise VersionError(f"{NAME} has format {found}, which no released cuibono wrote; set format = {FORMAT}")


def _contradictions(case: CaseFile) -> Iterator[Problem]:
    """What is wrong between parts that are each well formed; the lines are found later."""
    for table in ("hypotheses", "evidence"):
        seen: set[str] = set()
        for number, item in enumerate(getattr(case, table)):
            if item.id in seen:
                what = f"is {item.id!r}, which an earlier one has"
                yield Problem(NAME, f"{table}[{number}].id", what, "give each its own id")
            if table == "hypotheses" and item.id in ALWAYS:
                what = f"is {item.id!r}, which every case has already"
                yield Problem(NAME, f"{table}[{number}].id", what, "choose another id")
            seen.add(item.id)
    known = [item.id for item in case.hypotheses] + sorted(ALWAYS)
    for number, evidence in enumerate(case.evidence):
        for id in evidence.ratings:
            if id not in known:
                key = f"evidence[{number}].ratings.{id}"
                yield Problem(NAME, key, "is a hypothesis that the case does not have", f"it has: {', '.join(known)}")
    yield from misgrouped(case.hypotheses, exclusive=case.motives == "exclusive")
    total = sum(item.stated or 0 for item in case.hypotheses) + case.priors.get("none", 0)
    if case.motives == "exclusive" and total > 1 + 1e-9:
        remedy = "lower them until they sum to 1 at most, or say motives = 'co-existing'"
        yield Problem(NAME, "hypotheses[0].prior", f"and the other priors sum to {total:.4g}, more than 1", remedy)


def _strategic(
    case: CaseFile, claims: Collection[str] | None = None, texts: Collection[str] | None = None
) -> Iterator[Problem]:
    """What is wrong with interests, game and options; their rooms are only imported where the case has any."""
    ids = [item.id for item in case.hypotheses]
    if case.outcomes or case.interests or case.game or case.moves or case.payoffs or case.costs or case.agreements:
        from cuibono.strategy.checks import check

        yield from check(case, ids, claims, texts)
    if case.options or case.observations:
        from cuibono.options.checks import check as check_options

        yield from check_options(case, ids, case, claims, texts)


def _plain(error: ParseError) -> str:
    return str(error).split(" at line")[0]


def _put(table: Any, key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    elif isinstance(value, dict):
        table[key] = tomlkit.inline_table()
        table[key].update(value)
    else:
        table[key] = value


def _hypotheses(document: tomlkit.TOMLDocument) -> AoT:
    if "hypotheses" not in document:
        document.append("hypotheses", tomlkit.aot())
    return cast("AoT", document["hypotheses"])


def _hypothesis(document: tomlkit.TOMLDocument, id: str) -> Table:
    for table in _hypotheses(document):
        if table.get("id") == id:
            return cast("Table", table)
    known = ", ".join(str(table.get("id")) for table in _hypotheses(document)) or "none yet"
    raise NotFoundError(f"{NAME} has no hypothesis {id!r}; it has: {known}")


def _put_hypothesis(document: tomlkit.TOMLDocument, id: str, value: dict[str, Any] | None) -> None:
    tables = _hypotheses(document)
    place = next((number for number, table in enumerate(tables) if table.get("id") == id), None)
    if value is None:
        if place is not None:
            del tables[place]
        if not tables:  # an empty one would be written as a list, which no table can be added to
            document.remove("hypotheses")
        return
    table = tomlkit.table()
    for key, item in value.items():
        table.append(key, item)
    table.add(tomlkit.nl())
    if place is None:
        tables.append(table)
    else:
        tables[place] = table
