"""Leaders' comments are kept on their places until somebody has dealt with them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.errors import NotFoundError
from rag.records import Report
from tests.desk.edited import COMMENTED, NOTE


def test_a_comment_is_kept_on_its_place_until_somebody_dealt_with_it(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    (comment,) = desk.reimport(report.id, edited(COMMENTED, comments=NOTE)).comments
    section = report.sections[2]
    (kept,) = desk.notes(report.id)

    assert (comment.section_id, comment.id) == (section.id, kept.note.id)
    assert section.text[comment.start : comment.end] == comment.quote == "20名"
    assert (kept.note.author, kept.note.text, kept.note.file) == ("王书记", "请核实", "稿.docx")
    assert kept.place is not None
    assert section.text[kept.place.start : kept.place.end] == "20名"
    assert not kept.done

    desk.settle_note(report.id, kept.note.id, made_by="小李")
    (settled,) = desk.notes(report.id, section_id=section.id)
    assert (settled.done, settled.note.done_by) == (True, "小李")
    desk.reopen_note(report.id, kept.note.id)
    assert not desk.notes(report.id)[0].done
    with pytest.raises(NotFoundError, match="99"):
        desk.settle_note(report.id, 99, made_by="小李")


def test_the_same_comment_coming_back_again_is_one_note_and_stays_dealt_with(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    path = edited(COMMENTED, comments=NOTE)
    desk.reimport(report.id, path)
    desk.settle_note(report.id, desk.notes(report.id)[0].note.id, made_by="小李")
    desk.reimport(report.id, path)
    (kept,) = desk.notes(report.id)

    assert kept.done


def test_a_comment_resolved_in_word_comes_as_dealt_with(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    word = "http://schemas.microsoft.com/office/word"
    path = edited(
        COMMENTED,
        comments=NOTE.replace("<w:p>", f'<w:p xmlns:a="{word}/2010/wordml" a:paraId="0A">'),
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "word/commentsExtended.xml",
            f'<e:commentsEx xmlns:e="{word}/2012/wordml">'
            '<e:commentEx e:paraId="0A" e:done="1"/></e:commentsEx>',
        )
    (comment,) = desk.reimport(report.id, path).comments
    (kept,) = desk.notes(report.id)

    assert (comment.done, kept.done) == (True, True)


def test_looking_keeps_no_note(desk: Desk, report: Report, edited: Callable[..., Path]) -> None:
    (comment,) = desk.reimport(report.id, edited(COMMENTED, comments=NOTE), save=False).comments

    assert comment.id is None
    assert desk.notes(report.id) == ()


def test_a_note_follows_its_words_when_the_section_is_edited(
    desk: Desk, report: Report, edited: Callable[..., Path]
) -> None:
    desk.reimport(report.id, edited(COMMENTED, comments=NOTE))
    section = report.sections[2]
    text = "坚持标准，严格程序，全年发展党员21名。"
    desk.save(section.id, text, base_version=section.version, made_by="小李")
    (kept,) = desk.notes(report.id)

    assert kept.place is not None
    assert text[kept.place.start : kept.place.end].startswith("21")
    assert not kept.place.exact
