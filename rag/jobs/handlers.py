"""What a job of one name does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Handler(Protocol):
    """What a job of one name does."""

    def plan(self, argument: str) -> Sequence[str]:
        """The steps that are to do now. Asked again at the end, until it names nothing new."""

    def step(self, argument: str, step: str) -> None:
        """Do one step. A ZhubiError is noted for this step and the job goes on, up to three
        failures in a row.
        """


@dataclass(frozen=True, slots=True)
class StepHandler:
    """A handler of jobs whose steps are given when they are started."""

    do: Callable[[str, str], None]

    def plan(self, argument: str) -> Sequence[str]:
        """Nothing beyond the steps given."""
        return ()

    def step(self, argument: str, step: str) -> None:
        """Call the function."""
        self.do(argument, step)
