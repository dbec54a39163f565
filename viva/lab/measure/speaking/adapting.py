"""How a bot follows a caller's rate: decided by the core, and as it comes out of the voice."""

from __future__ import annotations

from statistics import median

from viva.call.delivery import Delivery
from viva.dialogue.bot import Bot
from viva.lab.say.asked import Asked, ways
from viva.lab.say.caller import Caller, turn_of
from viva.lab.say.spoken import speaker_of
from viva.speaking.manner import laid_over
from viva.speaking.prosody import PLAIN

TURNS = (1.0, 0.8, 0.8, 0.8, 1.0, 1.0, 1.0, 1.0)
"""The caller's rate in each turn, times the usual: three turns 20 % slower, then as before."""
SENTENCES = ("Which day would suit you?", "I have found your appointment.", "Is there anything else?")


def bench_adapting(bot: Bot) -> str:
    """A row for each turn: the caller's rate, the bot's as decided, and as measured by duration."""
    speaker = speaker_of(bot)
    scripts = [ways(bot, Asked(text=text))[0].script for text in SENTENCES]
    usual = [speaker.render(laid_over(script, PLAIN)).duration_ms for script in scripts]
    delivery = Delivery(bot.adapt)
    lines = [f"{'turn':>4} {'caller':>7} {'decided':>8} {'measured':>9}"]
    for turn, rate in enumerate(TURNS, 1):
        delivery = delivery.after(turn_of(Caller(rate=rate)))
        spoken = delivery.of("statement")
        said = [laid_over(script, spoken.prosody, spoken.pause_ms) for script in scripts]
        lengths = [speaker.render(script).duration_ms for script in said]
        measured = median(before / after for before, after in zip(usual, lengths, strict=True))
        lines.append(f"{turn:4} {rate:7.2f} {spoken.prosody.rate:8.3f} {measured:9.3f}")
    return "\n".join(lines)
