"""Passwords as they are kept: scrypt with a salt of their own (RFC 7914, hashlib)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from typing import Final

_COST: Final = 15
"""Power of two: 32 MB and about a tenth of a second for each guess."""
_BLOCK, _LANES = 8, 1
_HIGHEST: Final = 17
"""A stored cost beyond this was not written by us; it would only keep the machine busy."""


def hash_password(password: str) -> str:
    """What is stored: ``scrypt$cost$salt$hash``."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_text(salt)}${_text(_scrypt(password, salt, _COST))}"


def matches(password: str, stored: str) -> bool:
    """Whether a password is the stored one; takes as long for a wrong one as for the right one."""
    kind, cost, salt, known = stored.split("$")
    if kind != "scrypt" or int(cost) > _HIGHEST:
        return False
    made = _scrypt(password, base64.b64decode(salt), int(cost))
    return hmac.compare_digest(made, base64.b64decode(known))


def _scrypt(password: str, salt: bytes, cost: int) -> bytes:
    # A Chinese input method types digits and letters in full width now and then: NFKC.
    plain = unicodedata.normalize("NFKC", password).encode()
    memory = 2 * 128 * _BLOCK * 2**cost
    return hashlib.scrypt(plain, salt=salt, n=2**cost, r=_BLOCK, p=_LANES, maxmem=memory)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
