"""Which row of the ledger a name and a unit mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rag.errors import InputError
from rag.figures.entry import unit_scale
from rag.figures.names import key
from rag.records import LedgerRow


class KnownRows:
    """Rows found by name and unit, while an import adds to them.

    ``confirmed`` and ``waiting`` map other names' normal forms to row ids: those a person has
    said to mean the row, and those that were matched by likeness and wait for a word.
    """

    def __init__(
        self,
        rows: Iterable[LedgerRow],
        confirmed: Mapping[str, int],
        waiting: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._rows: dict[str, list[LedgerRow]] = {}
        self._by_id: dict[int | None, LedgerRow] = {}
        self._confirmed = confirmed
        self._waiting = waiting
        for row in rows:
            self.add(row)

    def find(self, indicator: str, unit: str) -> LedgerRow | None:
        """The row of that name, else the one the name was confirmed to mean."""
        same = _find(self._rows.get(key(indicator), ()), indicator, unit)
        return same or self._other(self._confirmed, indicator, unit)

    def meant(self, indicator: str, unit: str) -> LedgerRow | None:
        """The row that an entered value goes to; None for an indicator not known yet.

        A name that waits for a word goes where an import has put it. Raises InputError where the
        name is known, but only in units that measure something else.
        """
        found = self.find(indicator, unit) or self._other(self._waiting, indicator, unit)
        if found is not None:
            return found
        ids = (names.get(key(indicator)) for names in (self._confirmed, self._waiting))
        others = [self._by_id[one] for one in ids if one in self._by_id]
        named = (*self._rows.get(key(indicator), ()), *others)
        if named:
            raise _other_dimension(indicator, unit, named[0])
        return None

    def all(self) -> tuple[LedgerRow, ...]:
        """The rows in the order they became known."""
        return tuple(self._by_id.values())

    def add(self, row: LedgerRow) -> None:
        """Know a row, or what has become of one."""
        self._by_id[row.id] = row
        same = self._rows.setdefault(key(row.indicator), [])
        same[:] = [old for old in same if old.id != row.id] + [row]

    def _other(self, names: Mapping[str, int], indicator: str, unit: str) -> LedgerRow | None:
        row = self._by_id.get(names.get(key(indicator)))
        return row if row is not None and unit_scale(unit, row.unit) is not None else None


def _find(rows: Iterable[LedgerRow], indicator: str, unit: str) -> LedgerRow | None:
    wanted = key(indicator)
    same = [row for row in rows if row.indicator == indicator or key(row.indicator) == wanted]
    fitting = [row for row in same if unit_scale(unit, row.unit) is not None]
    named = [row for row in fitting if row.indicator == indicator]
    exact = [row for row in named if row.unit == unit]
    return next(iter(exact or named or fitting), None)


def _other_dimension(indicator: str, unit: str, row: LedgerRow) -> InputError:
    called = f"“{indicator}”"
    if indicator != row.indicator:
        called += f"就是台账里的“{row.indicator}”，"
    return InputError(
        f"{called}单位是“{row.unit}”，填写的单位是“{unit}”，两者不能换算。",
        f"是同一项，请按“{row.unit}”填写；是另一项，请换一个名称，或另建指标（命令行加 --new）。",
    )
