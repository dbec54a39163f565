"""Why the bot spoke when it did, as the terminal shows it: pauses, sounds over the bot, voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from viva.call.view.call import BotLine, CallerLine, CallView
from viva.call.view.overlaps import OverlapView
from viva.call.view.pauses import PauseView
from viva.cli.calls_view import clock
from viva.errors import VivaError
from viva.hearing.voice.evidence import Measure
from viva.hearing.voice.manner import Manner

HEIGHTS = "▁▂▃▄▅▆▇█"
FULL = 4.0
"""Log odds at the full length of a bar."""
HALF = 10
"""Characters of a bar on each side of its middle."""
STYLES = {"taken": "green", "went_on": "yellow", "dropped": "dim", "open": "dim"}


class NoSuchTurn(VivaError):
    """The call has not that many turns."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class TurnParts:
    """A turn, and what was decided from the end of the one before to its own."""

    line: CallerLine | None
    """None: what came after the last turn."""
    pauses: tuple[PauseView, ...]
    overlaps: tuple[OverlapView, ...]
    replies: tuple[BotLine, ...] = ()
    """What the bot answered."""


def turn_parts(view: CallView, turn: int | None = None) -> list[TurnParts]:
    """Of a whole call, or of one turn.

    Raises:
        NoSuchTurn: naming those that there are.
    """
    lines = [line for line in view.transcript if isinstance(line, CallerLine)]
    parts: list[TurnParts] = []
    since = -1
    for line in [*lines, None]:
        until = view.duration_ms if line is None else line.end_ms
        pauses = tuple(one for one in view.pauses if since < one.start_ms <= until)
        overlaps = tuple(one for one in view.overlaps if since < one.start_ms <= until)
        replies = tuple(
            one for one in view.transcript if isinstance(one, BotLine) and line and one.turn == line.turn
        )
        if line is not None or pauses or overlaps:
            parts.append(TurnParts(line, pauses, overlaps, replies))
        since = until
    if turn is None:
        return parts
    found = [one for one in parts if one.line is not None and one.line.turn == turn]
    if not found:
        there = f"It has turns 1 to {len(lines)}." if lines else "The caller took no turn."
        raise NoSuchTurn(f"the call has no turn {turn}.", hint=there)
    return found


def turns_page(parts: Sequence[TurnParts]) -> RenderableType:
    """One after the other."""
    if not parts:
        return Text("the caller took no turn, and made no sound over the bot")
    return Group(*(part for one in parts for part in _turn(one)))


def pauses_page(pauses: Sequence[PauseView]) -> RenderableType:
    return Group(*(part for one in pauses for part in _pause(one)))


def _turn(parts: TurnParts) -> Iterator[RenderableType]:
    line = parts.line
    if line is None:
        yield Text("After the last turn", style="bold")
    else:
        how = "" if line.by == "speech" else f", by {line.by}"
        yield Text(f"Turn {line.turn}, {clock(line.start_ms)} to {clock(line.end_ms)}{how}", style="bold")
        yield Text(line.text or "(nothing recognized)", style="cyan")
        if line.voice is not None:
            yield Text(f"voice: {manner_words(line.voice)}", style="dim")
    decided: list[PauseView | OverlapView] = [*parts.pauses, *parts.overlaps]
    for one in sorted(decided, key=lambda one: one.start_ms):
        yield from _pause(one) if isinstance(one, PauseView) else _overlap(one)
    for reply in parts.replies:
        yield Text(f"{clock(reply.start_ms)}  {reply.text}", style="green")
        if reply.sounded:
            yield Text(f"        said {reply.sounded}", style="dim")
    yield Text()


def _overlap(one: OverlapView) -> Iterator[RenderableType]:
    more = "; it was nothing after all, and the bot goes on with the phrase" if one.resumed else ""
    yield Text(f"{clock(one.start_ms)}  over the bot: {one.why or 'not decided'}{more}", style="magenta")
    for judged in one.judged:
        text = f", “{judged.text}”" if judged.text else ""
        kind = judged.kind.replace("_", " ")
        sure = f"{judged.confidence:.2f}, wants the floor {judged.interruption:.2f}"
        yield Text(f"        {clock(judged.at_ms)}  {kind} {sure}{text}", style="dim")


def _pause(pause: PauseView) -> Iterator[RenderableType]:
    told = pause.why or "the log ends in this pause"
    yield Text(f"{clock(pause.start_ms)}  {told}", style=STYLES[pause.outcome])
    last = pause.scores[-1]
    course = "".join(HEIGHTS[min(7, int(8 * score.over))] for score in pause.scores)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for name, odds in last.because.items():
        table.add_row(name, _bar(odds), f"{odds:+.2f}")
    yield Padding(table, (0, 0, 0, 8))
    span = f"from {pause.scores[0].silence_ms} to {last.silence_ms} ms of silence"
    yield Text(f"        over     {course}  {span}, {last.over:.2f} of {last.threshold:.2f}")


def _bar(odds: float) -> Text:
    """Left of the middle for a turn that goes on, right for one that is over."""
    long = min(HALF, round(abs(odds) / FULL * HALF))
    left, right = ("", "█" * long) if odds > 0 else ("█" * long, "")
    return Text.assemble((f"{left:>{HALF}}", "red"), "│", (f"{right:<{HALF}}", "green"))


def manner_words(manner: Manner) -> str:
    """Measures of a turn, with how many deviations they are from this caller's usual."""
    voice, told = manner.voice, list[str]()

    def tell(name: str, found: Measure | None, form: str, z: float | None = None) -> None:
        if found is not None:
            told.append(f"{name} {form.format(found.value)}{'' if z is None else f' ({z:+.1f})'}")

    tell("pitch", voice.pitch_hz, "{:.0f} Hz", manner.pitch)
    tell("level", voice.level_db, "{:.0f} dBFS", manner.level)
    tell("rate", voice.rate, "{:.1f} syllables/s", manner.rate)
    tell("final pitch", voice.final_pitch_st, "{:+.1f} st")
    tell("final level", voice.final_level_db, "{:+.0f} dB")
    tell("arousal", manner.arousal, "{:+.1f}")
    return ", ".join(told)
