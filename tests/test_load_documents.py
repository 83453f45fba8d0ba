"""Loading gives text and metadata of every supported format, and says of every other file why not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import UnreadableError
from cuibono.reading.documents import LIMIT, find, from_bytes, load

PROSE = (
    "The ministry closed the harbour on Monday because it feared a strike, officials said. "
    "Dock workers called that an excuse, and two captains who asked not to be named agreed with them."
)
PAGE = f"""<!DOCTYPE html>
<!-- saved from url=(0041)https://kamen-post.example/2021/05/harbour -->
<html lang="en"><head><meta charset="utf-8"><title>Why the harbour was closed | Kamen Post</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Why the harbour was closed",
"datePublished": "2021-05-04T06:00:00+02:00", "author": [{{"name": "Ann Lee"}}], "publisher": {{"name": "Kamen Post"}}}}
</script><script>document.write("never seen")</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Why the harbour was closed</h1>
<p>{PROSE}</p><p hidden>hidden words</p><table><tr><td>Ships</td><td>14</td></tr></table><p>{PROSE[::1]} Again.</p>
</article><aside><h3>Related</h3><time datetime="2024-02-02">2 February 2024</time></aside>
<footer>© Kamen Post. All rights reserved.</footer></body></html>"""


def _pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


def _article_pdf(lines: list[str]) -> bytes:
    shown = b"".join(b"(%s) Tj T* " % line.encode("latin-1") for line in lines)
    stream = b"BT /F1 12 Tf 14 TL 72 720 Td %sET" % shown
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 6 0 R >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Font << /F1 5 0 R >> >>",
        ]
    )


def test_a_text_file_keeps_every_character(tmp_path: Path) -> None:
    """The stored text of plain text is the file, line ends aside; the identity is the hash of the bytes."""
    path = tmp_path / "a.txt"
    path.write_bytes(f"Harbour closed\r\n\r\n{PROSE}  Two  spaces.\r".encode())
    document = load(path)
    assert document.text == f"Harbour closed\n\n{PROSE}  Two  spaces.\n"
    assert document.original == path.read_bytes()
    assert document.source.id == document.source.sha256[:12]
    assert document.source.file == f"{document.source.id}.txt"
    assert document.source.characters == len(document.text)
    assert document.source.language == "en"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("Kováč".encode("utf-8-sig"), "utf-8"),
        ("Kováč".encode("utf-16"), "utf-16"),
        ("Kováč".encode(), "utf-8"),
    ],
)
def test_encodings_are_told(data: bytes, word: str) -> None:
    """The encoding is found, the byte order mark dropped, and how it is known is said."""
    document = from_bytes(data, "a.txt")
    assert document.text == "Kováč"
    assert word in document.source.known["encoding"]


def test_a_declared_encoding_is_used() -> None:
    """A page that is not UTF-8 is read as its meta element says."""
    page = f'<html><head><meta charset="windows-1250"></head><body><p>Kováč said: {PROSE}</p></body></html>'
    assert "Kováč said" in from_bytes(page.encode("cp1250"), "a.html").text


def test_a_page_is_all_that_is_seen_and_says_what_its_markup_says() -> None:
    """Scripts, styles and hidden parts are not text; the metadata names its place in the markup."""
    document = from_bytes(PAGE.encode(), "a.html")
    lines = document.text.split("\n")
    assert "Why the harbour was closed" in lines
    assert "Ships 14" in lines
    assert not any("hidden words" in line or "never seen" in line or "color" in line for line in lines)
    source = document.source
    assert (source.title, source.author, source.outlet) == ("Why the harbour was closed", "Ann Lee", "Kamen Post")
    assert str(source.published) == "2021-05-04"
    assert source.url == "https://kamen-post.example/2021/05/harbour"
    assert source.known["published"] == "html: JSON-LD datePublished"
    trimmed = {number for run in source.trim for number in range(run.first, run.last + 1)}
    kept = [line for number, line in enumerate(lines) if number not in trimmed]
    assert "Why the harbour was closed" in kept
    assert PROSE in kept
    assert not any(word in line for line in kept for word in ("Sport", "Related", "2024", "rights reserved"))


def test_a_page_without_text_is_unreadable() -> None:
    """A page that only scripts would fill is refused with a way out."""
    with pytest.raises(UnreadableError, match="without its scripts"):
        from_bytes(b"<!doctype html><html><body><script>app()</script></body></html>", "a.html")


def test_entities_are_not_expanded_from_outside(tmp_path: Path) -> None:
    """An external entity stays what it is: no file of this machine gets into the text."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>{PROSE} &x;</p></body></html>'
    assert "secret words" not in from_bytes(page.encode(), "a.html").text


