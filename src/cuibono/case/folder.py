"""The case on disk: a folder that a person can read, edit, share and put under version control.

case.toml              the question, the act, the hypotheses; written by people
sources/               the originals, byte for byte, named by their hash
texts/                 the text that quotes point into, one file a source
sources.jsonl          one line a source: metadata, how each field is known, trim
unread.jsonl           what could not be read, and why
claims.jsonl           what the reader found; machine output only
draft.jsonl            what the machine proposes beyond single claims; machine output only
journal/<analyst>.jsonl   what people did, append only
.cuibono/              derived; delete it at will
out/                   reports
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import is_
from pathlib import Path
from typing import Any, TypeVar

from cuibono.case import casefile, files, journal, lines
from cuibono.case.casefile import CaseFile
from cuibono.case.journal import Entry, Journal
from cuibono.case.records import Claim, Draft, Evidence, Hypothesis, Origin, Rating, Record, Source, State, Unread
from cuibono.case.replay import Overlay, overlay, rerated, state
from cuibono.errors import CaseError, CuibonoError, NotFoundError, Problem, StorageError

V = TypeVar("V")
_GITATTRIBUTES = b"*.jsonl merge=union\n"
_GITIGNORE = b".cuibono/\n"


class DraftLine(Record):
    """One line of `draft.jsonl`: exactly one of its fields is there."""

    hypothesis: Hypothesis | None = None
    evidence: Evidence | None = None
    origin: Origin | None = None
    rating: Rating | None = None


@dataclass(frozen=True, eq=False)
class Contents:
    """All that is on disk, parsed; `toml` is the text of `case.toml`."""

    toml: str
    case: CaseFile
    sources: tuple[Source, ...]
    unread: tuple[Unread, ...]
    claims: tuple[Claim, ...]
    draft: Draft
    journal: Journal
    texts: Mapping[str, str]

    def state(self, name: str = "") -> tuple[State, tuple[Problem, ...]]:
        """The files and journals replayed, and the journal lines that could not be applied."""
        found = state(self.overlay, self.texts, name)
        return found.model_copy(update={"unread": self.unread}), self.problems()

    def state_after(self, before: Contents, was: State) -> tuple[State, tuple[Problem, ...]] | None:
        """The state, taken over from that of earlier contents; `None` where more than ratings was set since."""
        if not self._only_rated_since(before):
            return None
        return rerated(was, self.overlay), self.problems()

    def differs_in_journal(self, before: Contents) -> bool:
        """Whether all but the journal is that of earlier contents; what did not change is the same object."""
        parts = all(
            getattr(self, part) is getattr(before, part) for part in ("case", "sources", "unread", "claims", "draft")
        )
        return parts and self.texts.keys() == before.texts.keys() and _same(self.texts.values(), before.texts.values())

    def _only_rated_since(self, before: Contents) -> bool:
        added = self.journal.added_since(before.journal) if self.differs_in_journal(before) else None
        if added is None:
            return False
        targets = {entry.id: entry.target for entry in self.journal.entries}
        return all(targets.get(entry.target, entry.target).startswith("rating/") for entry in added)

    @cached_property
    def overlay(self) -> Overlay:
        """What people did, laid over the files."""
        return overlay(self.case, self.sources, self.claims, self.draft, self.journal)

    def problems(self) -> tuple[Problem, ...]:
        """The journal lines that could not be applied."""
        return self.overlay.problems

    def with_journal(self, journal: Journal) -> Contents:
        """The same files with another journal."""
        changed = replace(self, journal=journal)
        changed.follow(self)
        return changed

    def follow(self, before: Contents) -> None:
        """Take over from earlier contents what of their overlay still holds, so that only what was added is applied."""
        if "overlay" in before.__dict__ and self.differs_in_journal(before):
            self.__dict__["overlay"] = before.overlay.follow(self.journal)


@dataclass(slots=True)
class Folder:
    """A case folder: reads all of it at once, and writes each file so that a kill at any moment loses nothing."""

    path: Path
    _parsed: dict[str, tuple[object, Any]] = field(default_factory=dict, repr=False)
    _inspected: tuple[tuple[object, ...], tuple[Contents | None, tuple[Problem, ...]]] | None = field(
        default=None, repr=False
    )
    _replayed: tuple[Contents, tuple[State, tuple[Problem, ...]]] | None = field(default=None, repr=False)

    def create(self, question: str) -> None:
        """Make an empty case; raises StorageError where the folder already has something else in it."""
        self.refuse_if_in_use()
        self.write_case(casefile.new(question))
        files.replace(self.path / ".gitattributes", _GITATTRIBUTES)
        files.replace(self.path / ".gitignore", _GITIGNORE)

    def refuse_if_in_use(self) -> None:
        """Raise StorageError where the folder is a case already, or has something else in it."""
        if self.is_case:
            raise StorageError(f"{self.path}: is a case already; add to it with: cuibono add {self.path} FILES")
        if self.path.exists() and (not self.path.is_dir() or any(self.path.glob("[!.]*"))):
            raise StorageError(f"{self.path}: is there already, and is not a case; choose another name")

    @property
    def is_case(self) -> bool:
        """Whether there is a `case.toml`."""
        return (self.path / casefile.NAME).is_file()

    def load(self) -> Contents:
        """Everything on disk; raises NotFoundError, VersionError, or CaseError with all problems of all files."""
        contents, found = self.inspect()
        if found or contents is None:
            raise CaseError(found)
        return contents

    def inspect(self) -> tuple[Contents | None, tuple[Problem, ...]]:
        """Everything on disk as far as it can be read, and every problem of every file."""
        if not self.is_case:
            make_one = f"cuibono new {self.path} FILES -q 'Why ...?'"
            raise NotFoundError(f"{self.path}: is not a case (it has no {casefile.NAME}); make one with: {make_one}")
        parts = (
            self._cached(casefile.NAME, self._parse_case),
            self._lines("sources.jsonl", Source),
            self._lines("unread.jsonl", Unread),
            self._lines("claims.jsonl", Claim),
            self._cached("draft.jsonl", _parse_draft),
            self._journal(),
        )
        texts = {source.id: text for source in parts[1][0] if (text := self.text(source.id)) is not None}
        kept = self._inspected
        if kept is None or not _same(kept[0], (*parts, *texts.values())):
            before = kept[1][0] if kept else None
            kept = self._inspected = ((*parts, *texts.values()), _assembled(*parts, texts))
            if before and kept[1][0]:
                kept[1][0].follow(before)
        return kept[1]

    def state(self, contents: Contents) -> tuple[State, tuple[Problem, ...]]:
        """What `contents` amount to, worked out again only when something on disk has changed; see `Contents.state`."""
        kept = self._replayed
        if kept is None or kept[0] is not contents:
            after = contents.state_after(kept[0], kept[1][0]) if kept else None
            kept = self._replayed = (contents, after or contents.state(self.path.name))
        return kept[1]

    def text(self, source: str) -> str | None:
        """The stored text of a source, `None` where its file is gone."""
        return self._cached(f"texts/{source}.txt", _read_text)

    def write_case(self, toml: str) -> None:
        """Replace `case.toml`."""
        files.replace(self.path / casefile.NAME, toml.encode())

    def write_document(self, source: Source, original: bytes, text: str) -> None:
        """Store an original and its text; `write_sources` then makes them part of the case."""
        files.replace(self.path / "sources" / source.file, original)
        files.replace(self.path / "texts" / f"{source.id}.txt", text.encode("utf-8", "surrogatepass"))

    @contextmanager
    def taking_in(self) -> Iterator[list[Source]]:
        """A list for the sources that are being stored: where the block fails, they are removed again."""
        taken: list[Source] = []
        try:
            yield taken
        except BaseException:
            with suppress(CuibonoError), files.turn(self.path):
                known = {source.id for source in self.load().sources}
                self.remove_documents(source for source in taken if source.id not in known)
            raise

    def remove_documents(self, sources: Iterable[Source]) -> None:
        """Remove the originals and texts of sources that are not, or no longer, part of the case."""
        for source in sources:
            (self.path / "sources" / source.file).unlink(missing_ok=True)
            (self.path / "texts" / f"{source.id}.txt").unlink(missing_ok=True)

    def write_sources(self, sources: Iterable[Source], unread: Iterable[Unread]) -> None:
        """Replace `sources.jsonl` and `unread.jsonl`."""
        files.replace(self.path / "unread.jsonl", lines.dump("unread", unread))
        files.replace(self.path / "sources.jsonl", lines.dump("sources", sources))

    def write_reading(self, claims: Iterable[Claim], draft: Draft) -> None:
        """Replace `claims.jsonl`, then `draft.jsonl`: a kill between them leaves a case that opens."""
        files.replace(self.path / "claims.jsonl", lines.dump("claims", claims))
        files.replace(self.path / "draft.jsonl", lines.dump("draft", _draft_lines(draft)))

    def append(self, *entries: Entry) -> None:
        """Add entries to their analysts' journals."""
        journal.append(self.path / "journal", entries)

    def _lines(self, name: str, kind: type[Record]) -> Any:
        return self._cached(name, lambda path: lines.load(path, kind))

    def _journal(self) -> Journal:
        folder = self.path / "journal"
        stamps = tuple((path.name, _stamp(path)) for path in sorted(folder.glob("*.jsonl")))
        _, before = self._parsed.get("journal", (None, None))
        return self._kept("journal", stamps, lambda: journal.read(folder, before))

    def _parse_case(self, path: Path) -> tuple[str, tuple[CaseFile | None, tuple[Problem, ...]]]:
        try:
            toml = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            problem = Problem(casefile.NAME, "", f"is not UTF-8 (byte {error.start})", "save it as UTF-8")
            return "", (None, (problem,))
        return toml, casefile.parse(toml)

    def _cached(self, name: str, parse: Callable[[Path], V]) -> V:
        """What `parse` makes of a file, made again only when the file has changed."""
        path = self.path / name
        return self._kept(name, _stamp(path), lambda: parse(path))

    def _kept(self, name: str, stamp: object, make: Callable[[], V]) -> V:
        kept = self._parsed.get(name)
        if kept is None or kept[0] != stamp:
            kept = self._parsed[name] = (stamp, make())
        value: V = kept[1]
        return value


