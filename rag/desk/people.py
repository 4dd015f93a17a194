"""Who works with the desk, and what only an administrator may do.

Who sits at the machine itself is trusted: the command line, and the page as long as there are no
users. With users, the page tells by :meth:`PeopleDesk.act_for` who is asking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from rag.desk.rooms import Rooms
from rag.errors import HomeLockedError, NotAllowedError, NotFoundError
from rag.settings import Settings
from rag.store.backup import revision
from rag.store.engine import DATABASE, newest_revision, open_engine
from rag.store.lock import HomeLock
from rag.store.users import UserStore

Acting = Callable[[], str | None]
"""The name of who is asking; None for who is trusted, "" for nobody known."""
OPEN_TO_ALL = (
    "凡是能连到这台电脑的人都能看、能改全部资料。请运行 zhubi user add 姓名 --admin 设定用户，"
    "此后打开网页要先登录；或把 host 改回 127.0.0.1。"
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def open_to_others(settings: Settings) -> bool:
    """Whether the page can be reached from other machines."""
    return settings.host not in LOOPBACK


@contextmanager
def opened_users(settings: Settings) -> Iterator[UserStore]:
    """The users of a home, also while the page is open.

    Raises HomeLockedError when a program of another version has the home open, DatabaseError
    when the database server is out of reach.
    """
    lock = None
    try:
        # A database server is shared; so is, for these two tables, a home that is open.
        lock = None if settings.database_url else HomeLock(settings.home)
    except HomeLockedError:
        if revision(settings.home / DATABASE) != newest_revision():
            raise
    engine = open_engine(settings.home, settings.database_url)
    try:
        yield UserStore(engine)
    finally:
        engine.dispose()
        if lock is not None:
            lock.release()


class PeopleDesk(Rooms):
    """The users, and the question whether somebody may do something."""

    _acting: Acting | None = None

    @cached_property
    def users(self) -> UserStore:
        """Who can log in."""
        return UserStore(self.engine)

    def act_for(self, acting: Acting) -> None:
        """Ask ``acting`` from now on who wants what is done."""
        self._acting = acting

    def require_admin(self, what: str) -> None:
        """Raise NotAllowedError where who is asking may not do ``what`` (“移除文件”)."""
        name = self._acting() if self._acting is not None else None
        if name is None:
            return
        try:
            if self.users.get(name).admin:
                return
        except NotFoundError:
            # Removed while the page was open: no more than a plain user.
            pass
        admins = "、".join(user.name for user in self.users.list() if user.admin)
        hint = f"请找管理员（{admins}）。" if admins else "请在运行主笔的电脑上用命令行操作。"
        raise NotAllowedError(f"{what}要由管理员来做。", hint)
