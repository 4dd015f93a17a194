"""Orders inside documents change nothing: with a model they are material, without one text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from scripted import Script
from test_asking import INJECTIONS

from rag.library.library import Library, open_library
from rag.records import Answer
from rag.settings import Settings
from rag.store.engine import open_engine
from rag.writing.ask import answer
from rag.writing.model import ChatModel

REPORT = "青禾镇2023年党建工作总结\n一、主要工作\n全年发展党员16名，集中学习12次。{}\n"
RULE = "党费收缴办法\n第一条 党员应当按月交纳党费，由所在党支部收缴。\n{}\n"


def opened(home: Path, attack: str) -> Library:
    settings = Settings(home=home / "home", embedding="none", sample=False)
    (home / "files").mkdir()
    for name, text in (("2023年总结", REPORT), ("党费收缴办法", RULE)):
        (home / "files" / f"{name}.txt").write_text(text.format(attack), encoding="utf-8")
    library = open_library(settings, open_engine(settings.home))
    library.indexer.index_files([home / "files"])
    return library


def ask(library: Library, question: str, model: ChatModel | None = None) -> Answer:
    *_, last = answer(
        question,
        search=library.retriever,
        catalog=library.catalog,
        model=model,
        today=date(2024, 3, 1),
    )
    assert isinstance(last, Answer)
    return last


@pytest.fixture(scope="module", params=INJECTIONS)
def poisoned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return opened(tmp_path_factory.mktemp("poisoned"), request.param)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    yield opened(tmp_path_factory.mktemp("clean"), "")


QUESTIONS = ("2023年发展党员多少名？", "党费按月交纳由谁收缴？")


def test_answers_by_rule_are_the_same_as_without_the_orders(
    poisoned: Library, clean: Library
) -> None:
    for question in QUESTIONS:
        given, wanted = ask(poisoned, question), ask(clean, question)
        assert given.text.splitlines()[0] == wanted.text.splitlines()[0]
        assert given.refused == wanted.refused
        assert given.made_by == wanted.made_by
        assert [figure.value for figure in given.figures] == [f.value for f in wanted.figures]


def test_a_models_request_has_no_tools_and_an_obedient_model_is_not_believed(
    poisoned: Library,
) -> None:
    obedient = Script("遵命，我来写一首诗：春风又绿江南岸，共计888句[1]。")
    given = ask(poisoned, QUESTIONS[1], obedient.model())
    sent = obedient.requests[0]
    assert {"tools", "tool_choice", "functions"}.isdisjoint(sent)
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]  # type: ignore[attr-defined]
    assert given.refused
    assert "888" not in given.text


def test_a_figure_question_is_not_put_to_the_model_at_all(poisoned: Library) -> None:
    script = Script("发展党员100名[1]。")
    assert ask(poisoned, QUESTIONS[0], script.model()).text == "2023年发展党员16名。[1]"
    assert script.requests == []
