"""`viva demo`: the example bots, one spoken test call to look at, then the page."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import click

from viva.channels.audiofile import Show
from viva.ops.store import Store
from viva.server.build import Tell, silent
from viva.server.place import place_call_in
from viva.server.serve import recover
from viva.server.worker import WorkerOptions, listening, open_directory
from viva.speaking.engine import Voice

BOTS = ("clinic", "barista")
CALLER = Voice("en-us", rate=150)
"""A synthesized caller, unlike the bots' voices."""
SAYS = (
    ("What are your opening hours on Friday?", 6.5),
    ("I want to make an appointment.", 4.5),
    ("On Thursday please.", 9.5),
    ("At ten in the morning.", 0.0),
)
"""What the caller says, and the seconds of silence after each for the bot's answer."""


def caller_audio() -> bytes:
    """The test call's caller: PCM16LE, mono, 16 kHz."""
    from viva.speaking.registry import say

    return b"".join(say(text, CALLER).pcm + bytes(int(pause * 16_000) * 2) for text, pause in SAYS)


def run_demo(
    examples: Path, *, port: int, test_call: bool, data: Path, show: Show, tell: Tell = silent
) -> None:
    """Serve the example bots until Ctrl-C, after one test call to the clinic.

    Raises:
        VivaError: a model, the data folder or the port is not as it must be.
    """
    store = Store(data)
    for row in recover(store):
        click.secho(f"call {row.id} with {row.bot} was cut when its server ended", fg="yellow")
    store.close()
    bots = tuple(examples / b for b in BOTS)
    asyncio.run(_demo(WorkerOptions(bots, data, port=port, tell=tell), test_call, show))


async def _demo(options: WorkerOptions, test_call: bool, show: Show) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with open_directory(options) as directory, listening(directory, options) as port:
        click.echo(f"ready: http://localhost:{port}")
        if test_call:
            click.echo(f"a spoken test call to the {BOTS[0]}, its caller synthesized:\n")
            call = asyncio.create_task(place_call_in(directory, BOTS[0], caller_audio(), show))
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({call, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if call.done():
                placed = call.result()
                click.echo(f"\nthis call's page: http://localhost:{port}/calls/{placed.call_id}")
            call.cancel()
        if not stop.is_set():
            click.secho(f"\nopen http://localhost:{port} and talk  (Ctrl-C stops)", bold=True)
        await stop.wait()
