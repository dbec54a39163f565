"""From the conditions of a call to a caller who speaks under them."""

from __future__ import annotations

import numpy as np

from viva.dialogue.bot import Bot
from viva.lab.simulate.caller import Caller
from viva.lab.simulate.cast import Conditions
from viva.lab.simulate.voice.caller import SpeakingCaller
from viva.lab.simulate.voice.echo import Echo
from viva.lab.simulate.voice.line import line
from viva.lab.simulate.voice.noise import Background, level_of
from viva.lab.simulate.voice.voices import caller_voice
from viva.speaking.engine import Voice


def speaking_caller(
    mind: Caller, conditions: Conditions, bot: Bot, *, seed: int, number: int = 0
) -> SpeakingCaller:
    """Who makes call `number` of a simulation. The same arguments give the same sound.

    Raises:
        VivaError: the bot's language has no voice, or there is no such voice, noise or line.
    """
    rng = np.random.default_rng([seed % 2**32, number])
    name = caller_voice(conditions.voice, bot, rng)
    voice = Voice(name, conditions.rate, conditions.pitch)
    background = None
    if conditions.noise and conditions.snr_db is not None:
        level = level_of(conditions.snr_db, conditions.level_db)
        background = Background(conditions.noise, level, rng)
    return SpeakingCaller(
        mind,
        voice,
        line(conditions.line, conditions.loss, rng),
        rng,
        level_db=conditions.level_db,
        background=background,
        echo=Echo(conditions.echo_db, rng) if conditions.echo_db is not None else None,
    )