def _stamp(path: Path) -> object:
    """What changes when the file does; `None` where there is none."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _same(before: Collection[object], now: Collection[object]) -> bool:
    return len(before) == len(now) and all(map(is_, before, now))


def _assembled(
    parsed: Any, sources: Any, unread: Any, claims: Any, draft: Any, entries: Journal, texts: Mapping[str, str]
) -> tuple[Contents | None, tuple[Problem, ...]]:
    toml, (case, problems) = parsed
    problems = (*problems, *sources[1], *claims[1], *draft[1], *entries.problems)
    if case is None:
        return None, problems
    return Contents(toml, case, sources[0], unread[0], claims[0], draft[0], entries, texts), problems


def _read_text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _parse_draft(path: Path) -> tuple[Draft, tuple[Problem, ...]]:
    found, problems = lines.load(path, DraftLine)
    return _draft(found), problems


def _draft(draft_lines: Iterable[DraftLine]) -> Draft:
    found = tuple(draft_lines)
    return Draft(
        hypotheses=tuple(line.hypothesis for line in found if line.hypothesis),
        evidence=tuple(line.evidence for line in found if line.evidence),
        origins=tuple(line.origin for line in found if line.origin),
        ratings=tuple(line.rating for line in found if line.rating),
    )


def _draft_lines(draft: Draft) -> Iterable[DraftLine]:
    yield from (DraftLine(hypothesis=item) for item in draft.hypotheses)
    yield from (DraftLine(evidence=item) for item in draft.evidence)
    yield from (DraftLine(origin=item) for item in draft.origins)
    yield from (DraftLine(rating=item) for item in draft.ratings)