def test_word_documents_give_paragraphs_and_tables() -> None:
    """A Word document's text has its headings, paragraphs and tables in order."""
    made = docx.Document()
    made.add_heading("Why the harbour was closed")
    made.add_paragraph(PROSE)
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ships", "14"
    made.add_paragraph("They left on Friday.")
    packed = io.BytesIO()
    made.save(packed)
    document = from_bytes(packed.getvalue(), "a.docx")
    order = [document.text.index(part) for part in ("Why the harbour", "The ministry", "Ships", "They left")]
    assert order == sorted(order)
    assert document.source.author is None


def test_pdfs_give_paragraphs() -> None:
    """Lines of a paragraph are joined, and the words are all there."""
    words = PROSE.split(" ")
    lines = [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
    assert " ".join(from_bytes(_article_pdf(lines), "a.pdf").text.split()) == PROSE


def test_pdfs_without_text_are_called_scans() -> None:
    """A PDF whose pages have no text names text recognition as the way out."""
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(200, 200)
    packed = io.BytesIO()
    empty.save(packed)
    with pytest.raises(UnreadableError, match="text recognition"):
        from_bytes(packed.getvalue(), "scan.pdf")


def test_encrypted_pdfs_are_named_as_such() -> None:
    """A PDF that wants a password is refused with the remedy."""
    objects = _article_pdf(["Secret"]).replace(
        b"/Root 1 0 R >>",
        b"/Root 1 0 R /ID [(0123456789abcdef) (0123456789abcdef)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        b"/O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >> >>",
    )
    with pytest.raises(UnreadableError, match="encrypted"):
        from_bytes(objects, "a.pdf")


def test_markdown_is_read_as_its_reader_sees_it() -> None:
    """Marks of emphasis, links and wrapping go; front matter is metadata and no text."""
    wrapped = PROSE.replace(" and ", "\n*and* ")
    source = f"---\ntitle: The harbour\ndate: 2021-05-04\n---\n# The harbour\n\n{wrapped}\n"
    document = from_bytes(source.encode(), "a.md")
    assert document.text == f"The harbour\n{PROSE}"
    assert document.source.title == "The harbour"
    assert document.source.known["published"] == "markdown: front matter, “date”"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "is empty"),
        (b"\x00\x01\x02\x03" * 64, "a.txt", "binary"),
        (b"%PDF-1.4 broken", "a.pdf", "no PDF"),
        (b"PK\x03\x04 broken", "a.docx", "no Word document"),
        (b"{}", "a.json", "does not read"),
        (b" \n ", "a.txt", "no text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, reason: str) -> None:
    """Each refusal names the file, the reason, and after a semicolon what to do."""
    with pytest.raises(UnreadableError, match=reason) as caught:
        from_bytes(data, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "; " in str(caught.value)


def test_a_zip_bomb_is_not_unpacked() -> None:
    """A Word document that would unpack to hundreds of megabytes is refused by its table of contents."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(3):
            file.writestr(f"word/media/{number}.bin", bytes(80_000_000))
        file.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnreadableError, match="unpacks to"):
        from_bytes(packed.getvalue(), "bomb.docx")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The size is looked at first."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(UnreadableError, match="MB"):
        load(path)


def test_content_counts_for_more_than_the_name() -> None:
    """A page that was saved under a wrong name is read as a page."""
    assert from_bytes(PAGE.encode(), "a.txt").source.media == "text/html"


def test_control_characters_go_and_direction_marks_are_told() -> None:
    """Terminal escapes lose their escape; marks that turn the direction of text stay, with a warning."""
    document = from_bytes(f"a\x1b[31m\x00 \u202eb {PROSE}".encode(), "a.txt")
    assert document.text.startswith("a[31m \u202eb")
    assert any("direction" in warning for warning in document.source.warnings)


def test_find_is_sorted_and_stays_inside(tmp_path: Path) -> None:
    """Hidden files, rings of links and links that lead outside are left out; each file comes once."""
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    tmp_path = tmp_path / "in"
    (tmp_path / "b").mkdir(parents=True)
    (tmp_path / "b" / "link.txt").symlink_to(outside)
    for name in ("b/2.txt", "b/1.xyz", "a.txt", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "b" / "ring").symlink_to(tmp_path)
    found = [str(path.relative_to(tmp_path)) for path in find([tmp_path, tmp_path / "a.txt"])]
    assert found == ["a.txt", "b/1.xyz", "b/2.txt"]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.md", "a.pdf", "a.docx"]))
def test_any_bytes_are_a_document_or_a_reason(data: bytes, name: str) -> None:
    """Nothing but a document or an UnreadableError ever comes out."""
    try:
        document = from_bytes(data, name)
    except UnreadableError:
        return
    assert "\x00" not in document.text
    assert "\r" not in document.text
