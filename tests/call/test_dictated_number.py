"""A number dictated in groups by a synthesized voice, through the engines and the core."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from tests.call.shell import Shell, World
from viva.audio.pcm import from_float, to_float
from viva.call import commands as cm
from viva.call import events as ev
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.machine import Dialogue
from viva.hearing.registry import recognizer
from viva.hearing.silero import SileroVad
from viva.hearing.speech import SpeechDetector
from viva.server.bot_host import new_call
from viva.speaking.engine import Voice
from viva.speaking.registry import say
from viva.understanding.engine import Context
from viva.understanding.understander import build_understander

BOT = """
title: Numbers
entities: {phone: {kind: phone, minimum: 10, maximum: 10}}
slots: {phone: phone}
flows:
  start:
    - ask: phone
      prompt: Your number, please
    - say: Thank you.
"""
RATE = 16_000
BEGINS_MS = 5000
"""The bot has asked by then."""


class Dictated(Shell):
    """Hears what is in `pcm`, as the real engines do."""

    def hear(self, pcm: bytes) -> None:
        self.pcm = pcm
        bot = self.bot = load_bot_from_files({"bot.yaml": BOT}, "numbers")
        self.understander = build_understander(bot.language)
        self.recognizer = recognizer("moonshine-tiny")
        vad, detector, samples = SileroVad(), SpeechDetector(), to_float(pcm)
        stream = vad.open()
        for first in range(0, len(samples) - vad.window + 1, vad.window):
            now = (first + vad.window) * 1000 // RATE
            heard = vad.probabilities([stream], samples[None, first : first + vad.window])[0]
            for change in detector.push(float(heard), now):
                made = ev.SpeechStarted if change.kind == "started" else ev.SpeechPaused
                self.at(now, lambda made=made, at=change.at_ms: made(self.t, at))

    def _carry_out(self, command: cm.Command) -> None:
        match command:
            case cm.Recognize():
                heard = self.recognizer.recognize(
                    self.pcm[command.start_ms * 32 : command.end_ms * 32], command.expects
                )
                self.at(self.t + 80, lambda: ev.Recognized(self.t, command.request, heard, 80))
            case cm.Understand():
                context = Context(command.now, command.expects)
                reading = self.understander.understand(command.recognition, context)
                self.at(self.t + 5, lambda: ev.Understood(self.t, command.request, reading, 5))
            case _:
                super()._carry_out(command)


@pytest.mark.models
def test_it_is_not_cut_off_and_taken_at_once() -> None:
    pause_ms = 1100  # what eSpeak says is misheard now and then, and then waited for 1.2 s
    groups = ["nine eight seven", "six five four", "three two one five"]
    pieces = [np.zeros(BEGINS_MS * 16, np.float32)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        # Within a process, what eSpeak NG says depends on what it has said before.
        spoken = [fresh.submit(say, group, Voice("en-us")).result() for group in groups]
    for speech in spoken:
        pieces += [to_float(speech.pcm)]
        pieces += [np.zeros(pause_ms * 16, np.float32)]
    pieces[-1] = np.zeros(3 * RATE, np.float32)
    row = np.concatenate(pieces)
    row = row + np.random.default_rng(1).normal(0, 0.001, len(row)).astype(np.float32)
    last_ms = (len(row) - 3 * RATE) // 16

    bot = load_bot_from_files({"bot.yaml": BOT}, "numbers")
    made = Dictated(new_call(bot, Dialogue(bot)), World())
    made.start()
    made.hear(from_float(row))
    made.run(len(row) // 16)

    (turn,) = made.of(cm.TurnTaken)
    assert turn.reading.dictated is not None and turn.reading.dictated.complete > 0.5
    assert turn.end_ms > last_ms - 300
    (reply,) = made.of(cm.ReplyStarted)[-1:]
    assert reply.latency_ms.total < 1500
