"""Every command explains itself with an example, and each example is one that the program would take."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from viva.cli.app import viva

Path = tuple[str, ...]


def commands(group: click.Group = viva, path: Path = ()) -> Iterator[tuple[Path, click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def name(found: object) -> str:
    return " ".join(found[0]) if isinstance(found, tuple) else ""


def examples(command: click.Command) -> list[list[str]]:
    _, _, block = (command.help or "").partition("Example:")
    return [shlex.split(line)[1:] for line in re.findall(r"^\s+(viva .+)$", block, re.M)]


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words name, and what is left for it."""
    command: click.Command = viva
    while isinstance(command, click.Group) and words:
        assert words[0] in command.commands, f"viva has no command {words[0]!r}"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("found", list(commands()), ids=name)
def test_help_has_an_example_that_parses(found: tuple[Path, click.Command]) -> None:
    path, command = found
    resolved = [resolve(words) for words in examples(command)]
    own = [target is command or isinstance(command, click.Group) for target, _ in resolved]
    assert any(own), f"viva {' '.join(path)}: the help has no example"  # others may go on from there
    for target, rest in resolved:
        # Files of an example need not exist: only its options must.
        options = {o for p in target.params if isinstance(p, click.Option) for o in p.opts}
        assert {word for word in rest if word.startswith("-")} <= options


@pytest.mark.parametrize("found", list(commands()), ids=name)
def test_the_first_line_fits_the_list_of_commands(found: tuple[Path, click.Command]) -> None:
    path, command = found
    assert not command.get_short_help_str(limit=66).endswith("...")
    shown = CliRunner().invoke(viva, [*path, "--help"])
    assert shown.exit_code == 0
    assert "Example" in shown.output


def test_every_option_is_explained() -> None:
    for path, command in commands():
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"viva {' '.join(path)} {option.opts[0]}: no help"


def test_version() -> None:
    assert CliRunner().invoke(viva, ["--version"]).output.startswith("viva, version ")
