"""From loaded bots to hosts that answer: the engines that each bot's file names, shared where equal."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from viva.dialogue.actions import Actions
from viva.dialogue.advice import advise
from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.problems import counted
from viva.dialogue.recorded import recordings_of
from viva.dialogue.training import Training, training_file
from viva.hearing.engine import BotRecognizer, VoiceActivity, VoiceAnalysis
from viva.hearing.registry import ensure_models
from viva.hearing.voice.classifier import read_classifier
from viva.hearing.voice.listening import VoiceListener
from viva.models.built import is_whole
from viva.pronunciation.pronouncer import pronouncer
from viva.server.bot_host import BotHost, Pools
from viva.server.recognition import RemoteRecognizer, compile_language, remote_recognizer
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Synthesizer
from viva.speaking.kept import kept_speech
from viva.speaking.prepared import prepared
from viva.speaking.registry import speaker as make_speaker
from viva.speaking.registry import synthesizer as make_synthesizer
from viva.speaking.settings import EngineSettings
from viva.speaking.speaker import Speaker
from viva.understanding.engine import Understander

log = logging.getLogger(__name__)

PROMPT_CACHE_BYTES = 64 * 1024 * 1024
"""For each bot: about half an hour of speech."""

Tell = Callable[[str], object]
"""Takes a text in pieces, as a stream's `write` does, for whoever waits."""


def silent(_: str) -> None:
    """A `Tell` for where nobody waits."""


def build_voice_activity() -> VoiceActivity:
    from viva.hearing.silero import SileroVad

    return SileroVad()


def tell_warnings(bot: Bot, understander: Understander) -> None:
    """One line in the log where `viva check` has warnings about a bot."""
    warnings = advise(bot, understander, pronouncer(bot.language.code))
    if warnings:
        log.warning("bot %s has %s; `viva check` tells them", bot.name, counted(warnings))


def build_hosts(
    bots: Sequence[Bot],
    pools: Pools,
    *,
    stand_ins: bool = False,
    advice: bool = True,
    tell: Tell = silent,
    steady: bool = False,
) -> dict[str, BotHost]:
    """Hosts by bot name, in order. What was not compiled before is compiled first, and `tell` told so.

    advice: say in the log how many warnings a bot has.
    steady: how a sentence sounds depends on nothing else, given an eSpeak NG of which that is true: no spare
        voice speaks where one fails, and what lies on disk of live calls is not used.

    Raises:
        VivaError: an engine that is not known, a model that is missing or damaged, no place for what
            was compiled.
    """
    synthesizers: dict[EngineSettings, Synthesizer] = {}
    hosts: dict[str, BotHost] = {}
    kept = None if stand_ins else kept_speech(steady=steady)
    for bot in bots:
        recognizer: BotRecognizer
        understander: Understander
        speaker: Speaker
        voice: Callable[[], VoiceAnalysis]
        if stand_ins:
            from viva.lab.stand_ins import StandInVoiceAnalysis, stand_in_engines

            voice = StandInVoiceAnalysis
            recognizer, understander, synthesizer = stand_in_engines(bot.language)
            speaker = Speaker(synthesizer, bot.voice, recordings_of(bot))
        else:
            ensure_models(bot.engines["recognizer"])
            recognizer = remote = remote_recognizer(bot.engines["recognizer"], bot.language)
            understander = _ready(bot, remote, pools, advice=advice, tell=tell)
            voice = _voice_analysis(bot)
            wanted = bot.synthesizer
            made = synthesizers.get(wanted) or make_synthesizer(wanted, pools.espeak)
            synthesizers[wanted] = made
            recordings = recordings_of(bot)
            speaker = make_speaker(
                wanted,
                made,
                bot.voice,
                bot.language.code,
                recordings=recordings,
                pool=pools.espeak,
                spare=not steady,
            )
        prompts = PromptCache(speaker, PROMPT_CACHE_BYTES, kept)
        prompts.prerender(prepared(bot.wording, bot.adapt), tell)
        hosts[bot.name] = BotHost(
            bot, Dialogue(bot), recognizer, understander, prompts, Actions(bot), pools, voice
        )
    return hosts


def _voice_analysis(bot: Bot) -> Callable[[], VoiceAnalysis]:
    file = bot.engines["voice"]
    return partial(VoiceListener, read_classifier(bot.files[file]) if file else None)


def _ready(bot: Bot, remote: RemoteRecognizer, pools: Pools, *, advice: bool, tell: Tell) -> Understander:
    """The bot's understander, its recognizer on its way; compiled at the same time where that is due."""
    begun = time.monotonic()
    compiling: Future[None] | None = None
    if not is_whole(remote.language):
        work = partial(compile_language, remote.name, bot.language, remote.language)
        compiling = pools.hearing.start().submit(work)
    due = compiling is not None or not training_file(bot.language).exists()
    if due:
        tell(f"compiling the language of {bot.name} ... ")
    if compiling is None:
        _load(remote, pools)
    training = Training(bot.language)
    if advice:
        tell_warnings(bot, training.understander)
    training.keep()
    if compiling is not None:
        compiling.result()
        _load(remote, pools)
    if due:
        tell(f"{time.monotonic() - begun:.1f} s, kept for the next start\n")
    return training.understander


def _load(remote: RemoteRecognizer, pools: Pools) -> None:
    """Have every recognition process load, while the rest goes on."""
    for _ in range(pools.hearing.workers):
        pools.hearing.start().submit(remote.load)
