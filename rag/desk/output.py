"""What a person takes away: the Word file and its preview."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rag.desk.checking import CheckingDesk
from rag.word.export import export_report
from rag.word.layout import Style, load_style
from rag.word.preview import preview_html


class OutputDesk(CheckingDesk):
    """Reports as Word files."""

    def export(
        self,
        report_id: int,
        path: Path,
        *,
        annotated: bool = False,
        style: Path | None = None,
    ) -> Path:
        """Write a report as .docx, with a comment on each number if ``annotated``.

        Raises NotFoundError, InputError when the file cannot be written or the style is wrong.
        """
        report = self.store.get(report_id)
        links = {part.section_id: part.links for part in self.check(report_id).sections}
        return export_report(
            report,
            path,
            style=load_style(style) if style else Style(),
            annotated=annotated,
            links=links,
            rows=self.figures.load() if annotated else (),
            date=date.today(),
        )

    def preview(self, report_id: int) -> str:
        """An HTML approximation of the paper."""
        return preview_html(self.store.get(report_id), Style())
