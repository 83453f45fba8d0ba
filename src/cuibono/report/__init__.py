"""One document model, and the forms that are made from it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cuibono.errors import UsageError

if TYPE_CHECKING:
    from cuibono.report.citations import Material
    from cuibono.report.document import Length, Report
    from cuibono.report.redaction import Redactor

FORMS = (".html", ".htm", ".docx", ".pdf", ".xlsx", ".md")
"""The endings of the forms that there are."""

LENGTHS = ("brief", "full")
"""One page, or the whole paper."""


class TemplateWarning(UserWarning):
    """A Word template was used that lacks styles; those were made plainly."""


def template_warning(template: bytes) -> None:
    """Warn of the styles that a Word template lacks, if any."""
    from cuibono.report.docx import lacking

    if missing := lacking(template):
        what = f"the template lacks {len(missing)} of the styles that a report needs: {', '.join(missing)}"
        warnings.warn(f"{what}; they were made plainly. Add them to the template to set them.", TemplateWarning, 3)


def render(
    material: Material,
    suffix: str,
    *,
    length: Length = "full",
    template: bytes | None = None,
    marking: str | None = None,
    redact: Sequence[str] = (),
) -> bytes:
    """The report in the form that a file ending names, upper or lower case; the same material gives the same bytes.

    `length` is "full" or "brief" (one page); `template` is a Word document whose styles a .docx takes; `marking` is a
    label of the Traffic Light Protocol; `redact` are names that must not appear, each as `Name` or
    `Name = alias, alias`.
    Raises UsageError for what is not known, PrintingError where a .pdf cannot be printed.
    """
    form = suffix.lower()
    _check(suffix, form, length, template)
    from cuibono.report.build import compose
    from cuibono.report.marking import marking as find

    hide = _redactor(material, redact)
    label = find(marking) if marking else None
    if form == ".xlsx":
        from cuibono.report.sheets import sheets
        from cuibono.report.workbook import workbook

        return workbook(hide.apply(sheets(material, length, label)))
    return _form(hide.apply(compose(material, length, label)), form, template)


def _check(suffix: str, form: str, length: str, template: bytes | None) -> None:
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise UsageError(f"there is no report as {suffix or 'a file without an ending'!r}; give one of {known}")
    if length not in LENGTHS:
        raise UsageError(f"there is no length {length!r}; give one of: {', '.join(LENGTHS)}")
    if template is not None and form != ".docx":
        raise UsageError(f"a template is for .docx; leave it out for {form}, or write a .docx")


def _redactor(material: Material, names: Sequence[str]) -> Redactor:
    from cuibono.report.aliases import aliases
    from cuibono.report.redaction import redactor

    return redactor(names, aliases(names, material.texts) if names else None)


def _form(report: Report, form: str, template: bytes | None) -> bytes:
    if form == ".md":
        from cuibono.report.markdown import markdown

        return markdown(report).encode()
    if form == ".docx":
        from cuibono.report.docx import docx

        return docx(report, template)
    from cuibono.report.html import html

    page = html(report)
    if form == ".pdf":
        from cuibono.report.printing import pdf

        return pdf(page)
    return page.encode()
