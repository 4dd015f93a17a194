"""What a person takes away: the Word file, its PDF and its preview."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from rag.desk.checking import CheckingDesk
from rag.desk.style import StyleDesk, chosen_style
from rag.errors import NotFoundError
from rag.records import Report, ReportSection
from rag.word.closing import find_closing
from rag.word.export import export_report
from rag.word.layout import Style
from rag.word.pages import page_images
from rag.word.pdf import find_office, need_office, pdf_beside, to_pdf
from rag.word.preview import preview_html
from rag.writing.plans import promises, role_of

Day = date | Literal["today"] | None
"""成文日期: a day, the day of the export, or a place to fill it in."""

_PREVIEWS = "previews"
_KEPT_PREVIEWS = 4


class OutputDesk(CheckingDesk, StyleDesk):
    """Reports as Word files."""

    def export(
        self,
        report_id: int,
        path: Path,
        *,
        annotated: bool = False,
        style: Path | None = None,
        sections: Collection[int] = (),
        ledger: bool = False,
        with_promises: bool = False,
        day: Day = "today",
        pdf: bool = False,
    ) -> Path:
        """Write a report as .docx, with a comment on each number if ``annotated``.

        ``style`` is a layout file, by default the office's or the national standard.
        ``sections`` are ids: only these are written, a chapter with all below it, and without
        署名. ``ledger`` adds the year's figure table (the annotated copy always has it),
        ``with_promises`` last year's promises. ``pdf`` writes a PDF of the same name beside it.
        Raises NotFoundError, InputError when the file cannot be written or the style is wrong,
        ComponentError when a PDF is wanted and LibreOffice is missing (nothing is written then)
        or does not make it.
        """
        report = self.store.get(report_id)
        layout = chosen_style(style, self.settings)
        if pdf:
            need_office()
        links = {}
        if annotated:
            links = {part.section_id: part.links for part in self.check(report_id).sections}
        export_report(
            chosen_sections(report, sections) if sections else report,
            path,
            style=layout,
            annotated=annotated,
            links=links,
            rows=self.rows(report) if ledger or annotated else (),
            promises=self.promises(report_id) if with_promises else (),
            signature=None if sections else self.signature(report),
            date=date.today() if day == "today" else day,
        )
        if pdf:
            pdf_beside(path)
        return path

    def signature(self, report: Report) -> str:
        """署名: the unit of the settings, else as the report followed is signed, else its unit."""
        if self.settings.unit or not report.like:
            return report.unit
        try:
            blocks = self.catalog.document(report.like).blocks
        except NotFoundError:  # the document was removed since
            return report.unit
        lines = ["" if block.rows else block.text for block in blocks]
        closing = find_closing(lines)
        return "".join(lines[closing.signature : closing.date]).strip() or report.unit

    def promises(self, report_id: int) -> tuple[str, ...]:
        """What last year's report promised in its plans, for this year to answer."""
        found: list[str] = []
        chapter = ""
        for section in self.store.get(report_id).sections:
            past = self.store.past(section.id)
            heading = past.heading or section.heading
            if section.level <= 1:
                chapter = heading
            if role_of(heading, (chapter,)) == "plans":
                found += promises(past.text)
        return tuple(dict.fromkeys(found))

    def preview(self, report_id: int) -> str:
        """An HTML approximation of the paper."""
        report = self.store.get(report_id)
        return preview_html(report, self.style(), self.signature(report), date.today())

    def preview_pages(self, report_id: int) -> tuple[Path, ...] | None:
        """The pages of the real Word file as PNG images, None without LibreOffice.

        Made once for each state of the report, in the home folder. Raises NotFoundError, and
        ComponentError when LibreOffice fails.
        """
        report = self.store.get(report_id)
        if find_office() is None:
            return None
        style, signature = self.style(), self.signature(report)
        shown = repr((report, style, signature, date.today()))
        state = hashlib.sha256(shown.encode()).hexdigest()[:16]
        folder = self.settings.home / _PREVIEWS / str(report_id) / state
        if not folder.is_dir():
            _render(report, style, signature, folder)
        return tuple(sorted(folder.glob("*.png")))


def _render(report: Report, style: Style, signature: str, folder: Path) -> None:
    """Render aside and put the finished folder in place in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zhubi-preview-") as aside:
        file = Path(aside, "a.docx")
        written = export_report(report, file, style=style, signature=signature, date=date.today())
        pages = page_images(to_pdf(written, Path(aside)), Path(aside))
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
        for page in pages:
            shutil.copy(page, part)
    try:
        part.rename(folder)
    except OSError:  # another request made the same state meanwhile
        shutil.rmtree(part)
    states = sorted(folder.parent.glob("[!.]*"), key=lambda path: path.stat().st_mtime)
    for old in states[:-_KEPT_PREVIEWS]:
        shutil.rmtree(old, ignore_errors=True)


def chosen_sections(report: Report, ids: Collection[int]) -> Report:
    """The report with only these sections and those below them. Raises NotFoundError."""
    known = {section.id for section in report.sections}
    for unknown in sorted(set(ids) - known):
        raise NotFoundError(
            f"报告 {report.id} 里没有编号为 {unknown} 的章节。",
            "这一节可能已被删去，请重新打开报告查看。",
        )
    return replace(report, sections=tuple(_with_lower(report, ids)))


def _with_lower(report: Report, ids: Collection[int]) -> Iterator[ReportSection]:
    above: int | None = None
    for section in report.sections:
        if above is not None and section.level <= above:
            above = None
        if section.id in ids and above is None and section.level:
            above = section.level
        if above is not None or section.id in ids:
            yield section
