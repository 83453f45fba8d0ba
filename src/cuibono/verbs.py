"""The verbs: what one does with a case. The command line, the workbench and a notebook all call these.

>>> import cuibono, tempfile, pathlib
>>> here = pathlib.Path(tempfile.mkdtemp())
>>> _ = (here / "note.txt").write_text(
...     "Kamen Post, 3 May 2021. Aria closed the port to punish Boria, the minister said."
... )
>>> case = cuibono.new(here / "port", [here / "note.txt"], question="Why did Aria close the port?")
>>> [source.name for source in case.state.sources]
['note.txt']
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cuibono.case import acts, batches, casefile, files, intake, journal, readings, rereading, tables
from cuibono.case.folder import Contents, Folder
from cuibono.case.intake import Added
from cuibono.case.journal import Entry
from cuibono.case.readings import Reading
from cuibono.case.records import Code, Draft, State, Status, Trim
from cuibono.errors import CaseError, NotFoundError, Problem, UsageError

if TYPE_CHECKING:
    from datetime import timedelta

    import altair as alt
    import pandas as pd

    from cuibono.case.casefile import CaseFile
    from cuibono.exchange import Exported
    from cuibono.formats.plan import Plan
    from cuibono.options.comparison import Comparison
    from cuibono.reading.reader import Reader
    from cuibono.report.citations import Material
    from cuibono.report.document import Figure, Length
    from cuibono.strategy.influence import InfluenceNet
    from cuibono.strategy.interests import Interests
    from cuibono.strategy.solution import Solution
    from cuibono.weighing.compatibility import AchView, Weights
    from cuibono.weighing.panel import Panel
    from cuibono.weighing.posterior import Explanation, Posterior
    from cuibono.weighing.postmortem import Postmortem

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many of the items are done, and how many there are."""


class Found(NamedTuple):
    """What a reading found: how many claims, the draft that it made of them, and how each source was read."""

    claims: int
    draft: Draft
    readings: tuple[Reading, ...] = ()


def new(
    path: str | Path,
    documents: str | Path | Iterable[str | Path] = (),
    *,
    question: str,
    analyst: str | None = None,
    progress: Progress | None = None,
) -> Case:
    """A new case in the folder `path` that asks `question`, with the given files and folders as its sources.

    What could not be read is in `case.state.unread`, with the reason. Raises UsageError for an empty question,
    NotFoundError for a document that is not there, StorageError where the folder is in use; then nothing is made.
    """
    if not question.strip():
        raise UsageError("a case needs a question; give one, such as -q 'Why did X do Y?'")
    case = Case(path, analyst=analyst)
    paths = _existing(documents)
    case.folder.create(" ".join(question.split()))
    case.add(paths, progress=progress)
    return case


def open_case(path: str | Path, analyst: str | None = None) -> Case:
    """The case in the folder `path`.

    Raises NotFoundError, VersionError, or CaseError with all that is wrong with its files.
    """
    case = Case(path, analyst=analyst)
    case.contents()
    return case


