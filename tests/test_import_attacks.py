"""Files meant to harm do none: nothing runs, nothing is fetched, nothing grows, nothing is half written."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cuibono import exchange
from cuibono.errors import CuibonoError, StorageError, TooLargeError, UnreadableError
from cuibono.exchange import Wishes
from cuibono.formats import containers, imports
from cuibono.formats.grid import MOST_COLUMNS
from cuibono.formats.stix import EXTENSION
from cuibono.verbs import Case
from trade import cells, codes, judged, planned, workbook

BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><M>&b;</M>'
FETCH = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><MATRIX><HYPOTHESIS><NAME>&a;</NAME></HYPOTHESIS></MATRIX>'
)


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for the lock, with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cuibono" not in path.parts
    }


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip whose members have gone through `change`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


MATRIX = workbook([["evidence", "H1", "H2"], ["A", "C", "I"]])


@pytest.mark.parametrize("text", [BOMB, FETCH])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_expanded_or_fetched(tmp_path: Path, text: str, encoding: str) -> None:
    """A document type is refused in any encoding, packed or not."""
    for pack in (lambda data: data, gzip.compress):
        path = tmp_path / "x.achz"
        path.write_bytes(pack(text.encode(encoding)))
        with pytest.raises(UnreadableError, match="document type"):
            imports.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused(tmp_path: Path, encoding: str) -> None:
    """No part of a workbook may declare a document type."""

    def poison(name: str, data: bytes) -> bytes:
        declared = data.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "b">]><worksheet', 1)
        return declared.decode().encode(encoding) if name.startswith("xl/worksheets/") else data

    path = tmp_path / "x.xlsx"
    path.write_bytes(rewritten(MATRIX, poison))
    with pytest.raises(UnreadableError, match="document type"):
        imports.read(path)


def test_what_unpacks_to_too_much_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    """A gzip and a zip of zeros: refused before they are whole in memory."""
    zeros = bytes(containers.MOST_BYTES + 1024)
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"xl/{number}.xml", zeros)
    bombs = {"x.achz": gzip.compress(zeros, 1), "y.achz": zipped.getvalue(), "z.xlsx": zipped.getvalue()}
    del zeros
    for name, data in bombs.items():
        path = tmp_path / name
        path.write_bytes(data)
        tracemalloc.start()
        with pytest.raises(TooLargeError, match="64 MB"):
            imports.read(path)
        assert tracemalloc.get_traced_memory()[1] < 3 * containers.MOST_BYTES
        tracemalloc.stop()


def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    """A member that says it is small and is not is not believed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("quay.xml", b"<MATRIX/>" + b" " * 100_000)
    data = bytearray(out.getvalue())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark) + offset
        data[at : at + 4] = (9).to_bytes(4, "little")
    path = tmp_path / "x.achz"
    path.write_bytes(bytes(data))
    with pytest.raises(CuibonoError):
        imports.read(path)


