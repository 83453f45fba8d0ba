"""The report as PDF: the HTML page printed by a browser that is installed, without network, the same bytes each time.

Nothing is added to what the page says, whose own policy lets nothing run or load. The browser gets a profile of its own
that is thrown away and no way to any address, and its clock is taken out of the file.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cuibono.errors import CuibonoError

BROWSER = "CUIBONO_CHROMIUM"
"""The environment variable that names a browser to print with."""

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge",
    "microsoft-edge-stable", "msedge",
)  # fmt: skip
"""What the browser's program may be called on the search path."""

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
    "{PROGRAMFILES}/Microsoft/Edge/Application/msedge.exe",
)
"""Where it stands when it is not on the search path."""

PATIENCE = 120
"""Seconds after which printing is given up, and again as many for every two megabytes of the page."""

_ARGUMENTS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9",
    "--no-pdf-header-footer", "--generate-pdf-document-outline",
)  # fmt: skip
_CLOCK = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")
_NO_TIME = b"D:19800101000000+00'00'"


class PrintingError(CuibonoError, RuntimeError):
    """A PDF was asked for where there is no browser to print it, or the browser failed; nothing was written."""


def pdf(page: str, browser: Path | None = None) -> bytes:
    """An HTML page as PDF, printed by `browser` or by the first that is found.

    The same page and browser give the same bytes. Raises PrintingError.
    """
    program = browser or find()
    with TemporaryDirectory(prefix="cuibono-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_text(page, "utf-8")
        command = [
            str(program), *_ARGUMENTS, *_rootless(), f"--user-data-dir={Path(folder) / 'profile'}",
            f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        said = _run(command, PATIENCE * (1 + len(page) // 2_000_000))
        if not target.exists() or not target.read_bytes().startswith(b"%PDF-"):
            raise PrintingError(f"{program} printed nothing ({said or 'it said nothing'}); {_REMEDY}")
        return timeless(target.read_bytes())


def find() -> Path:
    """The browser to print with: what CUIBONO_CHROMIUM names, else the first that is installed."""
    named = os.environ.get(BROWSER)
    if named:
        if not Path(named).is_file():
            raise PrintingError(f"{BROWSER} names {named!r}, which is not there; name a browser's program, or unset it")
        return Path(named)
    for path in _candidates():
        return path
    raise PrintingError(f"a PDF is printed by a browser, and none was found; {_REMEDY}")


def timeless(data: bytes) -> bytes:
    """The PDF with its dates of making set to one that never changes, each byte in its place.

    >>> timeless(b"<</CreationDate (D:20261122093000+00'00')>>")
    b"<</CreationDate (D:19800101000000+00'00')>>"
    """

    def still(found: re.Match[bytes]) -> bytes:
        whole = found.group()
        begin = whole.index(b"(") + 1
        room = len(whole) - begin - 1
        return whole[:begin] + _NO_TIME[:room].ljust(room) + b")"

    return _CLOCK.sub(still, data)


_REMEDY = (
    "install Chromium, Chrome or Edge, or name one in CUIBONO_CHROMIUM; or write the report as .html "
    "and print it from any browser"
)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for place in PLACES:
        path = Path(re.sub(r"\{([^}]+)\}", lambda match: os.environ.get(match[1], "/nowhere"), place))
        if path.is_file():
            yield path


def _rootless() -> tuple[str, ...]:
    """Chromium's sandbox refuses to start for root, who has no less right without it."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _run(command: list[str], patience: int) -> str:
    """Run the browser; the last line that it complained with."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=patience, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - a browser, by its full path
    except subprocess.TimeoutExpired:
        raise PrintingError(f"{command[0]} did not finish in {patience} s; {_REMEDY}") from None
    except OSError as error:
        raise PrintingError(f"{command[0]} could not be started ({error.strerror}); {_REMEDY}") from error
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
