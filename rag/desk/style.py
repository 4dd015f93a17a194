"""The office's own layout: one file in the home folder that everything is set in."""

from __future__ import annotations

from pathlib import Path

from rag.desk.people import PeopleDesk
from rag.errors import InputError
from rag.settings import Settings
from rag.word.files import write_whole
from rag.word.layout import Style, load_style

OFFICE_LAYOUT = "layout.toml"
"""Name of the file in the home folder."""


def office_layout(settings: Settings) -> Path | None:
    """The office's layout file, None where the national standard holds."""
    path = settings.home / OFFICE_LAYOUT
    return path if path.is_file() else None


def chosen_style(given: Path | None, settings: Settings) -> Style:
    """The layout of a file if one is given, else the office's, else the national standard.

    Raises InputError for a missing or wrong file.
    """
    path = given or office_layout(settings)
    return load_style(path) if path else Style()


class StyleDesk(PeopleDesk):
    """The layout that exports, previews and layout checks use unless told otherwise."""

    def style(self) -> Style:
        """The office's layout, or the national standard. Raises InputError for a wrong file."""
        return chosen_style(None, self.settings)

    def set_style(self, path: Path) -> Style:
        """Keep a copy of a layout file as the office's.

        Raises InputError for a wrong one, NotAllowedError.
        """
        self.require_admin("换本单位的版式")
        style = load_style(path)
        write_whole(self.settings.home / OFFICE_LAYOUT, path.read_bytes())
        return style

    def reset_style(self) -> Style:
        """Go back to the national standard.

        Raises InputError when the file cannot be removed, NotAllowedError.
        """
        self.require_admin("换本单位的版式")
        try:
            (self.settings.home / OFFICE_LAYOUT).unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"本单位的版式文件“{OFFICE_LAYOUT}”删不掉。", "请检查数据目录的权限。"
            ) from error
        return Style()
