"""The command line: the same things the page can do, for scripts and for checks."""

from __future__ import annotations


def main() -> None:
    """Run the ``zhubi`` command."""
    from rag.cli.run import run

    run()
