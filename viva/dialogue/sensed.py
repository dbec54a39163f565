"""What the call senses beside words, as flows see it: `voice.arousal`, `line.noise`, `caller.calls`."""

from __future__ import annotations

from viva.dialogue.problems import nearest
from viva.hearing.line.evidence import Line
from viva.hearing.voice.manner import Manner
from viva.understanding.reading import JsonValue

VOICE = ("arousal", "emotion", "emotion_confidence", "level", "pitch", "rate")
LINE = tuple(sorted(Line().for_flows()))
CALLER = ("calls",)
SENSED: dict[str, tuple[str, ...]] = {"turns": (), "voice": VOICE, "line": LINE, "caller": CALLER}
"""Name in an expression -> its attributes; none: it is a value itself. No slot may have such a name."""
SURE = 0.3
"""A value of less confidence is not known."""


def of_voice(manner: Manner) -> dict[str, JsonValue]:
    """How a turn was said. z-scores against the caller's baseline; null: not known (yet)."""
    arousal, emotion = manner.arousal, manner.voice.emotion
    return {
        "arousal": arousal.value if arousal is not None and arousal.confidence >= SURE else None,
        "pitch": manner.pitch,
        "level": manner.level,
        "rate": manner.rate,
        "emotion": emotion.label if emotion is not None else None,
        "emotion_confidence": emotion.confidence if emotion is not None else None,
    }


def of_caller(calls: int) -> dict[str, JsonValue]:
    """Who calls. `calls`: times that this caller has called this bot before."""
    return {"calls": calls}


def wrong_member(name: str, attribute: str) -> tuple[str, str] | None:
    """What is wrong with `name.attribute` (or `name` alone, with ''), and a hint; None: nothing."""
    known = SENSED[name]
    if attribute in known or not (attribute or known):
        return None
    if not known:
        return f"`{name}.{attribute}`: `{name}` is a number and has no attributes.", f"Write `{name}`."
    members = [f"{name}.{one}" for one in known]
    if not attribute:
        return f"`{name}` alone is no value.", f"Write `{members[0]}` or the like."
    return f"there is no `{name}.{attribute}`.", nearest(f"{name}.{attribute}", members)
