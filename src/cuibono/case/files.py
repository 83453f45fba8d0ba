"""Writing that survives a kill, a full disk and a second writer: replace atomically, append durably, take turns."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cuibono.case.ids import new_ulid
from cuibono.errors import StorageError

_PATIENCE = 30.0
_REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space and say it again",
    errno.EDQUOT: "the disk quota is used up: free some space and say it again",
    errno.EROFS: "the file system is read-only: copy the case to where you may write",
    errno.EACCES: "you may not write there: change the permissions, or copy the case to where you may write",
    errno.EPERM: "you may not write there: change the permissions, or copy the case to where you may write",
}


def replace(path: Path, data: bytes) -> None:
    """Make `path` hold exactly `data`: afterwards it holds either the old bytes or the new ones, never a part.

    Raises StorageError, with the old content in place, where the file system refuses.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{new_ulid()}.part")
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        _sync_folder(path.parent)


def append(path: Path, line: bytes) -> None:
    """Add one line durably; when this returns, the line is on the disk.

    A last line that a kill cut short was never acknowledged: it is moved to `<name>.torn` beside the file first. Raises
    StorageError, with the file as it was, where the file system refuses. Hold `turn` around it.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not path.exists()
        # Unbuffered, so that what a full disk refused is not written once more on closing.
        with path.open("ab", buffering=0) as file:
            _set_torn_line_aside(path)
            length = path.stat().st_size
            try:
                rest = memoryview(line.rstrip(b"\n") + b"\n")
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except BaseException:
                with suppress(OSError):
                    os.truncate(path, length)
                raise
        if is_new:
            _sync_folder(path.parent)


def whole_lines(path: Path) -> list[bytes]:
    """The complete lines of an appended file; a torn last line is not one, a missing file has none."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return data.split(b"\n")[:-1]


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait for this process's turn to write into the case `folder`, and keep others out meanwhile.

    Raises StorageError after half a minute of waiting, or where no lock can be made.
    """
    from filelock import FileLock, Timeout

    path = folder / ".cuibono" / "lock"
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(path, timeout=_PATIENCE)
        try:
            held.acquire()
        except Timeout:
            raise StorageError(
                f"{folder}: another cuibono has been writing for {_PATIENCE:.0f} s; wait for it to end, and try again"
            ) from None
    try:
        for part in folder.rglob(".*.part"):
            part.unlink(missing_ok=True)
        yield
    finally:
        held.release()


def _set_torn_line_aside(path: Path) -> None:
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END)
        if length == 0:
            return
        file.seek(length - 1)
        if file.read(1) == b"\n":
            return
        file.seek(0)
        data = file.read()
    torn = data[data.rfind(b"\n") + 1 :]
    with path.with_name(path.name + ".torn").open("ab") as aside:
        aside.write(torn + b"\n")
        aside.flush()
        os.fsync(aside.fileno())
    os.truncate(path, length - len(torn))


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "see that the folder is there and writable, and try again")
        raise StorageError(
            f"{path}: could not be written ({error.strerror}); {remedy}; what was there is still there"
        ) from error
