"""The table of `viva build`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from viva.models.built import built_folder
from viva.server.compiling import Compiled, compile_bots


def build_with_table(bots: Sequence[Path], console: Console, *, force: bool) -> None:
    """Compile with a line that says what is under way, then show what there is.

    Raises:
        VivaError: see `compile_bots`.
    """
    with console.status("reading the bots") as status:
        done = list(compile_bots(bots, force=force, begin=status.update))
    table = Table("bot", "for", "holds", "size", "compiled", box=None, pad_edge=False)
    for one in done:
        table.add_row(one.bot, one.part, one.holds, _size(one.size), _state(one))
    console.print(table)
    console.print(f"\nin {built_folder()}", soft_wrap=True)


def _state(one: Compiled) -> str:
    return f"now, in {one.seconds:.1f} s" if one.new else "before"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
