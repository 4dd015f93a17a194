"""One home folder put in the place of another, so that a kill at any moment loses neither.

A folder cannot be exchanged in one step everywhere, so there is a moment without a home. A mark
beside it names the former home: whoever opens the home next puts it back.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path


def staging(home: Path) -> Path:
    """Where a new home is made ready: beside the home, on the same disk."""
    return home.with_name(f".{home.name}.restoring")


def swap_in(home: Path) -> Path | None:
    """Put the staged folder in the home's place; the former home's new name, None without one.

    The home must not be open. Raises OSError; the former home is then where it was.
    """
    mark, kept = _mark(home), None
    if home.exists():
        kept = _unused(home.with_name(f"{home.name}-恢复前-{datetime.now():%Y%m%d-%H%M%S}"))
        mark.write_text(kept.name, encoding="utf-8")
    try:
        if kept is not None:
            home.rename(kept)
        staging(home).rename(home)
    except OSError:
        settle(home)
        raise
    mark.unlink(missing_ok=True)
    return kept


def settle(home: Path) -> None:
    """After an exchange that was killed half-way: put the former home back in its place."""
    mark = _mark(home)
    if not mark.exists():
        return
    kept = home.with_name(mark.read_text(encoding="utf-8"))
    if kept.name != home.name and kept.is_dir() and not home.exists():
        kept.rename(home)
    mark.unlink()


def clear_staging(home: Path) -> None:
    """Remove what a killed restore had unpacked. Only for who holds the home's lock."""
    folder = staging(home)
    if folder.exists():
        shutil.rmtree(folder)


def _mark(home: Path) -> Path:
    return home.with_name(f".{home.name}.restoring.txt")


def _unused(path: Path) -> Path:
    """The path itself, or with a number when it is taken."""
    tries = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 100)))
    return next(one for one in tries if not one.exists())
