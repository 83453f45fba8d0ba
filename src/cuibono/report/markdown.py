"""The report as Markdown with tables and footnotes: what a quote says stays text, whatever signs it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cuibono.report.controls import visible
from cuibono.report.document import (
    Badge,
    Block,
    Cite,
    Figure,
    Footnote,
    Heading,
    Jump,
    List,
    Note,
    Paragraph,
    Quote,
    Report,
    Run,
    Table,
    Text,
)

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$=:&@/])")
_LABELS = {"info": "Note", "draft": "Draft", "warning": "Mind"}


def markdown(report: Report) -> str:
    """The report as Markdown text; the same report gives the same text."""
    return "\n\n".join(_parts(report)) + "\n"


def escaped(words: str) -> str:
    r"""Words on one line, in which nothing marks up, links or ends a table's cell.

    Readers that turn bare addresses into links are stopped by escaping the signs in them.

    >>> escaped("[pay](https://x.example)\n# now")
    '\\[pay\\]\\(https\\:\\/\\/x\\.example\\) \\# now'
    """
    return _SIGNS.sub(r"\\\1", " ".join(visible(words).split()))


def _parts(report: Report) -> Iterator[str]:
    banner = f"**{escaped(report.marking.label)}**" if report.marking else ""
    if banner:
        yield banner
    yield f"# {escaped(report.title)}"
    for section in report.sections:
        yield f"## {escaped(section.title)}"
        yield from (part for block in section.blocks for part in _block(block))
    if report.footnotes:
        yield "## Footnotes"
        yield from map(_footnote, report.footnotes)
    if banner:
        yield banner


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"### {escaped(block.words)}"
        case Paragraph():
            yield _runs(block.runs)
        case Quote():
            yield f"> {escaped(block.words)}\n>\n> – {_runs(block.by)}"
        case List():
            marks = (f"{number}." if block.ordered else "-" for number in range(1, len(block.items) + 1))
            yield "\n".join(f"{mark} {_runs(item)}" for mark, item in zip(marks, block.items, strict=True))
        case Note():
            yield f"> **{_LABELS[block.tone]}.** {_runs(block.runs)}"
        case Table():
            yield f"*{escaped(block.caption)}*"
            yield _table(block)
        case Figure():
            yield f"*{escaped(block.caption)}*"
            yield _table(block.twin)


def _table(table: Table) -> str:
    heads = (escaped(column.title) for column in table.columns)
    rules = ("---:" if column.number else "---" for column in table.columns)
    rows = ((_runs(cell) for cell in row) for row in table.rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rules, *rows))


def _runs(runs: Iterable[Run]) -> str:
    parts: list[str] = []
    last: Run | None = None
    for run in runs:
        parts += [" "] if isinstance(run, Badge) and isinstance(last, Badge) else []
        parts.append(_run(run))
        last = run
    return "".join(parts)


def _run(run: Run) -> str:
    match run:
        case Cite():
            return f"[^{run.number}]"
        case Badge():
            return f"{escaped(run.letters)}{'?' if run.machine else ''}"
        case Jump():
            return escaped(run.words)
        case Text(words, "strong"):
            return _wrapped(words, "**")
        case Text(words, "emphasis"):
            return _wrapped(words, "*")
        case Text(words):
            return _wrapped(words, "")


def _wrapped(words: str, mark: str) -> str:
    """Words between marks, with the spaces around them kept outside, where Markdown wants them."""
    inner = escaped(words)
    if not inner:
        return " " if words else ""
    before, after = " " * words[0].isspace(), " " * words[-1].isspace()
    return f"{before}{mark}{inner}{mark}{after}"


def _footnote(note: Footnote) -> str:
    passage = f"{_wrapped(note.before, '')}{_wrapped(note.exact, '**')}{_wrapped(note.after, '')}"
    details = "".join(f" {escaped(detail[:1].upper() + detail[1:])}." for detail in note.details)
    where = f"{escaped(note.speaker)}, in {_runs(note.source)}; characters {note.start} to {note.end}."
    return f"[^{note.number}]: {passage.strip()} – {where}{details}"
