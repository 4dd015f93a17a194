"""People, their passwords and their logins."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from rag.errors import InputError, NotFoundError
from rag.store.engine import utc_now
from rag.store.passwords import hash_password, matches
from rag.store.tables import logins, users
from rag.store.users import VALID, UserStore

PASSWORD = "今年写得快-2024"


@pytest.fixture
def store(engine: Engine) -> UserStore:
    return UserStore(engine)


def test_only_the_right_password_lets_in(store: UserStore) -> None:
    made = store.add("王芳", PASSWORD, admin=True)
    assert store.check("王芳", PASSWORD) == made
    assert store.check(" 王芳 ", PASSWORD) == made
    assert store.check("王芳", PASSWORD + "x") is None
    assert store.check("王芳", "") is None
    assert store.check("李四", PASSWORD) is None


def test_digits_in_full_width_are_the_same_password(store: UserStore) -> None:
    store.add("王芳", "abc-12345")
    assert store.check("王芳", "ａｂｃ-１２３４５") is not None


def test_no_password_is_stored(store: UserStore, engine: Engine) -> None:
    store.add("王芳", PASSWORD)
    store.add("李四", PASSWORD)
    with engine.connect() as connection:
        one, two = connection.execute(select(users.c.password)).scalars()
    assert PASSWORD not in one
    assert one != two
    assert one.startswith("scrypt$15$")


def test_a_stored_cost_that_nobody_writes_is_not_computed() -> None:
    stored = hash_password(PASSWORD)
    assert matches(PASSWORD, stored)
    assert not matches(PASSWORD, stored.replace("$15$", "$30$"))


@pytest.mark.parametrize(
    "name", ["", "  ", "名" * 21, "王 芳", "a/b", "<b>", "skeleton", "Word", "命令行", "x\ny"]
)
def test_a_name_that_could_be_mistaken_is_refused(store: UserStore, name: str) -> None:
    with pytest.raises(InputError):
        store.add(name, PASSWORD)
    assert not store.any()


@pytest.mark.parametrize("password", ["1234567", "11111111", "wangfang", "wangfang2024", "x" * 201])
def test_a_password_that_is_guessed_at_once_is_refused(store: UserStore, password: str) -> None:
    with pytest.raises(InputError):
        store.add("wangfang", password)


def test_a_name_is_given_once(store: UserStore) -> None:
    store.add("王芳", PASSWORD)
    with pytest.raises(InputError, match="已有"):
        store.add("王芳", "another-one-1")
    assert [user.name for user in store.list()] == ["王芳"]


def test_a_login_holds_until_it_is_ended(store: UserStore) -> None:
    user = store.add("王芳", PASSWORD)
    here, there = store.log_in(user), store.log_in(user)
    assert store.whose(here) == user
    store.log_out(here)
    assert store.whose(here) is None
    assert store.whose(there) == user
    assert store.whose("") is None


def test_a_login_ends_by_itself(store: UserStore, engine: Engine) -> None:
    user = store.add("王芳", PASSWORD)
    token = store.log_in(user)
    with engine.begin() as connection:
        connection.execute(update(logins).values(made_at=utc_now() - VALID - timedelta(seconds=1)))
    assert store.whose(token) is None
    store.log_in(user)
    with engine.connect() as connection:
        assert len(connection.execute(select(logins)).all()) == 1


def test_a_stolen_database_opens_nothing(store: UserStore, engine: Engine) -> None:
    token = store.log_in(store.add("王芳", PASSWORD))
    with engine.connect() as connection:
        (kept,) = connection.execute(select(logins.c.token)).scalars()
    assert token not in kept
    assert store.whose(kept) is None


def test_a_new_password_and_a_removal_log_out_at_once(store: UserStore) -> None:
    user = store.add("王芳", PASSWORD)
    token = store.log_in(user)
    store.set_password("王芳", "another-one-1")
    assert store.whose(token) is None
    assert store.check("王芳", PASSWORD) is None
    token = store.log_in(user)
    store.remove("王芳")
    assert store.whose(token) is None
    assert not store.any()
    with pytest.raises(NotFoundError):
        store.remove("王芳")
