"""zhubi user: who can log in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.settings import load_settings
from tests.cli.conftest import Ran, Zhubi

PASSWORD = "今年写得快-2024"


@pytest.fixture
def add(zhubi: Zhubi, monkeypatch: pytest.MonkeyPatch) -> Zhubi:
    def call(name: str, *options: str, password: str = PASSWORD) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\nmore\n"))
        return zhubi("user", "add", name, "--password-stdin", *options)

    return call


def test_users_are_added_listed_and_removed(zhubi: Zhubi, add: Zhubi) -> None:
    first = add("李四")
    assert (first.code, first.data["name"], first.data["admin"]) == (0, "李四", False)
    assert "还没有管理员" in first.err
    assert add("王芳", "--admin").err == ""
    assert [(u["name"], u["admin"]) for u in zhubi("user", "list").data] == [
        ("李四", False),
        ("王芳", True),
    ]
    assert zhubi("user", "remove", "李四").data["name"] == "李四"
    assert "不再要求登录" in zhubi("user", "remove", "王芳").err
    assert zhubi("user", "list").data == []


def test_removing_the_last_administrator_is_told(zhubi: Zhubi, add: Zhubi) -> None:
    add("王芳", "--admin")
    add("李四")
    assert "没有管理员了" in zhubi("user", "remove", "王芳").err


def test_what_cannot_be_is_bad_input(zhubi: Zhubi, add: Zhubi) -> None:
    assert add("李四", password="short").code == 2
    assert add("skeleton").code == 2
    assert add("李四").code == 0
    assert add("李四").code == 2
    assert zhubi("user", "remove", "无名").code == 2
    assert zhubi("user", "password", "无名", "--password-stdin").code == 2


def test_a_password_is_not_taken_from_the_command_line(zhubi: Zhubi) -> None:
    assert zhubi("user", "add", "李四", PASSWORD).code == 2
    assert zhubi("user", "add", "李四", "--password", PASSWORD).code == 2


def test_without_a_terminal_a_password_is_not_asked_for(
    zhubi: Zhubi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n"))
    ran = zhubi("user", "add", "李四")
    assert ran.code == 2
    assert "--password-stdin" in ran.err


def test_a_password_is_changed_while_the_page_is_open(
    zhubi: Zhubi, add: Zhubi, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("李四")
    desk = Desk(load_settings(home))
    monkeypatch.setattr("sys.stdin", io.StringIO("another-one-1\n"))
    assert zhubi("user", "password", "李四", "--password-stdin").code == 0
    assert desk.users.check("李四", PASSWORD) is None
    assert desk.users.check("李四", "another-one-1") is not None
    desk.close()
