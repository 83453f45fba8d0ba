"""What the markup of a web page says about it: title, outlet, author, date, address, language.

Taken in this order: JSON-LD of an article, meta elements, elements marked up as the article's, the comment that a
browser leaves in a saved page. A date that only stands somewhere on the page is not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple

from cuibono.reading import datestamps

if TYPE_CHECKING:
    from lxml.etree import _Element


class Fact(NamedTuple):
    """One field of a source's metadata, its value, and how that is known."""

    field: str
    value: str
    how: str


_META = (
    ("title", ("og:title", "twitter:title", "citation_title", "dc.title", "parsely-title", "sailthru.title")),
    ("outlet", ("og:site_name", "citation_journal_title", "dc.publisher", "application-name")),
    (
        "author",
        ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "sailthru.author", "byl"),
    ),
    (
        "published",
        (
            "article:published_time",
            "og:article:published_time",
            "citation_publication_date",
            "citation_date",
            "dc.date.issued",
            "dcterms.created",
            "dc.date",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publish-date",
            "publication_date",
            "date",
        ),
    ),
    ("url", ("og:url", "parsely-link")),
)
_ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
    | {"BackgroundNewsArticle", "ScholarlyArticle", "Report", "TechArticle", "SocialMediaPosting", "LiveBlogPosting"}
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_SINGLE_FILE = re.compile(r"url:\s*(\S+)\s+saved date:\s*(.{10,60}?)\s*(?:\(|$)", re.DOTALL)
_MIRRORED = re.compile(r"Mirrored from (\S+) by HTTrack[^,]*,\s*(.{10,40}?)\s*$")
_ARCHIVED = re.compile(r"FILE ARCHIVED ON \d\d:\d\d:\d\d (\w{3} \d\d, \d{4})")
_ADDRESS = re.compile(r"https?://|www\.")
_LONGEST = 500


def facts(tree: _Element) -> tuple[Fact, ...]:
    """What the markup of a page says about it, surest first; a field may occur several times."""
    found = [*_linked_data(tree), *_meta(tree), *_marked(tree), *_saved(tree)]
    return tuple(told for fact in found if (told := clean(fact)))


def clean(fact: Fact) -> Fact | None:
    """The fact with its value in one line, dates in ISO 8601; None where it is no date, address or name after all."""
    value = " ".join(fact.value.split())[:_LONGEST]
    if fact.field in ("published", "retrieved"):
        day = _day(value)
        value = day.isoformat() if day else ""
    elif (fact.field == "url") != bool(_ADDRESS.match(value)) and fact.field in ("url", "author"):
        value = ""
    return fact._replace(value=value) if value else None


def _day(value: str) -> date | None:
    """The day of a date as markup writes it; the local day of a time with its zone."""
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        pass
    stamp = next(datestamps.find(value), None)
    if stamp:
        return stamp.day
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, IndexError, TypeError):
        return None


def _linked_data(tree: _Element) -> Iterator[Fact]:
    for node in tree.iter("script"):
        if node.get("type", "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        articles = list(_articles(data))
        if len(articles) == 1:
            yield from _article(articles[0])


def _articles(data: object) -> Iterator[Mapping[str, object]]:
    """The articles that stand on their own in JSON-LD, not as items of a list."""
    items = data if isinstance(data, list) else [data]
    for item in items:
        if not isinstance(item, Mapping):
            continue
        graph = item.get("@graph")
        if isinstance(graph, list):
            yield from _articles([node for node in graph if isinstance(node, Mapping) and "@graph" not in node])
        kinds = item.get("@type")
        if _ARTICLES & set(kinds if isinstance(kinds, list) else [str(kinds)]):
            yield item


def _article(item: Mapping[str, object]) -> Iterator[Fact]:
    how = "html: JSON-LD "
    for field, key in (("title", "headline"), ("published", "datePublished"), ("language", "inLanguage")):
        if isinstance(value := item.get(key), str):
            yield Fact(field, value, how + key)
    for field, key in (("author", "author"), ("outlet", "publisher")):
        if names := list(_names(item.get(key))):
            yield Fact(field, ", ".join(names), how + key)
    page = item.get("mainEntityOfPage")
    address = item.get("url") or (page.get("@id") if isinstance(page, Mapping) else page)
    if isinstance(address, str):
        yield Fact("url", address, how + "url")


def _names(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(name, str) and name.strip():
            yield " ".join(name.split())


def _meta(tree: _Element) -> Iterator[Fact]:
    said: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").strip().lower()
        if name and (content := node.get("content", "").strip()):
            said.setdefault(name, []).append(content)
    for field, names in _META:
        for name in names:
            if values := said.get(name):
                value = ", ".join(dict.fromkeys(values)) if field == "author" else values[0]
                yield Fact(field, value, f"html: meta {name}")


def _marked(tree: _Element) -> Iterator[Fact]:
    for node in tree.iter("link"):
        if node.get("rel", "").lower() == "canonical":
            yield Fact("url", node.get("href", ""), "html: canonical link")
    for node in tree.iter("time", "span", "div", "p", "a"):
        marked = node.get("itemprop", "").lower()
        if marked == "datepublished" or (node.tag == "time" and "pubdate" in node.attrib):
            value = node.get("datetime") or node.get("content") or "".join(node.itertext())
            yield Fact("published", value, "html: element marked as datePublished")
        elif marked == "author":
            yield Fact("author", " ".join("".join(node.itertext()).split()), "html: element marked as author")
    headings = [" ".join("".join(node.itertext()).split()) for node in tree.iter("h1")]
    if len(headings) == 1:
        yield Fact("title", headings[0], "html: h1")
    yield from (Fact("title", node.text or "", "html: title element") for node in tree.iter("title"))
    yield Fact("language", tree.get("lang", ""), "html: lang")


def _saved(tree: _Element) -> Iterator[Fact]:
    """What programs that save pages write into a comment."""
    from lxml.etree import Comment

    for node in tree.getroottree().getroot().itersiblings(preceding=True):
        yield from _comment(node.text or "")
    for node in tree.iter(Comment):
        yield from _comment(node.text or "")
    for node in tree.getroottree().getroot().itersiblings():
        yield from _comment(node.text or "")


def _comment(text: str) -> Iterator[Fact]:
    text = text[:2000].strip()
    if match := _SAVED_FROM.search(text):
        yield Fact("url", match[1], "html: comment of a saved page")
    for pattern, how in ((_SINGLE_FILE, "html: SingleFile comment"), (_MIRRORED, "html: HTTrack comment")):
        if match := pattern.search(text):
            address = match[1] if "://" in match[1] else f"http://{match[1]}"
            yield Fact("url", address, how)
            yield Fact("retrieved", _plain_date(match[2]), how)
    if match := _ARCHIVED.search(text):
        yield Fact("retrieved", match[1], "html: Wayback Machine comment")


def _plain_date(text: str) -> str:
    """`Thu Jan 02 2020 10:11:12 GMT` and `Fri, 01 Jan 2021 …` in an order that is read strictly."""
    match = re.match(r"\w{3},? (\w{3}) (\d{1,2}) (\d{4})", text)
    return f"{match[1]} {match[2]}, {match[3]}" if match else text
