"""What only an administrator may do; who sits at the machine is trusted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.desk.desk import Desk
from rag.desk.people import opened_users
from rag.desk.restore import restore_backup
from rag.errors import HomeLockedError, NotAllowedError
from rag.settings import Settings
from rag.store.users import UserStore
from tests.desk.backups import REPORT

PASSWORD = "今年写得快-2024"


@pytest.fixture
def document(desk: Desk, tmp_path: Path) -> str:
    source = tmp_path / "柳河镇2023年报告.txt"
    source.write_text(REPORT, encoding="utf-8")
    desk.index([source])
    return desk.documents()[0].id


@pytest.fixture
def people(desk: Desk) -> UserStore:
    desk.users.add("王芳", PASSWORD, admin=True)
    desk.users.add("李四", PASSWORD)
    return desk.users


def forbidden(desk: Desk, document: str, tmp_path: Path) -> list[Callable[[], object]]:
    return [
        lambda: desk.remove(document),
        lambda: desk.set_style(tmp_path / "版式.toml"),
        desk.reset_style,
        lambda: desk.backup(tmp_path / "备份.zip"),
        lambda: desk.kept_backup("zhubi-20240101.zip"),
    ]


@pytest.mark.parametrize("name", ["李四", "", "已移除的人"])
def test_a_plain_user_is_told_who_can_do_it(
    desk: Desk, people: UserStore, document: str, tmp_path: Path, name: str
) -> None:
    desk.act_for(lambda: name)
    for act in forbidden(desk, document, tmp_path):
        with pytest.raises(NotAllowedError, match="王芳"):
            act()
    assert [entry.id for entry in desk.documents()] == [document]
    assert not (tmp_path / "备份.zip").exists()


def test_an_administrator_may(desk: Desk, people: UserStore, document: str, tmp_path: Path) -> None:
    desk.act_for(lambda: "王芳")
    desk.backup(tmp_path / "备份.zip")
    desk.reset_style()
    desk.remove(document)
    assert desk.documents() == ()


def test_the_command_line_is_trusted(desk: Desk, people: UserStore, document: str) -> None:
    desk.remove(document)
    assert desk.documents() == ()


def test_without_an_administrator_the_command_line_is_pointed_to(desk: Desk) -> None:
    desk.users.add("李四", PASSWORD)
    desk.act_for(lambda: "李四")
    with pytest.raises(NotAllowedError, match="命令行"):
        desk.reset_style()


def test_users_are_changed_while_the_page_is_open(desk: Desk, settings: Settings) -> None:
    with opened_users(settings) as users:
        users.add("王芳", PASSWORD)
    assert [user.name for user in desk.users.list()] == ["王芳"]


@pytest.mark.server
def test_users_of_replicas_are_in_the_server(settings: Settings, database_url: str) -> None:
    shared = settings.model_copy(update={"database_url": database_url})
    desk = Desk(shared)
    with opened_users(shared.model_copy(update={"home": settings.home / "other"})) as users:
        users.add("王芳", PASSWORD)
    assert [user.name for user in desk.users.list()] == ["王芳"]
    desk.close()


def test_a_program_of_another_version_keeps_its_tables(desk: Desk, settings: Settings) -> None:
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0010'")
    with pytest.raises(HomeLockedError), opened_users(settings):
        pass


def test_questions_are_kept_by_person(desk: Desk, document: str) -> None:
    for name in ("王芳", "李四"):
        for _event in desk.ask(f"{name}问：发展党员多少名？", asked_by=name):
            pass
    assert [one.question for one in desk.questions("王芳")] == ["王芳问：发展党员多少名？"]


def test_the_doctor_tells_who_can_open_the_page(settings: Settings) -> None:
    def told(host: str) -> str:
        desk = Desk(settings.model_copy(update={"host": host}))
        line = next(line for line in desk.doctor() if line.component == "登录")
        desk.close()
        return f"{line.state}：{line.detail}{line.hint}"

    assert told("127.0.0.1") == "未配置：只有本机能打开网页，不需要登录"
    assert "网页开在 0.0.0.0，无需登录即可打开" in told("0.0.0.0")
    assert "zhubi user add" in told("0.0.0.0")
    with opened_users(settings) as users:
        users.add("李四", PASSWORD)
    assert "没有管理员" in told("0.0.0.0")
    with opened_users(settings) as users:
        users.add("王芳", PASSWORD, admin=True)
    assert told("0.0.0.0") == "可用：2 个用户，1 个管理员"


def test_a_restored_home_has_its_users_and_nobody_is_logged_in(
    desk: Desk, people: UserStore, settings: Settings, tmp_path: Path
) -> None:
    token = people.log_in(people.get("王芳"))
    backup = desk.backup(tmp_path / "备份.zip").path
    restore_backup(backup, tmp_path / "new")
    with opened_users(settings.model_copy(update={"home": tmp_path / "new"})) as users:
        assert users.check("王芳", PASSWORD) is not None
        assert users.whose(token) is None
