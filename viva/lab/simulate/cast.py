"""The cast of a simulation: who makes call number so-and-so, what for, and under which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from viva.dialogue.bot import Bot
from viva.lab.simulate.distribution import choose
from viva.lab.simulate.goal import Goal, drawn
from viva.lab.simulate.mind import Mind
from viva.lab.simulate.persona import Persona
from viva.understanding.reading import JsonValue

NOW = "2026-01-05T10:00:00"
"""A Monday: the caller's time where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a caller sounds and reaches the bot."""

    voice: str = ""
    """Of the synthesizer; '': one of the bot's language."""
    rate: int = 165
    """Words per minute."""
    pitch: int = 50
    """0..100"""
    level_db: float = 0.0
    """Above or below the usual loudness of speech."""
    noise: str = ""
    """Its kind, or the path of an audio file; '' none."""
    snr_db: float | None = None
    """Of the speech to the noise; None without noise."""
    line: str = "wideband"
    """`wideband`, `telephone` or `mobile`."""
    loss: float = 0.0
    """Share of packets lost, 0..1."""
    echo_db: float | None = None
    """The bot's own voice as it comes back, against how it was sent; None: it does not."""

    def to_json(self) -> dict[str, JsonValue]:
        """As `CallTruth.conditions` has it: the noise as a label such as `clean` or `babble 10 dB`."""
        noise = "clean" if not self.noise else f"{Path(self.noise).stem} {self.snr_db:g} dB"
        return {
            "noise": noise,
            "line": self.line,
            "voice": self.voice,
            "rate": self.rate,
            "level_db": self.level_db,
            "loss": self.loss,
            "echo_db": self.echo_db,
        }


@dataclass(frozen=True, slots=True)
class CastCall:
    mind: Mind
    persona: Persona
    goals: tuple[Goal, ...]
    """As they were at the start; `mind.goals` at the end."""
    conditions: Conditions

    def goal_json(self) -> dict[str, JsonValue]:
        """For `CallTruth.goal`: the first goal as it stands now, the others under `then`."""
        first, *others = [goal.to_json() for goal in self.mind.goals]
        return {**first, "then": list[JsonValue](others)} if others else first


def cast(personas: Sequence[Persona], bot: Bot, *, seed: int, number: int, now: str = NOW) -> CastCall:
    """Draw call `number`: it follows from the arguments alone, whatever other calls there are.

    now: the caller's local date and time, ISO 8601, from which days are chosen.
    """
    random = Random(f"{seed} {number} cast")
    persona = random.choices(personas, [one.habits.weight for one in personas])[0]
    names = persona.phrases.listed["names"]
    chosen = [choose(persona.weights, random)]
    if random.random() < persona.habits.second_goal:
        chosen.append(choose(persona.weights, random))
    goals: list[Goal] = []
    for name in chosen:
        known = goals[0].slots if goals else {}
        goal = drawn(name, persona.goals[name], bot, random, now, names, known)
        goals.append(_recorded(goal, persona, random))
    conditions = _conditions(persona, random)
    mind = Mind(bot, persona, goals, random=Random(f"{seed} {number} mind"), now=now)
    return CastCall(mind, persona, tuple(goals), conditions)


def _recorded(goal: Goal, persona: Persona, random: Random) -> Goal:
    """The goal of a recording, where the persona has some for its intent."""
    fitting = [one for one in persona.recordings if one.intent == goal.intent]
    if not fitting:
        return goal
    chosen = random.choice(fitting)
    slots = {**dict.fromkeys(goal.slots), **chosen.slots}
    return replace(goal, slots=slots, flexible=frozenset(), recording=chosen.path)


def _conditions(persona: Persona, random: Random) -> Conditions:
    sounds = persona.habits.sounds
    noise = choose(sounds.noise, random)
    if Path(noise).suffix and persona.folder is not None:
        noise = str(persona.folder / noise)
    snr_db = float(sounds.snr_db.whole(random))
    return Conditions(
        voice=choose(sounds.voice, random),
        rate=sounds.rate.whole(random),
        pitch=sounds.pitch.whole(random),
        level_db=round(sounds.level_db.draw(random), 1),
        noise="" if noise == "none" else noise,
        snr_db=None if noise == "none" else snr_db,
        line=choose(sounds.line, random),
        loss=round(sounds.loss.draw(random), 3),
        echo_db=round(sounds.echo_db.draw(random), 1) if sounds.echo_db is not None else None,
    )
