"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from viva.errors import VivaError

BOT_FILE = "bot.yaml"
EXAMPLES = Path(__file__).resolve().parents[2] / "bots"
"""The example bots of a checkout; elsewhere there are none."""
SHELVES = (Path(), Path("bots"), EXAMPLES)
"""Where a bot is looked for by its name."""


class NotATime(VivaError):
    """`--now` is no date and time."""

    exit_code = 2


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class OutFile(click.Path):
    """A file to write to. Its folder is looked for before the work that is to be written down, not after."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not os.access(path.parent, os.W_OK):
            what = "cannot be written to" if path.parent.is_dir() else "does not exist"
            self.fail(f"{path}: the folder {path.parent} {what}", param, ctx)
        return path


def bot_folder(name: str) -> Path | None:
    """Of a bot by its name or folder; None: there is none."""
    return next((shelf / name for shelf in SHELVES if (shelf / name / BOT_FILE).is_file()), None)


class BotFolder(click.ParamType[Path]):
    """A bot: its folder, or the name of one in `./bots` or among the examples."""

    name = "bot"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if isinstance(value, Path):
            return value
        name = str(value)
        folder = bot_folder(name)
        if folder is not None:
            return folder
        if Path(name).is_dir():
            self.fail(f"{name} holds no {BOT_FILE}: it is not a bot's folder", param, ctx)
        self.fail(f"no bot {name!r}; {_advice(name)}", param, ctx)


def _advice(name: str) -> str:
    known = sorted({path.parent.name for shelf in SHELVES for path in shelf.glob(f"*/{BOT_FILE}")})
    near = get_close_matches(name, known, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"the bots here are {', '.join(known)}" if known else "make one with `viva init NAME`"


def bot_argument(*, many: bool = False, required: bool = True) -> Decorator:
    """`BOT`, or `BOT...`."""
    if many:
        return click.argument("bots", metavar="BOT...", type=BotFolder(), nargs=-1, required=True)
    return click.argument("bot", metavar="BOT" if required else "[BOT]", type=BotFolder(), required=required)


def workers_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--processes N` and `--ray [ADDRESS]`, see `viva.cli.working.crew_of`."""
    processes = click.option(
        "--processes",
        type=click.IntRange(1, 256),
        metavar="N",
        help="Workers; as many as cores unless given.",
    )
    ray = click.option(
        "--ray",
        is_flag=False,
        flag_value="",
        metavar="[ADDRESS]",
        help="Work on Ray instead: on this machine, or on the cluster at ADDRESS.",
    )
    return processes(ray(command))


def data_option() -> Decorator:
    """`--data DIR`; None where it was not given, see `data_folder`."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        metavar="DIR",
        envvar="VIVA_DATA",
        show_envvar=True,
        help="Folder of calls, recordings and logs; ~/.local/share/viva unless told.",
    )


def rows_option() -> Decorator:
    """`--rows FILE` of a benchmark; None where it was not given."""
    return click.option(
        "--rows",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write each row with its truth as JSON Lines, for viva eval.",
    )


def folder_of(data: Path | None) -> Path:
    """The data folder that `--data` named, or the usual one."""
    from viva.ops.store import data_folder

    return data if data is not None else data_folder()


def console() -> Any:
    """A rich console that prints what it is given, without reading markup or emoji into it."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False)


def local_moment(now: str | None) -> str:
    """What `--now` names, or now: local time, ISO 8601, to the second; a zone is dropped, as in a call.

    Raises:
        VivaError: it is no date and time.
    """
    from datetime import datetime

    try:
        moment = datetime.fromisoformat(now) if now else datetime.now().astimezone()
    except ValueError:
        raise NotATime(f"--now {now!r} is no date and time.", hint="Write 2026-11-24T09:30.") from None
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
