"""One call in virtual time: the server's own session, media loop and voice, as fast as they compute."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from viva.call.events import KeyPressed, LineNoted, TextEntered
from viva.call.settings import CallSettings
from viva.channels.line import FRAME_MS
from viva.dialogue.actions import Actions
from viva.lab.virtual.far_end import Entered, Entering, FarEnd
from viva.lab.virtual.far_line import FarLine, Witnessed
from viva.lab.virtual.loop import StuckError, VirtualLoop
from viva.lab.virtual.station import Station
from viva.server.bot_host import ActionRunner, new_call
from viva.server.media_loop import MediaLoop
from viva.server.recorder import Recorder
from viva.server.session import Session

LIMIT_MS = 600_000
CHANNEL = "simulation"


@dataclass(frozen=True, slots=True)
class Ended:
    reason: str
    """As the call's row in the store has it."""
    t: int
    """Milliseconds."""
    turns: int
    """That the bot answered."""
    problem: str = ""
    """Why the call was cut short: its limit, or what the far end or the loop raised; '' where it was not."""


def run_call(
    station: Station,
    bot: str,
    far_end: FarEnd,
    *,
    call_id: str,
    now: str,
    recorder: Recorder,
    calls: int = 0,
    caller: str = "",
    channel: str = CHANNEL,
    limit_ms: int = LIMIT_MS,
    actions: ActionRunner | None = None,
    settings: CallSettings | None = None,
    entering: Entering | None = None,
) -> Ended:
    """Until the bot ends the call, the far end leaves, or the limit is reached. Blocking.

    bot: a name of the station's. `now`, `calls`: as `Session.start` takes them. `caller`: as a `Line` has it.
    recorder: is closed at the end. `actions`: None: the bot's own, as if nothing had run them before; they
    learn that the call is simulated. `settings`: None: the bot's own. `entering`: keys and text; None: none.

    Raises:
        ActionError: the bot's `actions.py` raised while it was loaded.
    """
    host = station.hosts[bot]
    host = replace(host, actions=actions or Actions(host.bot, simulated=True))
    call = new_call(host.bot, host.dialogue, settings)
    line = FarLine(far_end, channel, caller, entering or _nothing)
    media = MediaLoop(station.voice_activity)
    ends: list[Ended] = []

    def ended(session: Session, reason: str) -> None:
        media.remove(session)
        ends.append(Ended(reason, session.t, session.call.turns, line.problem))

    session = Session(call_id, call, host, line, Witnessed(recorder, line, call), media.open_stream(), ended)
    # What does not let itself be cancelled is stuck once more when the loop is closed.
    with contextlib.suppress(StuckError), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        try:
            runner.run(_until_it_ends(media, session, line, now, calls, limit_ms))
        except StuckError as error:
            line.problem = str(error)
            session.left("failed")
    return ends[0]


async def _until_it_ends(
    media: MediaLoop,
    session: Session,
    line: FarLine,
    now: str,
    calls: int,
    limit_ms: int,
) -> None:
    loop = asyncio.get_running_loop()
    media.add(session)
    session.start(now, calls)
    begin = loop.time()
    while True:
        line.t += FRAME_MS
        await asyncio.sleep(begin + line.t / 1000 - loop.time())
        if session.ended:
            return
        if line.t > limit_ms:
            line.problem = f"the call was ended at its limit of {limit_ms / 1000:g} s"
        reason = line.leaves()
        if reason is not None:
            session.left(reason)
            return
        for entered in line.enters():
            _enter(session, entered)
        session.caller_audio(line.audio())
        media.tick(loop.time())


def _nothing(_: int) -> Sequence[Entered]:
    return ()


def _enter(session: Session, entered: Entered) -> None:
    match entered:
        case KeyPressed():
            session.key(entered.digit)
        case TextEntered():
            session.text(entered.text)
        case LineNoted():
            session.note(entered.code, entered.message)