class Case:
    """A case in its folder, and the verbs on it; what `analyst` does is kept in that person's journal.

    Every property reads what is on disk now, so a case that another program changed is never out of date.
    """

    def __init__(self, path: str | Path, analyst: str | None = None) -> None:
        self.folder = Folder(Path(path))
        self.analyst = journal.analyst_name(analyst or os.environ.get("CUIBONO_ANALYST") or _user())

    @property
    def path(self) -> Path:
        """The folder of the case."""
        return self.folder.path

    @property
    def state(self) -> State:
        """The case as it stands; raises CaseError with all problems of all files where they do not hold together."""
        state, problems = self.folder.state(self.contents())
        if problems:
            raise CaseError(problems)
        return state

    def contents(self) -> Contents:
        """Everything on disk, parsed, before the journals are replayed."""
        return self.folder.load()

    def add(self, documents: str | Path | Iterable[str | Path], progress: Progress | None = None) -> Added:
        """Take files and folders in as sources; the same document twice is one, and what cannot be read is listed.

        Raises NotFoundError for a path that is not there; then nothing is taken in.
        """
        return intake.take_in(self.folder, _existing(documents), progress)

    def read(self, reader: Reader | None = None, progress: Progress | None = None) -> Found:
        """Read all sources: claims, and a draft of hypotheses, evidence, origins and ratings.

        Whatever a person has accepted, edited or rated stays as it is; so does a hypothesis edited in `case.toml`. A
        source whose reading failed keeps the claims that it had, and its reading says why.
        """
        from cuibono.reading import default, rounds
        from cuibono.reading.draft import draft

        reader = reader or default.reader()
        state, contents = self.state, self.contents()
        sources = [source.model_copy(update={"trim": state.trims[source.id]}) for source in state.sources]
        found = rounds.read(reader, sources, contents.texts, state.question, progress, before=contents.claims)
        _tell(progress, "drafting", len(sources), len(sources))
        drafted = draft(state.question, sources, contents.texts, found.claims, default.embedder(reader))
        with files.turn(self.path):
            merged = rereading.merge(self.contents(), found.claims, drafted)
            self.folder.write_reading(merged.claims, merged.draft)
            readings.write(self.path, found.readings)
            if merged.toml != self.contents().toml:
                self.folder.write_case(merged.toml)
        return Found(len(merged.claims), merged.draft, found.readings)

    def readings(self) -> tuple[Reading, ...]:
        """How each source was read last: by which reader, what of its answers was refused, or why it failed."""
        return readings.load(self.path)

    def weigh(self) -> Posterior:
        """The posterior of every hypothesis, with intervals, and with what is behind each number.

        Where the case has a game in use, P(act | motives) under it is part of what is weighed.
        """
        return weighed(self.state, self.contents().case)

    def ach(self, credibility: Weights | None = None, relevance: Weights | None = None) -> AchView:
        """ACH as people know it: scores and orders by PARC, Burton, Open Synthesis, and where the posterior parts.

        PARC's weights (high, medium, low) by evidence id replace those that follow from the case.
        """
        from cuibono.weighing.compatibility import view

        return view(self.weigh(), credibility, relevance)

    def compare(self, apart: timedelta | None = None) -> Panel:
        """The analysts compared: cells, each one's own answer, pools, and how steady each is with themselves.

        Ratings of one cell by one person that are not `apart` (10 minutes where not given) are one judgement.
        """
        from cuibono.weighing.analysts import APART
        from cuibono.weighing.panel import panel

        return panel(self.weigh(), self.history(), APART if apart is None else apart)

    def score(self) -> Postmortem:
        """How good the answer was, beside priors, analysts and ACH; raises UsageError while the truth is unknown."""
        from cuibono.weighing.postmortem import postmortem

        return postmortem(self.weigh(), str(self.path))

    def preview(self, changes: Iterable[tuple[str, Any]]) -> Posterior:
        """The posterior as it would be after setting each target to its value, such as `("origin/o1/name", "x")`.

        Nothing is written. Raises as `set` does.
        """
        contents = acts.tried(self.folder, self.analyst, changes)
        return weighed(contents.state(self.path.name)[0], contents.case)

    def strategy(self) -> Solution:
        """The case's game, solved under each motive; raises UsageError where `case.toml` has none."""
        from cuibono.strategy import solve

        return solve(self.contents().case, self.state.hypotheses)

    def interests(self) -> Interests:
        """Who wants what: winners and losers of each outcome, and how far every two actors want the same."""
        from cuibono.strategy import stakes

        return stakes(self.contents().case)

    def take_net(self, net: InfluenceNet, name: str) -> dict[tuple[str, str], float]:
        """Rate evidence as an influence net has it, by (evidence, hypothesis); `name` is the reason that is kept.

        Raises NotFoundError where no node of the net is called like a piece of evidence or a hypothesis.
        """
        from cuibono.strategy.outlook import ratings

        state = self.state
        found = ratings(net, [item.id for item in state.hypotheses], [item.id for item in state.evidence])
        if not found:
            raise NotFoundError(
                "no node of the net is called like a piece of evidence and a hypothesis of the case; name them alike"
            )
        for (evidence, hypothesis), likelihood in found.items():
            self.rate(evidence, hypothesis, round(likelihood, 4), f"influence net {name}")
        return found

    def options(self) -> Comparison:
        """The responses of `case.toml` compared under the whole posterior; raises UsageError where there are none."""
        from cuibono.report.material import compared

        return compared(self.contents().case, self.state, self.weigh())

    def report(
        self,
        path: str | Path | None = None,
        *,
        length: Length = "full",
        template: str | Path | None = None,
        marking: str | None = None,
        redact: Sequence[str] = (),
    ) -> Path:
        """Write the report in the form that `path` ends in, by default HTML in the case's `out/`; returns where it is.

        For the other arguments see `document`. A template that lacks styles is used all the same, with a warning that
        names them. Raises UsageError for what is not known, PrintingError where no browser can print a PDF; then
        nothing is written.
        """
        from cuibono.report import template_warning

        target = Path(path) if path else self.path / "out" / "report.html"
        styles = _existing(template)[0].read_bytes() if template else None
        data = self.document(target.suffix, length=length, template=styles, marking=marking, redact=redact)
        files.replace(target, data)
        if styles is not None:
            template_warning(styles)
        return target

    def document(
        self,
        form: str = ".html",
        *,
        length: Length = "full",
        template: bytes | None = None,
        marking: str | None = None,
        redact: Sequence[str] = (),
    ) -> bytes:
        """The report as bytes, in the form of a file ending: .html, .docx, .pdf, .xlsx or .md.

        `length` is "full" or "brief" (one page). `marking` is a label of the Traffic Light Protocol, by default that
        of `case.toml`; "" is none. Names in `redact` (`Name` or `Name = alias, alias`) and in `case.toml` are replaced
        wherever they stand. `template` is a Word document in whose styles a .docx is set.
        """
        from cuibono.report import render

        contents = self.contents()
        sharing = contents.case.report
        label = sharing.marking if marking is None else marking
        hidden = (*sharing.redact, *redact)
        return render(self._material(contents), form, length=length, template=template, marking=label, redact=hidden)

    def chart(self, name: str, width: int = 672) -> alt.LayerChart:
        """A picture of the case as an Altair chart, such as "posterior" or "tornado"; a notebook draws it.

        Raises NotFoundError for one that there is not, or that this case has nothing for.
        """
        return self.figure(name).chart.draw(width)

    def figure(self, name: str) -> Figure:
        """A picture of the case with its caption, its alternative text and a table of the same."""
        from cuibono.report.figures import figure

        return figure(self._material(self.contents()), name)

    def _material(self, contents: Contents) -> Material:
        """All that reports and pictures are made from."""
        from cuibono.report.material import gather

        state, problems = self.folder.state(contents)
        if problems:
            raise CaseError(problems)
        return gather(contents, state, weighed(state, contents.case))

    def export(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002 - what everybody calls it
        *,
        table: str | None = None,
        mark: bool = False,
    ) -> Exported:
        """Write the case in another tool's format, by default the one that the name's ending tells.

        `table` chooses one for CSV, `mark` puts a byte order mark before it. Returns what the file could not hold.
        Raises UsageError for an unknown format, StorageError where it could not be written.
        """
        from cuibono.exchange import export

        return export(self, Path(path), format, table, mark=mark)

    def import_(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002 - what everybody calls it
        *,
        layout: Mapping[str, str] | None = None,
        analyst: str | None = None,
        dry_run: bool = False,
    ) -> Plan:
        """Take in what another tool's file has: all of it or nothing; with `dry_run` only say what would be done.

        `layout` changes how a table is understood, `analyst` puts all ratings under one name. No judgement of a person
        is changed. Raises UnreadableError, TooLargeError, UsageError, CaseError where the case would not hold together.
        """
        from cuibono.exchange import Wishes, preview, take_in

        wishes = Wishes(format, layout or {}, analyst)
        return (preview if dry_run else take_in)(self, Path(path), wishes)

    def undo_import(self) -> tuple[Entry, ...]:
        """Take back the last import as one; raises NotFoundError, or CaseError where somebody's work rests on it."""
        return batches.undo(self.folder, self.analyst)

    def check(self) -> tuple[Problem, ...]:
        """Everything wrong with the case's files and journals; nothing where the case holds together."""
        contents, problems = self.folder.inspect()
        if contents is None:
            return problems
        claims = {claim.id for claim in contents.claims}
        found = casefile.unsupported(contents.case, claims, contents.texts.values())
        problems = (*problems, *readings.problems(self.path))
        return (*problems, *self.folder.state(contents)[1], *casefile.placed(contents.toml, found))

    def history(self) -> tuple[Entry, ...]:
        """What people did, oldest first, undone acts and their undoing included."""
        return self.contents().journal.entries

    def set(self, target: str, value: Any, why: str = "") -> Entry:
        """Set one field of anything, such as `source/ID/published` or `hypothesis/ID/prior`; `None` takes it back.

        Raises UsageError where target or value make no sense in this case; then nothing is written.
        """
        return acts.act(self.folder, self.analyst, target, value, why)

    def set_all(self, changes: Iterable[tuple[str, Any]], why: str = "") -> tuple[Entry, ...]:
        """Set several targets, all or none; they are undone as one. Raises as `set` does."""
        return acts.act_all(self.folder, self.analyst, changes, why)

    def rate(self, evidence: str, hypothesis: str, rating: Code | str | float | None, why: str = "") -> Entry:
        """Say how expected a piece of evidence is under a hypothesis: CC, C, N, I, II, NA, or a likelihood 0 to 1."""
        return self.set(f"rating/{evidence}/{hypothesis}", rating, why)

    def accept(self, claim: str, why: str = "") -> Entry:
        """Keep a claim: reading again will not take it away."""
        return self.set(f"claim/{claim}/status", Status.ACCEPTED.value, why)

    def reject(self, claim: str, why: str = "") -> Entry:
        """Set a claim aside: it no longer counts, and reading again will not bring it back."""
        return self.set(f"claim/{claim}/status", Status.REJECTED.value, why)

    def trim(self, source: str, lines: Sequence[tuple[int, int]] | None, why: str = "") -> Entry:
        """Say which lines of a source are furniture: (first, last) pairs, 1-based; `None` is the machine's word."""
        if lines is None:
            return self.set(f"source/{source}/trim", None, why)
        if any(not 1 <= first <= last for first, last in lines):
            raise UsageError("lines to trim are (first, last) pairs counted from 1, the first not after the last")
        trims = [Trim(first=first - 1, last=last - 1, reason=f"analyst {self.analyst}") for first, last in lines]
        return self.set(f"source/{source}/trim", [trim.model_dump() for trim in trims], why)

    def undo(self, entry: str | None = None) -> Entry:
        """Take back your last act, or the entry of that id; raises NotFoundError where there is none."""
        return acts.undo(self.folder, self.analyst, entry)

    def redo(self, entry: str | None = None) -> Entry:
        """Bring back what you undid last; raises NotFoundError where there is nothing to bring back."""
        return acts.redo(self.folder, self.analyst, entry)

    def explain(self, id: str) -> Explanation:
        """What is behind a hypothesis, evidence or an origin: quotes, ratings, origins, analysts, numbers."""
        return self.weigh().explain(id)

    def to_frame(self, table: str = "claims") -> pd.DataFrame:
        """One of the case's tables as a pandas data frame; raises UsageError for a table that there is not."""
        from cuibono.notebook import frame

        return frame(self.rows(table))

    def rows(self, table: str) -> list[dict[str, Any]]:
        """One of `case.tables.TABLES` as plain rows; raises UsageError for a table that there is not."""
        return tables.rows(table, self.state, self.readings())

    def __repr__(self) -> str:
        return f"Case({str(self.path)!r}, analyst={self.analyst!r})"

    def _repr_html_(self) -> str:
        """The question and what is in the case, for a notebook."""
        from html import escape

        state = self.state
        counts = ", ".join(f"{len(getattr(state, table))} {table}" for table in tables.OF_THE_STATE)
        return f"<p><strong>{escape(state.question)}</strong><br>{escape(counts)}</p>"


def weighed(state: State, file: CaseFile) -> Posterior:
    """The posterior of a state, with what the game of its file, if it is used, says of the act."""
    from cuibono.weighing import weigh

    if file.game is None or not file.game.use:
        return weigh(state)
    from cuibono.strategy.condition import condition

    return weigh(state, beside=[condition(file, file.game, state)])


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "analyst"


def _existing(documents: str | Path | Iterable[str | Path]) -> list[Path]:
    paths = [Path(documents)] if isinstance(documents, str | Path) else [Path(item) for item in documents]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise NotFoundError(f"not found: {', '.join(missing)}; check the path, nothing was taken in")
    return paths


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
