"""What the line is like, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from viva.hearing.line.conditions import CONDITIONS, ConditionName
from viva.hearing.voice.evidence import Measure
from viva.understanding.reading import JsonValue


@dataclass(frozen=True, slots=True)
class Condition:
    name: ConditionName
    confidence: float
    """0..1; what is listed holds, from 0.5."""


@dataclass(frozen=True, slots=True)
class Line:
    """None: not measured yet. Definitions are in docs/concepts/line.md."""

    snr_db: Measure | None = None
    """Level of the caller's speech, without the noise in it, by that of the noise."""
    noise_db: Measure | None = None
    """Level while nobody speaks, dBFS."""
    speech_db: Measure | None = None
    """Level while the caller speaks, dBFS."""
    clipping: float = 0.0
    """Share of the speech's samples that are cut off at the top, 0..1."""
    conditions: tuple[Condition, ...] = ()
    """In the order of the taxonomy."""

    def has(self, name: ConditionName) -> bool:
        return any(one.name == name for one in self.conditions)

    def for_flows(self) -> dict[str, JsonValue]:
        """As flows see it, `line.snr_db` or `line.noise`: the measures (None: not known), and each condition
        of the taxonomy as true or false."""
        measures: dict[str, JsonValue] = {
            name: None if measure is None else measure.value
            for name, measure in (
                ("snr_db", self.snr_db),
                ("noise_db", self.noise_db),
                ("speech_db", self.speech_db),
            )
        }
        return {**measures, "clipping": self.clipping, **{name: self.has(name) for name in CONDITIONS}}
