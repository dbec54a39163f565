"""Calls as the terminal shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from viva.call.view.call import BotLine, CallerLine, CallView
from viva.ops.store import CallRow

PARTS = {
    "total": "total",
    "pause": "pause",
    "decision": "decision",
    "recognition": "recog-\nnition",
    "understanding": "under-\nstanding",
    "wording": "wording",
    "first_audio": "first\naudio",
}
"""The parts of a reply's latency, as docs/reference/websocket.md has them -> headings that fit 80 columns."""
STATUS_STYLE = {"live": "green", "cut": "red"}


def clock(ms: int | None) -> str:
    """Milliseconds as `1:02.3`; `-` for None."""
    if ms is None:
        return "-"
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest // 1000:02d}.{rest % 1000 // 100}"


def call_table(rows: Sequence[CallRow]) -> Table:
    """One line for each call."""
    table = Table("call", "bot", "channel", "caller", "length", "turns", "ended", box=None, pad_edge=False)
    table.columns[0].no_wrap = True
    for row in rows:
        ended = row.reason if row.status == "ended" else row.status
        texts = (row.id, row.bot, row.channel, row.caller, clock(row.duration_ms), str(row.turns), ended)
        table.add_row(*(Text(text) for text in texts), style=STATUS_STYLE.get(row.status, ""))
    return table


def call_page(row: CallRow, view: CallView, *, cut: bool = False) -> RenderableType:
    """A whole call: heading, transcript, latency table, notes. `cut`: the log ends in the middle."""
    heading = f"{row.id}  {row.bot} by {row.channel}, {clock(view.duration_ms)}, {row.reason or row.status}"
    parts: list[RenderableType] = [Text(heading, style="bold"), Text(), _transcript(view)]
    if view.replies:
        parts += [Text(), _latencies(view)]
    lines = [f"{clock(gap['start_ms'])}  not answered: {gap['reason']}" for gap in view.unanswered]
    lines += [f"{clock(note['at_ms'])}  {note['code']}: {note['message']}" for note in view.notes]
    if cut or row.status == "cut":
        lines.append("the call was cut: its server ended while it was live")
    if lines:
        parts += [Text(), *(Text(line, style="yellow") for line in lines)]
    return Group(*parts)


def _transcript(view: CallView) -> Table:
    table = Table("from", "to", "who", "what", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in table.columns[:3]:
        column.no_wrap = True
    for line in view.transcript:
        style = "cyan" if line.speaker == "caller" else ""
        table.add_row(clock(line.start_ms), clock(line.end_ms), line.speaker, _said(line), style=style)
    return table


def _said(line: CallerLine | BotLine) -> Text:
    """The words; of an interrupted prompt, what was not heard is struck through."""
    if isinstance(line, CallerLine):
        return Text(line.text or "(nothing recognized)")
    if not line.interrupted:
        return Text(line.text)
    heard = line.heard if line.text.startswith(line.heard) else ""
    return Text.assemble(heard, (line.text[len(heard) :], "dim strike"), (" (interrupted)", "yellow"))


def _latencies(view: CallView) -> Table:
    table = Table("turn", "at", *PARTS.values(), "prepared", box=None, pad_edge=False, title="Replies, ms")
    table.title_justify = "left"
    for column in table.columns[2:-1]:
        column.justify = "right"
    for reply in view.replies:
        latency: dict[str, Any] = reply["latency_ms"]
        values = ["-" if latency.get(part) is None else str(latency[part]) for part in PARTS]
        table.add_row(str(reply["turn"]), clock(reply["at_ms"]), *values, str(reply["speculation"]))
    return table
