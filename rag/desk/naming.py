"""Better names for ledger rows that were read out of past reports: proposed, then accepted."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from rag.desk.ledger import READ_FROM, LedgerDesk
from rag.errors import ConflictError, InputError, ModelNotConfiguredError, NotFoundError
from rag.figures.names import key
from rag.records import Figure, LedgerRow
from rag.writing.indicator_names import NameProposal, NameQuestion, propose_names

_LONGEST = 40
"""Characters an indicator's name may have."""


class NamesDesk(LedgerDesk):
    """Names of indicators; values are never touched."""

    def unsure_names(self, document_id: str | None = None) -> tuple[NameQuestion, ...]:
        """Rows whose name the rules had to guess, each with the sentence it was read from.

        Of one document, or of all in the library. Raises NotFoundError for an unknown document.
        """
        named_by_rule = [
            row
            for row in self.figures.load()
            if row.id is not None
            and any(value.made_by.startswith(READ_FROM) for value in row.values.values())
        ]
        guessed = list(self._guessed(document_id))
        found = (_question(row, guessed) for row in named_by_rule)
        return tuple(question for question in found if question is not None)

    def propose_names(
        self, document_id: str | None = None, *, stop: threading.Event | None = None
    ) -> tuple[NameProposal, ...]:
        """What the configured model would call the rows of ``unsure_names``; nothing is changed.

        Only names made of words of the sentence or its heading are passed on, and none that
        another row has. Raises ModelNotConfiguredError, ModelError, NotFoundError.
        """
        if self.model is None:
            raise ModelNotConfiguredError(
                "没有配置模型，不能为指标建议名称。",
                "名称可以在台账里自己改；要用模型请设置 ZHUBI_MODEL_URL 和 ZHUBI_MODEL。",
            )
        questions = self.unsure_names(document_id)
        taken = [row.indicator for row in self.figures.load()]
        return propose_names(self.model, questions, taken=taken, home=self.settings.home, stop=stop)

    def accept_names(
        self, proposals: Sequence[NameProposal], *, made_by: str = ""
    ) -> tuple[LedgerRow, ...]:
        """Give rows the names a person has accepted; the old name goes on meaning the row.

        All are checked before the first is renamed. Raises InputError for a name that is empty,
        too long or another row's, ConflictError for a row that was renamed meanwhile,
        NotFoundError for one that is gone.
        """
        rows = {row.id: row for row in self.figures.load()}
        for proposal in proposals:
            _check(proposal, rows, proposals)
        for proposal in proposals:
            self.figures.rename(proposal.row_id, proposal.proposed.strip())
            self.figures.confirm(proposal.indicator, proposal.row_id, made_by=made_by)
        renamed = {proposal.row_id for proposal in proposals}
        return tuple(row for row in self.figures.load() if row.id in renamed)

    def _guessed(self, document_id: str | None) -> Iterator[Figure]:
        known = [entry.id for entry in self.catalog.list()]
        if document_id is not None and document_id not in known:
            raise NotFoundError(f"资料库里没有编号为“{document_id}”的文件。")
        for one in (document_id,) if document_id else known:
            for figure in self.catalog.figures(one):
                if not figure.sure or len(figure.indicator) < 2:
                    yield figure


def _question(row: LedgerRow, guessed: Sequence[Figure]) -> NameQuestion | None:
    """The row as a question, where one of the guessed figures has given it its name."""
    sources = [value.source for value in row.values.values()]
    for figure in guessed:
        named = row.indicator.removesuffix("累计") == figure.indicator.removesuffix("累计")
        at = figure.sentence.find(figure.quantity.text)
        if named and at >= 0 and any(source.endswith(figure.sentence) for source in sources):
            assert row.id is not None
            return NameQuestion(
                row_id=row.id,
                indicator=row.indicator,
                unit=row.unit,
                sentence=figure.sentence,
                start=at,
                end=at + len(figure.quantity.text),
                heading=figure.section,
            )
    return None


def _check(
    proposal: NameProposal,
    rows: dict[int | None, LedgerRow],
    proposals: Sequence[NameProposal],
) -> None:
    row, name = rows.get(proposal.row_id), proposal.proposed.strip()
    if row is None:
        raise NotFoundError(f"台账里没有“{proposal.indicator}”这项指标。", "请刷新页面后再试。")
    if row.indicator != proposal.indicator:
        raise ConflictError(
            f"“{proposal.indicator}”刚被改名为“{row.indicator}”。", "请重新查看建议。"
        )
    if not 1 <= len(name) <= _LONGEST:
        raise InputError(f"指标名称要有1到{_LONGEST}个字。")
    others = [one.indicator for one in rows.values() if one.id != row.id]
    others += [one.proposed for one in proposals if one is not proposal]
    if key(name) in {key(other) for other in others}:
        raise InputError(
            f"台账里已有“{name}”，不能再用这个名称。",
            "如果是同一项指标，请用“zhubi ledger alias”合并。",
        )
