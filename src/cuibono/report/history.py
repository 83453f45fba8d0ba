"""The journal as an appendix: who judged what, when, from what to what, and why; what was taken back is marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cuibono.case.journal import in_force, shown
from cuibono.clipping import clipped
from cuibono.report.citations import Material
from cuibono.report.document import Column, Paragraph, Runs, Section, Table, Text, quoted, text
from cuibono.report.vocabulary import many

_LONG = 120
"""Values longer than this many characters are cut; the journal keeps them."""


def history(material: Material) -> Section | None:
    """Every act of every analyst, oldest first; nothing where nobody has done anything."""
    if not material.journal:
        return None
    people = len({entry.by for entry in material.journal})
    done = many(len(material.journal), "entry", "entries")
    intro = f"{done} of {many(people, 'analyst')}; the case keeps every one of them."
    titles = ("When and who", "What", "From, to", "Why")
    rows = tuple(_row(*entry) for entry in entries(material))
    table = Table("What people did", tuple(Column(title) for title in titles), rows, wide=True)
    return Section("journal", "Appendix: the journal", (Paragraph(text(intro)), table))


def entries(material: Material) -> Iterator[tuple[str, str, str, str, str, str | None, bool]]:
    """Every entry: when, who, what, from, to, why, and whether it was taken back."""
    standing = {entry.id for entry in in_force(material.journal)}
    names = _names(material)
    for entry in material.journal:
        what = _target(entry.target, names) if entry.op == "set" else f"{entry.op} of entry {entry.target}"
        back = entry.op == "set" and entry.id not in standing
        when = f"{entry.at:%Y-%m-%d %H:%M}"
        yield when, entry.by, what, _told(entry.was), _told(entry.to), entry.why or None, back


def _told(value: object) -> str:
    return "–" if value is None else clipped(shown(value), _LONG)


def _row(when: str, who: str, what: str, was: str, to: str, why: str | None, back: bool) -> tuple[Runs, ...]:
    return (
        (Text(f"{when} "), Text(who, "quoted")),
        (Text(what, "quoted"), *((Text(" (taken back)", "quiet"),) if back else ())),
        (Text(was, "quoted"), Text(" → "), Text(to, "quoted")),
        quoted(why) if why else text("–"),
    )


def _target(target: str, names: Mapping[str, str]) -> str:
    """The path of what was set, with names for ids."""
    kind, *rest = target.split("/")
    return " · ".join([kind, *(names.get(part, part) for part in rest)])


def _names(material: Material) -> dict[str, str]:
    state = material.state
    found = {claim.id: f"“{clipped(' '.join(claim.quote.exact.split()), _LONG)}”" for claim in state.claims}
    found |= {source.id: source.title or source.name for source in state.sources}
    found |= {origin.id: origin.name for origin in state.origins} | {item.id: item.name for item in state.evidence}
    return found | {share.id: share.name for share in material.posterior.shares}
