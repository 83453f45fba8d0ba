"""The shelf: the cases that the workbench may open, and where it puts new ones.

A page can name a case only by its place on the shelf, never by a path: what is on it was put there by the person who
started the workbench, or was made in the workbench's own folder.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from cuibono.case import files
from cuibono.errors import CuibonoError, NotFoundError, UsageError
from cuibono.verbs import Case
from cuibono.web.live import Live

_KEPT = 12
_NAME = re.compile(r"[\w][\w .-]{0,63}")


def recent_file() -> Path:
    """Where the list of recent cases is kept, one for each person on the machine."""
    import platformdirs

    return platformdirs.user_state_path("cuibono") / "recent.json"


class Shelf:
    """Cases by slug, the most recently opened first; new ones are made in `home`."""

    def __init__(self, home: Path, recent: Path, analyst: str | None = None) -> None:
        self.home = home.resolve()
        self._recent = recent
        self._analyst = analyst
        self._paths: dict[str, Path] = {}
        self._open: dict[str, Live] = {}
        for path in reversed(self._read()):
            self._place(path)

    def put(self, path: Path) -> str:
        """Put a case on the shelf, in front; returns its slug. Raises NotFoundError where the folder is no case."""
        path = path.resolve()
        if not (path / "case.toml").is_file():
            raise NotFoundError(f"{path}: is not a case (it has no case.toml)")
        slug = self._place(path)
        self._write()
        return slug

    def take(self, slug: str) -> Live:
        """The case of that slug; raises NotFoundError where there is none on the shelf."""
        path = self._paths.get(slug)
        if path is None:
            raise NotFoundError(f"there is no case {slug!r} here; start with: cuibono serve CASE")
        live = self._open.get(slug)
        if live is None:
            live = self._open[slug] = Live(Case(path, analyst=self._analyst), slug)
        return live

    def cases(self) -> list[tuple[str, Path]]:
        """The slugs and folders of all cases that are still there, the latest first."""
        return [(slug, path) for slug, path in reversed(self._paths.items()) if (path / "case.toml").is_file()]

    @property
    def opened(self) -> tuple[Live, ...]:
        """The cases that somebody has looked at."""
        return tuple(self._open.values())

    def warm(self) -> None:
        """Read and weigh the first case before anybody asks, so that its first page is there at once."""
        with suppress(CuibonoError):
            for slug, _ in self.cases()[:1]:
                _ = self.take(slug).view().posterior.shares

    def new_folder(self, name: str) -> Path:
        """Where a new case of that name goes: beside the others; raises UsageError for what is no plain name."""
        name = name.strip()
        if not _NAME.fullmatch(name) or name.endswith("."):
            raise UsageError(f"{name!r} cannot name a folder; use letters, digits, spaces, '.', '_' or '-'")
        return self.home / name

    def _place(self, path: Path) -> str:
        known = next((slug for slug, other in self._paths.items() if other == path), None)
        slug = known or self._free(re.sub(r"[^a-z0-9]+", "-", path.name.lower()).strip("-") or "case")
        self._paths.pop(slug, None)
        self._paths[slug] = path
        return slug

    def _free(self, slug: str) -> str:
        names = (slug, *(f"{slug}-{number}" for number in range(2, len(self._paths) + 3)))
        return next(name for name in names if name not in self._paths)

    def _read(self) -> list[Path]:
        try:
            found = json.loads(self._recent.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        paths = [Path(item) for item in found if isinstance(item, str)] if isinstance(found, list) else []
        return [path for path in paths if path.is_absolute()][:_KEPT]

    def _write(self) -> None:
        """Keep the list; a workbench that cannot is no worse for it."""
        paths = [str(path) for _, path in self.cases()][:_KEPT]
        try:
            files.replace(self._recent, json.dumps(paths, ensure_ascii=False, indent=1).encode())
        except CuibonoError:
            return
