"""Commands on the people who log in: user add, list, remove, password."""

from __future__ import annotations

import sys
from datetime import UTC
from getpass import getpass
from typing import Annotated

import typer

from rag.cli.helppage import App
from rag.cli.output import AsJson, Home, emit, table
from rag.desk.people import opened_users
from rag.errors import InputError
from rag.settings import load_settings
from rag.store.users import User, check_name

user = App(help="能登录网页的人：增加、查看、移除、换密码。网页开着也可以改。")
Name = Annotated[str, typer.Argument(metavar="姓名", help="姓名，写进历史版本")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="从标准输入读一行作密码，供脚本使用")
]


@user.command("add")
def add(
    name: Name,
    admin: Annotated[
        bool, typer.Option("--admin", help="管理员：可移除资料、换版式、下载备份")
    ] = False,
    password_stdin: FromStdin = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """增加一个用户；有了用户，打开网页就要登录。"""
    check_name(name)
    password = _password(password_stdin)
    with opened_users(load_settings(home)) as users:
        made = users.add(name, password, admin=admin)
        if not any(one.admin for one in users.list()):
            sys.stderr.write("还没有管理员：移除资料、换版式只能在命令行做。可再加一个 --admin。\n")
    emit(_json(made), as_json, lambda: f"已增加用户：{made.name}{'（管理员）' if admin else ''}")


@user.command("list")
def list_users(home: Home = None, as_json: AsJson = False) -> None:
    """列出用户。"""
    with opened_users(load_settings(home)) as users:
        people = users.list()
    rows = [(one.name, "管理员" if one.admin else "", _json(one)["made_at"]) for one in people]
    emit(
        [_json(one) for one in people],
        as_json,
        lambda: (
            table(("姓名", "权限", "增加时间"), rows)
            if rows
            else "没有用户，网页无需登录即可打开。"
        ),
    )


@user.command("remove")
def remove(name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """移除一个用户，立即退出登录；写过的文字都在。"""
    with opened_users(load_settings(home)) as users:
        gone = users.remove(name)
        if not users.any():
            sys.stderr.write("已经没有用户了：网页不再要求登录。\n")
        elif not any(left.admin for left in users.list()):
            sys.stderr.write("已经没有管理员了：请用“zhubi user add 姓名 --admin”再设一个。\n")
    emit(_json(gone), as_json, lambda: f"已移除用户：{gone.name}")


@user.command("password")
def password(
    name: Name, password_stdin: FromStdin = False, home: Home = None, as_json: AsJson = False
) -> None:
    """给一个用户换密码；在各处的登录随即失效。"""
    with opened_users(load_settings(home)) as users:
        users.get(name)
        changed = users.set_password(name, _password(password_stdin))
    emit(_json(changed), as_json, lambda: f"已换密码：{changed.name}")


def _password(from_stdin: bool) -> str:
    """A password from stdin, or asked for twice. Raises InputError when the two differ."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError("这里不能输入密码。", "请在终端里运行，或用 --password-stdin。")
    first = getpass("密码（不显示）：")
    if getpass("再输一遍：") != first:
        raise InputError("两次输入的密码不一样。", "请再运行一次。")
    return first


def _json(one: User) -> dict[str, str | bool]:
    made_at = one.made_at.replace(tzinfo=UTC).astimezone()
    return {"name": one.name, "admin": one.admin, "made_at": f"{made_at:%Y-%m-%d %H:%M}"}


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(user, name="user")
