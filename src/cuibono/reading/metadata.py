"""What a text says about itself: title, author, date of publication, from the lines around its beginning.

Nothing is guessed. A date counts if it stands alone between the headline and the article, or right above, or after
"Published"; an author if a line there says "By". Dates in captions, teasers and anything after the article do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from cuibono.reading import datestamps, headline
from cuibono.reading.cues import listed, words
from cuibono.reading.furniture import Page
from cuibono.reading.lines import Line
from cuibono.reading.markup import Fact
from cuibono.reading.outline import Part
from cuibono.reading.shapes import names_after_by

_ABOVE = 4
_BELOW = 12
_HEADER = re.compile(r"([A-Za-z ]{2,16}):\s+(\S.*)")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "author": "author",
    "by": "author",
    "date": "published",
    "published": "published",
    "source": "outlet",
    "outlet": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "url": "url",
    "link": "url",
    "retrieved": "retrieved",
    "accessed": "retrieved",
}
_DATELINE_DATE = re.compile(r"[A-Z][A-Z .,’'-]{2,40}[,(]?\s(.{6,40}?)\)?\s*(?:\([^()]{2,40}\)\s*)?(?:[—–]|--|-)\s")


def facts(page: Page) -> tuple[Fact, ...]:
    """What the lines of a page say about it, surest first; a field may occur several times."""
    if not page.lines:
        return ()
    return (*_header(page.lines), *_title(page), *_author(page), *_published(page))


def chosen(found: Iterable[Fact]) -> tuple[dict[str, str], dict[str, str], tuple[str, ...]]:
    """The first value of each field, how each is known, and a warning for dates that disagree by over a day."""
    values: dict[str, str] = {}
    known: dict[str, str] = {}
    warnings: list[str] = []
    for fact in found:
        if fact.field not in values:
            values[fact.field], known[fact.field] = fact.value, fact.how
        elif fact.field == "published" and abs((_iso(fact.value) - _iso(values["published"])).days) > 1:
            warnings.append(f"is also dated {fact.value} ({fact.how}); taken is {values['published']}")
    return values, known, tuple(dict.fromkeys(warnings))


def _iso(day: str) -> date:
    return date.fromisoformat(day)


def _header(lines: tuple[Line, ...]) -> Iterator[Fact]:
    """A block of "Key: value" lines at the very top, at least two of them."""
    found = []
    for line in lines[:10]:
        match = _HEADER.fullmatch(line.text)
        field = _FIELDS.get(match[1].strip().lower()) if match else None
        if match is None or field is None:
            break
        value = match[2].strip()
        if field in ("published", "retrieved"):
            days = [stamp.day for stamp in datestamps.find(value)]
            if len(days) != 1 or days[0] is None:
                continue
            value = days[0].isoformat()
        found.append(Fact(field, value, f"text: line {line.first + 1}, “{match[1]}:”"))
    if len(found) > 1:
        yield from found


def _title(page: Page) -> Iterator[Fact]:
    first = next((place for place, part in enumerate(page.parts) if part is Part.BODY), None)
    place = page.title if page.title is not None else first
    if place is None:
        return
    line = page.lines[place]
    if place == page.title or _is_heading(page, place):
        yield Fact("title", line.text, f"text: headline, line {line.first + 1}")


def _is_heading(page: Page, place: int) -> bool:
    """Whether a line that begins the body is a heading of it rather than its first sentence."""
    line = page.lines[place]
    if line.prose or line.reason or line.shape == "dateline" or not 2 <= len(line.tokens) <= 25:
        return False
    following = page.lines[place + 1 : place + _BELOW]
    return not line.text.endswith((".", ":", ",")) and any(other.prose for other in following)


def _head(page: Page) -> tuple[Line, ...]:
    """The lines between a little above the headline and the first long line of prose."""
    start = headline.opening(page.lines, page.parts)
    if start is None:
        return ()
    top = page.title if page.title is not None else start
    return page.lines[max(0, top - _ABOVE, start - _BELOW - _ABOVE) : start]


def _author(page: Page) -> Iterator[Fact]:
    for line in _head(page):
        if line.shape == "byline" and (author := _author_of(line)):
            yield Fact("author", author, f"text: byline, line {line.first + 1}")
            return


def _author_of(line: Line) -> str:
    """The names of a byline, without what follows them: roles, outlets, dates, handles."""
    named = " ".join(names_after_by(line.text, line.tokens))
    start = line.text.find(named.split(" ")[0]) if named else -1
    end = next((stamp.start for stamp in datestamps.find(line.text) if stamp.start > start), len(line.text))
    text = re.sub(r"\s(?:on|at)\s*$", "", line.text[max(start, 0) : end])
    parts = re.split(r"\s[-–—|·•/]\s|[|•·(]|\d", text)[0].split(",")
    people = [part.strip(" ;") for part in parts if words(part) and words(part) not in listed("byline", "roles")]
    if not people or any(words(part)[:1] in listed("byline", "roles") for part in people[:1]):
        return ""
    return ", ".join(
        part for part in people if len(words(part)) > 1 and words(part)[:2] not in listed("byline", "roles")
    )


def _published(page: Page) -> Iterator[Fact]:
    yield from _stated(page)
    start = headline.opening(page.lines, page.parts)
    if start is not None:
        line = page.lines[start]
        match = _DATELINE_DATE.match(line.text)
        days = [stamp.day for stamp in datestamps.find(match[1])] if match else []
        if len(days) == 1 and days[0]:
            yield Fact("published", days[0].isoformat(), f"text: dateline, line {line.first + 1}")


def _stated(page: Page) -> Iterator[Fact]:
    """The one date that a line near the headline gives, those after "Published" first, those after "Updated" never."""
    plain: list[tuple[date, Line]] = []
    for line in _head(page):
        if line.shape not in ("date", "byline"):
            continue
        for stamp in datestamps.find(line.text):
            before = words(line.text[: stamp.start])
            if stamp.day is None or _says(before, "updated"):
                continue
            if _says(before, "published"):
                yield Fact("published", stamp.day.isoformat(), f"text: “Published”, line {line.first + 1}")
            else:
                plain.append((stamp.day, line))
    if len({day for day, _ in plain}) == 1:
        day, line = plain[0]
        yield Fact("published", day.isoformat(), f"text: date line, line {line.first + 1}")


def _says(before: tuple[str, ...], key: str) -> bool:
    """Whether the nearest of the words before a date that says what the date is of is one of these."""
    for end in range(len(before), 0, -1):
        for length in (3, 2, 1):
            phrase = before[max(0, end - length) : end]
            if phrase in listed("date", "updated") | listed("date", "published"):
                return phrase in listed("date", key)
    return False
