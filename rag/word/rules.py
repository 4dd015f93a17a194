"""Where a layout value comes from: its clause in GB/T 9704—2012 and how binding it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STANDARD = "GB/T 9704—2012"

Strength = Literal["规定", "一般", "实务"]
"""规定: a flat rule. 一般: may be departed from (“一般用”). 实务: habit, not in the standard."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value is called, its clause, how binding it is, its unit and tolerance.

    ``clause`` is "" for a value of habit, which must never be called 国标 to a reader.
    """

    name: str
    clause: str
    strength: Strength
    unit: str = ""
    tolerance: float = 0.0

    @property
    def source(self) -> str:
        """In words for the reader: “GB/T 9704—2012 5.2.1（规定）” or “实务做法，国标未作要求”."""
        if not self.clause:
            return "实务做法，国标未作要求"
        return f"{STANDARD} {self.clause}（{self.strength}）"
