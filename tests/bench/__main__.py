"""All benchmarks as one table: ``make bench``, or ``python -m tests.bench word figures``.

Ratios in one run on one machine; nothing here is asserted.
"""

from __future__ import annotations

import importlib
import sys

NAMES = ("word", "figures", "reading", "writing", "search", "server")


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all, and print each row as it comes."""
    for name in names or NAMES:
        sys.stdout.write(f"== {name}\n")
        for row in importlib.import_module(f"tests.bench.bench_{name}").run():
            cells = (f"{key}: {value}" for key, value in row.items() if value not in {None, ""})
            sys.stdout.write("  ".join(cells) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
