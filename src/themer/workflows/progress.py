"""How long work says where it stands; whoever called decides how that is shown."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and of how much."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Say nothing."""
