"""A bot made ready to answer calls: its engines, its prompts spoken, its actions loaded."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from viva.call.backchannels import BackchannelPolicy
from viva.call.core import Call
from viva.call.fillers import FillerPolicy
from viva.call.overlap import OverlapPolicy
from viva.call.settings import CallSettings
from viva.call.turn_end import EndOfTurn, WeighedEndOfTurn
from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.hearing.engine import BotRecognizer, VoiceAnalysis
from viva.server.engines import EnginePool, Engines
from viva.server.prompts import Prompts
from viva.server.recognition import processes as recognition_processes
from viva.speaking.espeak import Renderer
from viva.speaking.espeak_pool import EspeakPool
from viva.understanding.engine import Understander
from viva.understanding.reading import JsonValue

log = logging.getLogger(__name__)


SENTENCES = 32
"""That are made at the same time; more wait."""
SYNTHESIS_LIMIT_S = 60.0
"""For a whole sentence: some engines speak no faster than it is played."""


def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="viva-engine")


@dataclass(frozen=True, slots=True)
class Pools:
    """Workers for engines, shared by all bots of the process."""

    hearing: Engines
    """Recognition: some 100 ms of a core each, in processes of its own."""
    light: Engines
    """Understanding: a few milliseconds, on a thread, never behind a recognition."""
    speaking: Engines
    """Synthesis, on threads that wait for it: one for each sentence that is being made."""
    espeak: Renderer | None = None
    """Where eSpeak NG works: processes, for which such threads wait."""

    @classmethod
    def start(cls, processes: int, *, stand_ins: bool = False) -> Pools:
        """`processes`: for recognition, and as many for eSpeak NG, which idle most of the time.

        `stand_ins`: engines that cost nothing need no processes.
        """
        espeak = None if stand_ins else EspeakPool(processes)
        if espeak is not None:
            espeak.start()
        hearing = EnginePool("hearing", processes, 6.0, _threads if stand_ins else recognition_processes)
        return cls(
            hearing,
            EnginePool("light", 1, 3.0, _threads),
            EnginePool("speaking", SENTENCES, SYNTHESIS_LIMIT_S, _threads),
            espeak,
        )

    def close(self) -> None:
        self.hearing.close()
        self.light.close()
        self.speaking.close()
        if isinstance(self.espeak, EspeakPool):
            self.espeak.close()


class ActionRunner(Protocol):
    """`viva.dialogue.actions.Actions` in live calls."""

    async def run(
        self, action: str, arguments: Mapping[str, JsonValue], *, timeout_ms: int, call: str = ""
    ) -> JsonValue:
        """Raises whatever is the matter; the flow's `on_fail` answers it."""
        ...


@dataclass(frozen=True, slots=True)
class BotHost:
    """Shared by all calls of one bot."""

    bot: Bot
    dialogue: Dialogue
    recognizer: BotRecognizer
    understander: Understander
    prompts: Prompts
    actions: ActionRunner
    pools: Pools
    voice: Callable[[], VoiceAnalysis]
    """Makes the analysis of one caller's voice."""

    @property
    def settings(self) -> CallSettings:
        return call_settings(self.bot)

    def new_call(self) -> Call:
        return new_call(self.bot, self.dialogue)


def call_settings(bot: Bot) -> CallSettings:
    turn = bot.turn
    return CallSettings(
        no_input_ms=turn.no_input_ms, max_turn_ms=turn.max_turn_ms, max_call_ms=turn.max_call_ms
    )


def end_of_turn(bot: Bot) -> EndOfTurn:
    turn = bot.turn
    return WeighedEndOfTurn(turn.cut_in_cost, turn.waiting_cost, turn.longest_silence_ms)


def new_call(bot: Bot, dialogue: Dialogue, settings: CallSettings | None = None) -> Call:
    """The core of one call to `bot`: the same for a live call and for its replay."""
    return Call(
        dialogue,
        bot.wording,
        settings=settings or call_settings(bot),
        end_of_turn=end_of_turn(bot),
        overlap=OverlapPolicy(allowed=bot.turn.barge_in),
        backchannels=BackchannelPolicy() if bot.turn.backchannels else None,
        fillers=FillerPolicy() if bot.turn.fillers else None,
        adapt=bot.adapt,
    )