def test_names_in_an_archive_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member called ../../x is read, never written."""
    monkeypatch.chdir(tmp_path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../escaped.xml", "<A><MATRIX><HYPOTHESIS><NAME>H</NAME></HYPOTHESIS></MATRIX></A>")
    path = tmp_path / "x.achz"
    path.write_bytes(out.getvalue())
    assert [item.name for item in imports.read(path).hypotheses] == ["H"]
    assert [item.name for item in tmp_path.iterdir()] == ["x.achz"]
    assert not (tmp_path.parent.parent / "escaped.xml").exists()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_refused(tmp_path: Path, share: float) -> None:
    """Whatever part of a workbook or a project is there, it is not taken for the whole."""
    project = gzip.compress("<A><MATRIX><HYPOTHESIS><NAME>H</NAME></HYPOTHESIS></MATRIX></A>".encode("utf-16"))
    for name, data in (("x.xlsx", MATRIX), ("x.achz", project)):
        path = tmp_path / name
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(UnreadableError, match="x\\."):
            imports.read(path)


@pytest.mark.parametrize(
    "part",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
    ],
)
def test_ranges_that_would_fill_a_sheet_are_refused(tmp_path: Path, part: str) -> None:
    """A merged cell or a link over 17 billion cells is a few bytes in the file; it is not laid out."""

    def widen(name: str, data: bytes) -> bytes:
        return data.replace(b"</sheetData>", b"</sheetData>" + part.encode()) if "sheet1" in name else data

    path = tmp_path / "x.xlsx"
    path.write_bytes(rewritten(MATRIX, widen))
    with pytest.raises(TooLargeError, match="columns"):
        imports.read(path)


def test_a_cell_at_the_far_end_of_a_sheet_is_refused(tmp_path: Path) -> None:
    """One value in XFD1048576 makes a table of 17 billion cells; it is not walked through."""

    def far(name: str, data: bytes) -> bytes:
        row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>C</t></is></c></row></sheetData>'
        return data.replace(b"</sheetData>", row) if "sheet1" in name else data

    path = tmp_path / "x.xlsx"
    path.write_bytes(rewritten(MATRIX, far))
    with pytest.raises(TooLargeError, match="delete what is beyond"):
        imports.read(path)


def test_huge_tables_are_refused(tmp_path: Path) -> None:
    """Too many columns, too many rows, one field without an end, a file beyond the bounds: each is answered."""
    wide, tall, endless, large = (tmp_path / f"{name}.csv" for name in ("wide", "tall", "endless", "large"))
    wide.write_text(
        "evidence," + ",".join(f"H{n}" for n in range(MOST_COLUMNS + 1)) + "\nA" + ",C" * MOST_COLUMNS + "\n"
    )
    tall.write_text("evidence,H1,H2\n" + "A,C,I\n" * 100_001)
    endless.write_text('evidence,H1,H2\n"' + "x" * 1_000_000)
    with large.open("wb") as file:
        file.truncate(containers.MOST_BYTES + 1)
    for path in (wide, tall, endless, large):
        with pytest.raises((TooLargeError, UnreadableError), match=path.name):
            imports.read(path)


@pytest.mark.parametrize("name", ["x.json", "x.stix", "x.csl"])
def test_json_nested_without_end_is_refused(tmp_path: Path, name: str) -> None:
    """A million brackets are an error of the file, not of the program."""
    path = tmp_path / name
    path.write_text("[" * 1_000_000)
    with pytest.raises(UnreadableError, match="JSON"):
        imports.read(path)


def test_deep_and_tangled_arguments_end(tmp_path: Path) -> None:
    """A tree a thousand deep, a map that goes round in a circle, one that unfolds without end: all end, and say so."""
    deep = tmp_path / "deep.txt"
    index, lines = "1", ["Discussion Title: x", "", "1. Thesis"]
    for _ in range(150):
        index += ".1"
        lines.append(f"{index}. Pro: because {index.count('.')}")
    deep.write_text("\n".join(lines))
    assert codes(planned(deep)) == {"because 1": ["C"]}
    circle = tmp_path / "circle.argdown"
    circle.write_text("[T]: thesis\n    + <a>: one\n        + <b>: two\n            + <a>\n")
    assert any("circle" in str(problem) for problem in planned(circle).left_out)
    layers = "\n\n".join(f"<{n}>\n    + <{n + 2 - n % 2}>\n    - <{n + 3 - n % 2}>" for n in range(60))
    tangled = tmp_path / "tangled.argdown"
    tangled.write_text(f"[T]: thesis\n    + <0>\n    - <1>\n\n{layers}\n")
    with pytest.raises(TooLargeError, match="arguments"):
        imports.read(tangled)


@pytest.mark.parametrize(
    "line",
    ["/*" * 200_000, "//" * 200_000, "{" * 200_000, "#(" * 200_000, "[" * 200_000, "\\" * 200_001, "1." * 100_000],
)
def test_lines_made_to_be_slow_are_read(tmp_path: Path, line: str) -> None:
    """No pattern goes back over what it has seen again and again."""
    for name in ("x.argdown", "x.txt", "x.csv"):
        path = tmp_path / name
        path.write_text(
            f"Discussion Title: x\n\n1. {line}\n\n[T]: t\n    + {line}\n" if name != "x.csv" else f"a,{line}\nb,C"
        )
        try:
            imports.read(path)
        except CuibonoError:
            continue


def test_hostile_cells_come_in_as_text_and_go_out_harmless(tmp_path: Path) -> None:
    """A formula in a name is a name; it goes out again with its guard."""
    path = tmp_path / "m.csv"
    path.write_text('evidence,H1,"=HYPERLINK(""http://x"")"\n"=cmd|\' /C calc\'!A0",C,I\n')
    case, _ = exchange.make(tmp_path / "case", path, "Why?", Wishes())
    assert case.state.evidence[0].name == "=cmd|' /C calc'!A0"
    case.export(tmp_path / "out.csv")
    assert "'=cmd|" in (tmp_path / "out.csv").read_text()


def test_numbers_that_are_none_are_no_ratings(tmp_path: Path) -> None:
    """NaN, infinities and numbers beyond 0 to 1 are listed, wherever a format has numbers."""
    for number in ("NaN", "Infinity", "-0.5", "7.5", "1e999"):
        argdown, stix, table = tmp_path / "x.argdown", tmp_path / "x.stix", tmp_path / "x.csv"
        argdown.write_text(f'[T]: thesis\n\n<e>: fact {{"ratings": {{"T": {{"ana": {number}}}}}}}\n')
        note = {"type": "note", "id": "note--1", "extensions": {EXTENSION: {"kind": "hypothesis", "name": "T"}}}
        fact = {
            "type": "note",
            "id": "note--2",
            "extensions": {EXTENSION: {"kind": "evidence", "name": "E", "ratings": [0]}},
        }
        rating = f'{{"hypothesis_ref": "note--1", "analyst": "ana", "likelihood": {number}}}'
        bundle = json.dumps({"type": "bundle", "objects": [note, fact]})
        stix.write_text(bundle.replace("[0]", f"[{rating}]"))
        table.write_text(f"evidence,hypothesis,likelihood\nE,T,{number}\n")
        for path in (argdown, stix, table):
            found = planned(path)
            assert cells(found) == {}, path.name
            assert found.left_out, path.name


def test_a_refused_import_leaves_the_case_as_it_was(small_case: Case, tmp_path: Path) -> None:
    """Nothing partial: after any refusal every file has the bytes that it had."""
    before = files_of(small_case.path)
    bad = {
        "x.xlsx": MATRIX[:500],
        "y.csv": b"name,age\nA,b\n",
        "z.json": b'{"type": "bundle"}',
        "w.achz": BOMB.encode(),
    }
    for name, data in bad.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(CuibonoError):
            small_case.import_(path)
        assert files_of(small_case.path) == before


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_disk_that_fails_halfway_leaves_the_case_as_it_was(
    small_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Whichever write fails, of case.toml or of a journal, all are as before, and importing again then works."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,analyst,Hunger,Anger\nRain fell,ana,C,I\nRain fell,ben,I,I\nSnow fell,cleo,C,C\n")
    before = files_of(small_case.path)
    real, seen = os.fsync, []

    def failing(handle: int) -> None:
        seen.append(handle)
        if len(seen) == 1 + 3 * number:
            raise OSError(28, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        with pytest.raises(StorageError, match="free some space"):
            small_case.import_(path)
    assert files_of(small_case.path) == before
    assert small_case.import_(path).counts()["rating"] == 6
    assert small_case.check() == ()


KILLED = """
import os, sys
from pathlib import Path
from cuibono.verbs import Case
real, left = os.fsync, [int(sys.argv[3])]
def fsync(handle):
    left[0] -= 1
    if left[0] == 0:
        os._exit(9)
    real(handle)
