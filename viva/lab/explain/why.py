"""Why something was not taken, in words for a bot's author."""

from __future__ import annotations

import json

from viva.understanding.explanation import Alternative, Explanation, IntentConsidered, ValueConsidered
from viva.understanding.lists.evidence import ENOUGH
from viva.understanding.reading import JsonValue

ODDS = {
    "size": "long",
    "misfit": "unlike",
    "shares": "one word right",
    "ordinary": "ordinary words",
    "at_home": "at home here",
    "strangers": "unknown words near",
    "expected": "expected",
}
"""Log odds of `ValueConsidered.odds` -> what they are about; without that which is the same for all."""


def not_chosen(explanation: Explanation, index: int) -> str:
    """Why a hypothesis was not: in what it falls furthest behind. '' for the chosen one."""
    if index == explanation.chosen:
        return ""
    own, best = (explanation.alternatives[at] for at in (index, explanation.chosen))
    behind = {
        "less likely as heard": best.score.posterior - own.score.posterior,
        _less_sense(own): best.score.sense - own.score.sense,
        f"the bot does not know {_listed(own.unknown)}": best.score.unexplained - own.score.unexplained,
        "fewer or less sure values": best.score.values - own.score.values,
        "its values explain less of it": best.score.coverage - own.score.coverage,
    }
    reason, gap = max(behind.items(), key=lambda one: one[1])
    return reason if gap > 1e-6 else "no better than the one before it"


def intent_refused(intent: IntentConsidered, explanation: Explanation) -> str:
    """'' where it was taken."""
    if intent.taken:
        return ""
    if intent.confidence < intent.least:
        return f"below {intent.least:.2f}"
    if not explanation.reading.intents:
        return "only an answer to what was asked"
    return "runner-up" if intent is not explanation.intents[0] else "a part of the utterance is surer"


def value_refused(value: ValueConsidered) -> str:
    """'' where it was taken."""
    match value.fate:
        case "taken":
            return ""
        case "little_evidence":
            return f"below {ENOUGH:.2f}"
        case "words_taken":
            if value.lost_to == value.value:
                return "found in other words"
            return f"{shown(value.lost_to)} has its words"
        case "given_up":
            return "corrected, or another of its kind is surer"


def evidence(value: ValueConsidered, most: int = 3) -> str:
    """What weighs most for a listed value and against it, in log odds; '' for others."""
    odds = [(name, weight) for name, weight in (value.odds or {}).items() if name in ODDS]
    odds.sort(key=lambda one: -abs(one[1]))
    return ", ".join(f"{ODDS[name]} {weight:+.1f}" for name, weight in odds[:most] if abs(weight) >= 0.05)


def shown(value: JsonValue) -> str:
    """A value as a person reads it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _less_sense(own: Alternative) -> str:
    if own.reading.intents:
        return f"{own.reading.intents[0].name} is less sure in it"
    return "no intent in it"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(words)) or "its words"
