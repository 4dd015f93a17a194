"""Who is asking: the person whose cookie came with the request under way."""

from __future__ import annotations

from typing import Any, Final

from rag.store.users import User, UserStore

USER: Final = "zhubi.user"
"""Where the gate notes the person in a request's scope."""


def signed(typed: str) -> str:
    """The name of who is logged in; without a login the name typed in the page."""
    return current_name() or typed.strip()


def current_name() -> str:
    """The name of who is logged in; "" without users, or outside of a request."""
    from gradio.context import LocalContext

    request: Any = LocalContext.request.get(None)
    # A component's function gets FastAPI's request, an event Gradio's, which wraps one.
    scope = getattr(getattr(request, "request", None) or request, "scope", None) or {}
    user: User | None = scope.get(USER)
    return user.name if user is not None else ""


def acting(users: UserStore) -> str | None:
    """For ``Desk.act_for``: None, which is trusted, as long as there are no users."""
    return current_name() or ("" if users.any() else None)