os.fsync = fsync
Case(Path(sys.argv[1]), analyst="anna").import_(Path(sys.argv[2]))
"""


@pytest.mark.parametrize("number", [1, 3, 5, 8])
def test_a_kill_leaves_a_case_that_opens_and_importing_again_makes_the_rest(
    small_case: Case, tmp_path: Path, number: int
) -> None:
    """Killed between any two files, the case holds together, and the same import completes it."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,analyst,Hunger,Anger\nRain fell,ana,C,I\nRain fell,ben,I,I\nSnow fell,cleo,C,C\n")
    done = subprocess.run([sys.executable, "-c", KILLED, small_case.path, path, str(number)], check=False)
    assert done.returncode == 9
    assert small_case.check() == ()
    small_case.import_(path)
    assert len(judged(small_case.state)) == 6
    assert small_case.check() == ()


def test_a_refused_new_case_leaves_no_folder(tmp_path: Path) -> None:
    """No case, no folder, no leftovers beside it."""
    path = tmp_path / "m.csv"
    path.write_text("evidence,H1,H2\nA,C,I\n")
    with pytest.raises(CuibonoError, match="question"):
        exchange.make(tmp_path / "case", path, None, Wishes())
    path.write_text(json.dumps({}))
    with pytest.raises(CuibonoError):
        exchange.make(tmp_path / "case", path, "Why?", Wishes())
    assert [item.name for item in tmp_path.iterdir()] == ["m.csv"]


def test_an_export_that_fails_leaves_the_old_file(
    small_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk does not cost the file that was there."""
    target = tmp_path / "out.csv"
    target.write_text("what was there")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError):
        small_case.export(target)
    assert target.read_text() == "what was there"
    assert [item.name for item in tmp_path.iterdir() if item.name.endswith(".part")] == []
