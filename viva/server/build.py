"""From loaded bots to hosts that answer: the engines that each bot's file names, shared where equal."""

from __future__ import annotations

import logging
from functools import partial

from viva.dialogue.actions import Actions
from viva.dialogue.advice import advise
from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.dialogue.problems import counted
from viva.encoding.registry import sentence_encoder
from viva.hearing.engine import BotRecognizer, VoiceActivity
from viva.hearing.registry import ensure_models
from viva.pronunciation.pronouncer import pronouncer
from viva.server.bot_host import BotHost, Pools
from viva.server.recognition import compile_language, remote_recognizer
from viva.speaking.cache import PromptCache
from viva.speaking.engine import Synthesizer
from viva.speaking.registry import synthesizer as make_synthesizer
from viva.understanding.engine import Understander
from viva.understanding.understander import build_understander

log = logging.getLogger(__name__)

PROMPT_CACHE_BYTES = 64 * 1024 * 1024
"""For each bot: about half an hour of speech."""


def build_voice_activity() -> VoiceActivity:
    from viva.hearing.silero import SileroVad

    return SileroVad()


def tell_warnings(bot: Bot, understander: Understander) -> None:
    """One line in the log where `viva check` has warnings about a bot."""
    warnings = advise(bot, understander, pronouncer(bot.language.code))
    if warnings:
        log.warning("bot %s has %s; `viva check` tells them", bot.name, counted(warnings))


def build_hosts(bots: list[Bot], pools: Pools, *, stand_ins: bool = False) -> dict[str, BotHost]:
    """Hosts by bot name, in order.

    Raises:
        VivaError: an engine that is not known, a model that is missing or damaged.
    """
    synthesizers: dict[str, Synthesizer] = {}
    hosts: dict[str, BotHost] = {}
    for bot in bots:
        recognizer: BotRecognizer
        understander: Understander
        synthesizer: Synthesizer
        if stand_ins:
            from viva.lab.stand_ins import stand_in_engines

            recognizer, understander, synthesizer = stand_in_engines(bot.language)
        else:
            ensure_models(bot.engines["recognizer"])
            recognizer = remote = remote_recognizer(bot.engines["recognizer"], bot.language)
            if not remote.language.exists():
                log.info("compiling the language of %s, once", bot.name)
                compiling = partial(compile_language, remote.name, bot.language, remote.language)
                pools.hearing.start().submit(compiling).result()
            for _ in range(pools.hearing.workers):
                pools.hearing.start().submit(remote.load)
            name = bot.engines["synthesizer"]
            synthesizer = synthesizers.get(name) or make_synthesizer(name)
            synthesizers[name] = synthesizer
            understander = build_understander(
                bot.language, pronouncer=pronouncer(bot.language.code), encoder=sentence_encoder()
            )
        prompts = PromptCache(synthesizer, bot.voice, PROMPT_CACHE_BYTES)
        prompts.prerender_static(bot.prompts)
        hosts[bot.name] = BotHost(bot, Dialogue(bot), recognizer, understander, prompts, Actions(bot), pools)
    return hosts
