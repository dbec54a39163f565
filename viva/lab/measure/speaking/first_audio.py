"""How long callers wait for the first audio of a sentence, on the way that a server's calls take."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

import click
import numpy as np

from viva.server.bot_host import Pools
from viva.server.engines import Job
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Chunk, Voice
from viva.speaking.espeak import EspeakSynthesizer
from viva.speaking.prosody import PLAIN, Prosody
from viva.speaking.script import Piece, Script
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound

VOICE = Voice("en-gb")
SENTENCES = (
    "Your table for {n} is booked, and the number of your booking is {n}.",
    "That makes {n} pounds in all; would you like anything else?",
    "The next free time is on Thursday the {n}th at half past four in the afternoon.",
    "I have {n} large lattes with oat milk, is that right?",
    "Sorry, I did not catch that, did you say {n} or something else?",
    "Thank you, order {n} will be ready in about ten minutes.",
)
PACE_S = 6.0
"""Between two sentences of one call that is served steadily."""
SLOWER = Prosody(rate=0.9, pitch_st=-0.5)
"""As for a caller who speaks slowly: the rest is made more exact, the beginning is not to wait for it."""

Made = Generator[Chunk, None, None] | Generator[Sound, None, None]


@dataclass(slots=True)
class Waits:
    """Milliseconds from the request to what came on the event loop."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        first, whole = (np.percentile(times or [0], [50, 95, 99]) for times in (self.first, self.whole))
        told = "  ".join(f"{a:6.1f} {b:6.1f} {c:6.1f}" for a, b, c in (first, whole))
        return f"{name:>34} {len(self.first):5}  {told}"


def bench_first_audio(calls: int, rounds: int, seconds: float) -> None:
    """Prints p50, p95 and p99 in ms: of bursts, where all calls ask in the same instant, and steadily."""
    sys.setswitchinterval(0.001)  # as the server has it
    asyncio.run(_bench(calls, rounds, seconds))


async def _bench(calls: int, rounds: int, seconds: float) -> None:
    pools = Pools.start(_cores())
    try:
        synthesizer = EspeakSynthesizer(pools.espeak)
        prompts = PromptCache(Speaker(synthesizer, VOICE), 64_000_000)
        numbers = iter(range(10_000_000))

        def by_synthesizer(prosody: Prosody) -> Made:
            return synthesizer.stream(_sentence(next(numbers), prosody).pieces, VOICE)

        def by_speaker(prosody: Prosody) -> Made:
            return prompts.stream(_sentence(next(numbers), prosody))

        await _burst(pools, partial(by_synthesizer, PLAIN), calls, Waits())  # processes started
        click.echo(f"{calls} calls, {_cores()} processes; ms, p50 p95 p99")
        click.echo(f"{'':>34} count  {'first audio':^20}  {'whole sentence':^20}")
        for name, prosody in (("", PLAIN), (", slower", SLOWER)):
            for way, make in (("synthesizer", by_synthesizer), ("speaker and cache", by_speaker)):
                waits = Waits()
                for _ in range(rounds):
                    await _burst(pools, partial(make, prosody), calls, waits)
                    await asyncio.sleep(0.1)
                click.echo(waits.row(f"{way}, burst{name}"))
        waits = Waits()
        await asyncio.gather(
            *(_call(pools, partial(by_speaker, PLAIN), seconds, i, waits) for i in range(calls))
        )
        click.echo(waits.row("speaker and cache, steady"))
        click.echo(_cached(prompts, calls * rounds).row("kept in the cache"))
    finally:
        pools.close()


async def _burst(pools: Pools, make: Callable[[], Made], calls: int, waits: Waits) -> None:
    await asyncio.gather(*(_ask(pools, make, waits) for _ in range(calls)))


async def _call(pools: Pools, make: Callable[[], Made], seconds: float, seed: int, waits: Waits) -> None:
    chance = random.Random(seed)
    until = perf_counter() + seconds
    while True:
        await asyncio.sleep(chance.expovariate(1 / PACE_S))
        if perf_counter() > until:
            return
        await _ask(pools, make, waits)


async def _ask(pools: Pools, make: Callable[[], Made], waits: Waits) -> None:
    asked = perf_counter()
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    begun = False

    def given(_: object, __: int) -> None:
        nonlocal begun
        if not begun:
            begun = True
            waits.first.append(1000 * (perf_counter() - asked))

    def failed(reason: str) -> None:
        done.set_exception(RuntimeError(reason))

    pools.speaking.stream(Job("speech"), make, given, lambda _, __: done.set_result(None), failed)
    await done
    waits.whole.append(1000 * (perf_counter() - asked))


def _cached(prompts: PromptCache, count: int) -> Waits:
    script = _sentence(0, PLAIN)
    prompts.render(script)
    waits = Waits()
    for _ in range(count):
        asked = perf_counter()
        prompts.get(script)
        waits.first.append(1000 * (perf_counter() - asked))
    waits.whole = waits.first
    return waits


def _sentence(number: int, prosody: Prosody) -> Script:
    text = SENTENCES[number % len(SENTENCES)].format(n=2 + number)
    return Script((Piece(text, prosody=prosody),))


def _cores() -> int:
    return os.cpu_count() or 1
