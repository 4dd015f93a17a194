"""People who log in to the page, and who is logged in."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, Row, delete, exists, insert, select, update

from rag.errors import InputError, NotFoundError
from rag.store.engine import utc_now, writing
from rag.store.passwords import hash_password, matches
from rag.store.tables import logins, users

LONGEST_NAME: Final = 20
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 200
VALID: Final = timedelta(days=7)
"""How long a login lasts."""
_TAKEN: Final = frozenset({"skeleton", "word", "命令行", "本机用户", "测评"})
"""What signs texts that no person wrote."""


@dataclass(frozen=True, slots=True)
class User:
    """A person who can log in. ``made_at`` is UTC."""

    id: int
    name: str
    admin: bool
    made_at: datetime


class UserStore:
    """The tables ``users`` and ``logins``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._nobody = ""

    def add(self, name: str, password: str, *, admin: bool = False) -> User:
        """A new user. Raises InputError for a name that is taken or none, or a weak password."""
        called = check_name(name)
        row = {
            "name": called,
            "password": hash_password(check_password(password, called)),
            "admin": admin,
            "made_at": utc_now(),
        }
        with writing(self._engine) as connection:
            if connection.execute(select(users.c.id).where(users.c.name == called)).first():
                raise InputError(f"已有名为“{called}”的用户。", "请换一个名字，例如加上科室。")
            connection.execute(insert(users).values(row))
        return self.get(called)

    def remove(self, name: str) -> User:
        """Remove a user, who is logged out at once; what they wrote stays. Raises NotFoundError."""
        user = self.get(name)
        with writing(self._engine) as connection:
            connection.execute(delete(users).where(users.c.id == user.id))
        return user

    def set_password(self, name: str, password: str) -> User:
        """A new password; the user is logged out everywhere. Raises NotFoundError, InputError."""
        user = self.get(name)
        made = hash_password(check_password(password, user.name))
        with writing(self._engine) as connection:
            connection.execute(update(users).where(users.c.id == user.id).values(password=made))
            connection.execute(delete(logins).where(logins.c.user_id == user.id))
        return user

    def list(self) -> tuple[User, ...]:
        """All users, in the order they were added."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(users).order_by(users.c.id)).all()
        return tuple(_user(row) for row in rows)

    def any(self) -> bool:
        """Whether there are users: then the page asks who is there."""
        with self._engine.connect() as connection:
            return bool(connection.execute(select(exists().select_from(users))).scalar())

    def get(self, name: str) -> User:
        """A user by name. Raises NotFoundError."""
        wanted = users.c.name == normal_name(name)
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(wanted)).first()
        if row is None:
            raise NotFoundError(f"没有名为“{name}”的用户。", "可用 zhubi user list 查看。")
        return _user(row)

    def check(self, name: str, password: str) -> User | None:
        """The user of a name and a password; takes as long for a name that nobody has."""
        wanted = users.c.name == normal_name(name)
        with self._engine.connect() as connection:
            row = connection.execute(select(users).where(wanted)).first()
        if not self._nobody:
            self._nobody = hash_password(secrets.token_hex())
        right = matches(password[:LONGEST_PASSWORD], row.password if row else self._nobody)
        return _user(row) if row is not None and right else None

    def log_in(self, user: User) -> str:
        """A token for a cookie. Only its hash is stored; logins that ended are forgotten."""
        token = secrets.token_urlsafe(32)
        row = {"token": _digest(token), "user_id": user.id, "made_at": utc_now()}
        with writing(self._engine) as connection:
            connection.execute(delete(logins).where(logins.c.made_at < utc_now() - VALID))
            connection.execute(insert(logins).values(row))
        return token

    def whose(self, token: str) -> User | None:
        """Who is logged in with a token; None for an unknown one or one that has ended."""
        query = (
            select(users)
            .join(logins, logins.c.user_id == users.c.id)
            .where(logins.c.token == _digest(token), logins.c.made_at >= utc_now() - VALID)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _user(row) if row is not None else None

    def log_out(self, token: str) -> None:
        """End a login. Unknown tokens are no error."""
        with writing(self._engine) as connection:
            connection.execute(delete(logins).where(logins.c.token == _digest(token)))

    def log_out_all(self) -> None:
        """End every login."""
        with writing(self._engine) as connection:
            connection.execute(delete(logins))


def check_name(name: str) -> str:
    """The name as it is kept. Raises InputError for one that could be mistaken."""
    called = normal_name(name)
    if not called or len(called) > LONGEST_NAME:
        raise InputError(f"姓名应为 1 到 {LONGEST_NAME} 个字。")
    if any(not letter.isprintable() or letter.isspace() or letter in "/\\<>:" for letter in called):
        raise InputError("姓名里不能有空格和 / \\ < > : 这些符号。")
    if called.lower() in _TAKEN:
        raise InputError(f"“{called}”是程序自己用的署名。", "请换一个名字。")
    return called


def check_password(password: str, name: str) -> str:
    """The password itself. Raises InputError for one that is guessed at once."""
    if len(password) < SHORTEST_PASSWORD:
        raise InputError(f"密码太短，至少 {SHORTEST_PASSWORD} 个字符。")
    if len(password) > LONGEST_PASSWORD:
        raise InputError(f"密码太长，最多 {LONGEST_PASSWORD} 个字符。")
    if len(set(password)) < 3 or name.lower() in {password.lower(), password.lower()[: len(name)]}:
        raise InputError("这个密码一猜就中。", "不要用姓名开头，也不要只重复一两个字符。")
    return password


def normal_name(name: str) -> str:
    """The form in which names are kept and looked up: what is typed wide or with spaces is one."""
    return unicodedata.normalize("NFKC", name).strip()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _user(row: Row[Any]) -> User:
    return User(row.id, row.name, row.admin, row.made_at)
