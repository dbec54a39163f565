"""The same callers in quiet and in noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from viva.lab.simulate.distribution import between
from viva.lab.simulate.persona import Persona

CONDITIONS = ("clean", "noisy")
NOISES = {"babble": 1.0, "kitchen": 1.0, "street": 1.0}
SNR_DB = (6, 18)


def under(condition: str, personas: Sequence[Persona]) -> tuple[Persona, ...]:
    """All personas without noise behind them, or all with it; nothing else of them differs."""
    noise = {"none": 1.0} if condition == "clean" else NOISES

    def changed(persona: Persona) -> Persona:
        sounds = persona.habits.sounds.model_copy(update={"noise": noise, "snr_db": between(*SNR_DB)})
        return replace(persona, habits=persona.habits.model_copy(update={"sounds": sounds}))

    return tuple(changed(one) for one in personas)
