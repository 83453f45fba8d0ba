"""A drawing made fit to stand inside a page: known elements only, and colours that follow the page's theme."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from cuibono.errors import UsageError
from cuibono.report.charts import INK

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"g", "path", "rect", "line", "text", "tspan", "circle"}
_ATTRIBUTES = {
    "d", "x", "y", "x2", "y2", "dx", "dy", "r", "cx", "cy", "width", "height", "transform", "text-anchor", "font-size",
    "font-weight",    "stroke-width", "stroke-dasharray", "fill", "stroke", "opacity",
}  # fmt: skip
_SIZE = re.compile(r"^\d+(\.\d+)?$")
_DIGITS = re.compile(r"-?\d+\.\d{3,}")
_THEMED = {value: name for name, value in INK.items()}


def inline(drawing: str) -> str:
    """The SVG as it may stand in HTML: no script, link, style, identifier or colour of its own.

    Colours of `charts.INK` become classes (`fill-mark`, `stroke-rule`), all others are dropped. The drawing is hidden
    from screen readers, who get the figure's alternative text. Raises UsageError for what is not SVG, or has a doctype.

    >>> inline('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x</script></svg>')
    '<svg viewBox="0 0 9 9" width="9" height="9" aria-hidden="true" focusable="false"></svg>'
    """
    if "<!DOCTYPE" in drawing.upper():
        raise UsageError("the drawing declares a document type; give plain SVG")
    try:
        root = ET.fromstring(drawing)  # noqa: S314 - no doctype, so there is no entity to expand
    except ET.ParseError as error:
        raise UsageError(f"the drawing is not well-formed SVG ({error}); give the text of an SVG file") from error
    width, height = root.get("width", ""), root.get("height", "")
    if root.tag != f"{_NAMESPACE}svg" or not _SIZE.match(width) or not _SIZE.match(height):
        raise UsageError("the drawing is not an SVG with a width and a height in pixels")
    page = ET.Element("svg", {"viewBox": f"0 0 {width} {height}", "width": width, "height": height})
    page.attrib |= {"aria-hidden": "true", "focusable": "false"}
    page.extend(kept for child in root if (kept := _kept(child)) is not None)
    return ET.tostring(page, encoding="unicode", short_empty_elements=False)


def _kept(element: ET.Element) -> ET.Element | None:
    """The element with what is known of it; `None` for one that is unknown or draws nothing."""
    tag = element.tag.removeprefix(_NAMESPACE) if isinstance(element.tag, str) else ""
    children = [kept for child in element if (kept := _kept(child)) is not None]
    if tag not in _ELEMENTS or _draws_nothing(tag, element, children):
        return None
    found = ET.Element(tag, _attributes(element))
    if tag in {"text", "tspan"}:
        found.text, found.tail = element.text, element.tail if tag == "tspan" else None
    found.extend(children)
    return found


def _draws_nothing(tag: str, element: ET.Element, children: list[ET.Element]) -> bool:
    if tag == "g":
        return not children
    if tag == "tspan":
        return False
    paints = [element.get(name, "none") for name in ("fill", "stroke")]
    return element.get("display") == "none" or all(paint not in _THEMED for paint in paints)


def _attributes(element: ET.Element) -> dict[str, str]:
    kept = {name: _rounded(value) for name, value in element.attrib.items() if name in _ATTRIBUTES}
    themed = [f"{part}-{_THEMED[paint]}" for part in ("fill", "stroke") if (paint := kept.pop(part, "")) in _THEMED]
    if kept.get("opacity") == "1":
        del kept["opacity"]
    return {"class": " ".join(themed), **kept} if themed else kept


def _rounded(value: str) -> str:
    """The value with its long decimals cut to two, so that the last bits of a float change nothing."""
    return _DIGITS.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value)
