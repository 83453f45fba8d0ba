"""The styles that a Word report needs: taken from the user's template, and made plainly where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cuibono.report.word import element

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MADE = {
    "Title": ("paragraph", {"size": "40", "bold": "1", "after": "240"}),
    "Heading 1": ("paragraph", {"size": "30", "bold": "1", "before": "360", "after": "120", "level": "0"}),
    "Heading 2": ("paragraph", {"size": "24", "bold": "1", "before": "240", "after": "60", "level": "1"}),
    "Caption": ("paragraph", {"size": "18", "bold": "1", "before": "120", "after": "60"}),
    "Quote": ("paragraph", {"italic": "1", "left": "400", "right": "400", "after": "60"}),
    "List Bullet": ("paragraph", {"left": "360", "hanging": "360", "after": "60"}),
    "List Number": ("paragraph", {"left": "360", "hanging": "360", "after": "60"}),
    "Footnote Text": ("paragraph", {"size": "18", "after": "0"}),
    "Footnote Reference": ("character", {"raised": "1"}),
    "Table Grid": ("table", {}),
}
"""The styles by name, each with its kind and what it looks like where the template has none."""

_DEFAULT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}default"

LISTS = frozenset({"List Bullet", "List Number"})
"""Styles that a template numbers; where it has none, marks are written out."""


def lacking(styles: Any) -> tuple[str, ...]:
    """The names of the needed styles that a document's `styles` lack."""
    known = {(style.name or "").lower() for style in styles}
    return tuple(name for name in MADE if name.lower() not in known)


def settle(styles: Any) -> dict[str, str]:
    """The id of every needed style by its name, those that the document lacks made and added."""
    plain = next((style.style_id for style in styles if style.element.get(_DEFAULT) and style.type == 1), None)
    for name in lacking(styles):
        styles.element.append(_made(name, plain, *MADE[name]))
    ids = {(style.name or "").lower(): style.style_id for style in styles}
    return {name: ids[name.lower()] for name in MADE}


def _made(name: str, plain: str | None, kind: str, look: Mapping[str, str]) -> Element:
    """The definition of a style; one of paragraphs looks like plain text but for what is said of it."""
    told = name.lower() if name.startswith(("Head", "Foot", "Caption")) else name
    found = element("w:style", element("w:name", val=told), type=kind, styleId=f"cuibono{name.replace(' ', '')}")
    if kind == "paragraph" and plain:
        found.append(element("w:basedOn", val=plain))
    found.append(element("w:qFormat"))
    if kind == "paragraph":
        found.append(element("w:pPr", *_shape(look)))
    if kind == "table":
        found.append(element("w:tblPr", _rules()))
    elif letters := _letters(look):
        found.append(element("w:rPr", *letters))
    return found


def _shape(look: Mapping[str, str]) -> list[Element]:
    shape = [element("w:keepNext")] if "level" in look else []
    shape.append(element("w:spacing", before=look.get("before", "0"), after=look.get("after", "0")))
    if "left" in look:
        shape.append(element("w:ind", **{side: look[side] for side in ("left", "right", "hanging") if side in look}))
    if "level" in look:
        shape.append(element("w:outlineLvl", val=look["level"]))
    return shape


def _letters(look: Mapping[str, str]) -> list[Element]:
    found = [element("w:b")] if "bold" in look else []
    found += [element("w:i")] if "italic" in look else []
    found += [element("w:sz", val=look["size"])] if "size" in look else []
    return found + ([element("w:vertAlign", val="superscript")] if "raised" in look else [])


def _rules() -> Element:
    sides = ("top", "bottom", "insideH")
    return element(
        "w:tblBorders", *(element(f"w:{side}", val="single", sz="4", space="0", color="BBBBBB") for side in sides)
    )
