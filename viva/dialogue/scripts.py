"""A bot's own tests as they are written: conversations in `tests/*.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from viva.dialogue.problems import Problem, nearest
from viva.dialogue.source import read_one

LINES = ("user", "keys", "silence", "bot", "slots", "ended", "now")


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    """One of `LINES`."""
    value: Any
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """One conversation as it should go."""

    name: str
    lines: tuple[Line, ...]


def read_conversations(files: dict[str, str]) -> tuple[tuple[Script, ...], list[Problem]]:
    """The conversations among a bot's files, and what is wrong in them."""
    scripts: list[Script] = []
    problems: list[Problem] = []
    for file in sorted(name for name in files if name.startswith("tests/") and name.endswith(".yaml")):
        source = read_one(file, files[file])
        problems += source.problems
        for name, lines in source.data.items():
            if not isinstance(lines, list) or not all(isinstance(one, dict) for one in lines):
                message = f"`{name}` is no list of lines such as `- user: hello`."
                problems.append(Problem(file, source.where((name,))[1], message))
                continue
            script: list[Line] = []
            for index, one in enumerate(lines):
                at = source.where((name, index))[1]
                for kind, value in one.items():
                    if kind not in LINES:
                        what = f"got `{kind}`, expected a line of a conversation."
                        problems.append(Problem(file, at, what, nearest(kind, LINES)))
                    script.append(Line(kind, value, file, at))
            scripts.append(Script(name, tuple(script)))
    return tuple(scripts), problems
