"""What a person can say about two names: that they are one indicator, or that they are two."""

from __future__ import annotations

from rag.desk.ledger import LedgerDesk
from rag.desk.views import NameMatch
from rag.errors import NotFoundError
from rag.figures.aliases import Alias
from rag.figures.names import key
from rag.records import LedgerRow


class SamenessDesk(LedgerDesk):
    """Other wordings of indicators, matched by the program and confirmed once by a person."""

    def aliases(self, *, pending: bool = False) -> tuple[Alias, ...]:
        """Other wordings of indicators; ``pending`` ones wait to be confirmed."""
        return tuple(a for a in self.figures.aliases() if not (pending and a.confirmed))

    def waiting_names(self) -> tuple[NameMatch, ...]:
        """The pending wordings, each with the values that came under it beside the others."""
        rows = {row.id: row for row in self.figures.load()}
        matches = []
        for alias in self.aliases(pending=True):
            row = rows.get(alias.row_id)
            if row is None:
                continue
            own = self._named(alias.name)
            under = dict(own.values) if own is not None and own.id != row.id else {}
            under |= {y: row.values[y] for y in _years_under(row, alias.name)}
            rest = {y: v for y, v in row.values.items() if y not in _years_under(row, alias.name)}
            matches.append(NameMatch(alias.name, row.indicator, row.unit, under, rest))
        return tuple(matches)

    def confirm_alias(self, name: str, indicator: str, *, made_by: str = "") -> LedgerRow:
        """``name`` means ``indicator`` from now on; a row of that name is merged into it.

        Raises NotFoundError for an unknown indicator and for units that do not convert.
        """
        row, own = self.row(indicator), self._named(name)
        assert row.id is not None
        if own is not None and own.id is not None and own.id != row.id:
            row = self.figures.merge(row.id, own.id)
            self.figures.remove(own.id)
        assert row.id is not None
        self.figures.confirm(name, row.id, made_by=made_by)
        return row

    def reject_alias(self, name: str, *, made_by: str = "") -> LedgerRow:
        """``name`` is an indicator of its own, and the values that came under it are its own.

        Raises NotFoundError when nothing was suggested.
        """
        alias = self._alias(name)
        if alias is None:
            raise NotFoundError(f"没有等待确认的名称“{name}”。", "用“zhubi ledger aliases”可查看。")
        meant = self._by_id(alias.row_id)
        self.figures.forget(name)
        own = self.figures.add_row(name, meant.unit, meant.section)
        assert meant.id is not None and own.id is not None
        self.figures.move(meant.id, own.id, _years_under(meant, name), made_by=made_by)
        return self._by_id(own.id)

    def reopen_alias(self, name: str, indicator: str, *, made_by: str = "") -> LedgerRow:
        """Undo :meth:`confirm_alias` or :meth:`reject_alias`: the name waits again.

        Raises NotFoundError.
        """
        alias, row = self._alias(name), self.row(indicator)
        assert row.id is not None
        if alias is not None:
            for old in self.figures.removed():
                if old.indicator == name and old.id is not None:
                    self.figures.unmerge(row.id, old.id)
            self.figures.forget(name)
        own = self._named(name)
        if alias is None and own is not None and own.id is not None and own.id != row.id:
            self.figures.move(own.id, row.id, _years_under(own, name), made_by=made_by)
            if not self._by_id(own.id).values:
                self.figures.remove(own.id)
        self.figures.suggest_all([(name, row.id)], made_by=made_by)
        return self._by_id(row.id)

    def _alias(self, name: str) -> Alias | None:
        return next((a for a in self.figures.aliases() if key(a.name) == key(name)), None)

    def _by_id(self, row_id: int) -> LedgerRow:
        return next(row for row in self.figures.load() if row.id == row_id)


def written_as(name: str) -> str:
    """What is added to the source of a value that came under another name."""
    return f"（写作“{name}”）"


def _years_under(row: LedgerRow, name: str) -> list[int]:
    return [year for year, value in row.values.items() if written_as(name) in value.source]
