"""Named deadlines: a timer is a time, not a thing that runs."""

from __future__ import annotations


class Deadlines:
    """At most one time for each name."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}
        self.next: int | None = None
        """The earliest, or None."""

    def __contains__(self, name: str) -> bool:
        return name in self._at

    def set(self, name: str, at: int) -> None:
        self._at[name] = at
        self.next = min(self._at.values())

    def clear(self, *names: str) -> None:
        for name in names:
            self._at.pop(name, None)
        self.next = min(self._at.values()) if self._at else None

    def pop_due(self, t: int) -> list[str]:
        """The names due at `t`, earliest first; they are forgotten."""
        due = sorted((at, name) for name, at in self._at.items() if at <= t)
        self.clear(*(name for _, name in due))
        return [name for _, name in due]
