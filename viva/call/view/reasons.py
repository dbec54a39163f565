"""Why the bot spoke when it did, or did not, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from viva.hearing.overlap.evidence import OverlapKind

TELLING = 0.7
"""Log odds from which a part is told: they double the odds."""
LONG = 1.0
"""Log odds of the silence from which it is told as a reason."""
LAST_WORDS = 2
KINDS: dict[OverlapKind, str] = {
    "interruption": "an interruption",
    "backchannel": "a backchannel",
    "noise": "a noise",
    "background_speech": "someone else",
}


def taken(
    silence_ms: int, over: float, threshold: float, because: Mapping[str, float], text: str | None
) -> str:
    """Why a turn was taken. `text`: what was recognized by then, None for nothing yet."""
    parts, odds = _parts(because, text, taken=True), f"({over:.2f} of {threshold:.2f})"
    if over < threshold:
        longest = (
            "as long as is waited for such a number" if "number" in because else "the longest that is waited"
        )
        return f"taken after {silence_ms} ms of silence, {longest} {odds}: {parts}"
    cost = "waiting on would cost more than cutting in"
    return f"taken {silence_ms} ms after the speech: {parts}; {cost} {odds}"


def held(
    length_ms: int, over: float, threshold: float, because: Mapping[str, float], text: str | None
) -> str:
    """Why a pause was waited through."""
    return f"held for {length_ms} ms ({over:.2f} of {threshold:.2f}): {_parts(because, text, taken=False)}"


def overlap(
    decision: str,
    after_ms: int | None,
    kind: OverlapKind | None,
    confidence: float,
    *,
    failed: bool,
    lasted: bool,
) -> str:
    """What became of a sound over the bot. `after_ms`: since its onset, None where it was judged again as it
    went on; `kind`: None where there was no answer of the judge."""
    if decision == "finished":
        return "the bot had said all before it was decided; who speaks then has the floor"
    then = "the bot yields" if decision == "yielded" else "the bot goes on"
    when = "judged again as it went on: " if after_ms is None else f"{after_ms} ms after its onset "
    if kind is not None:
        return f"{KINDS[kind]}, {100 * confidence:.0f} % sure; {when}{then}"
    judged = "the judge failed" if failed else "not judged in time"
    return f"{judged}; the sound {'lasted' if lasted else 'had stopped'}; {when}{then}"


def _parts(because: Mapping[str, float], text: str | None, *, taken: bool) -> str:
    """What spoke for the decision, then what spoke against it."""
    voice, number = because.get("voice", 0.0), because.get("number")
    words = because.get("words", 0.0) if number is None else number
    told = _words(words, text) if number is None else _number(number, text)
    found = [(told, abs(words) < TELLING or (words > 0) == taken)]
    if abs(voice) >= TELLING:
        told = "the voice sounds final" if voice > 0 else "the voice sounds as if more would come"
        found.append((told, (voice > 0) == taken))
    if taken and because.get("silence", 0.0) >= LONG:
        found.append(("so long a pause is rare for this caller", True))
    reasons = [told for told, speaks_for in found if speaks_for]
    against = [told for told, speaks_for in found if not speaks_for]
    return ", though ".join(part for part in (", ".join(reasons), " and ".join(against)) if part)


def _number(number: float, text: str | None) -> str:
    """Of one that is dictated."""
    verdict = (
        "is complete" if number >= TELLING else "is not complete" if number <= -TELLING else "may be complete"
    )
    return f"the number {verdict}, ending on “{_last(text or '')}”"


def _words(words: float, text: str | None) -> str:
    if text is None:
        return "the words are not known yet"
    if not text:
        return "no words in it"
    if words >= TELLING:
        return "the words are complete"
    verdict = "are not complete" if words <= -TELLING else "leave it open"
    return f"the words {verdict}, ending on “{_last(text)}”"


def _last(text: str) -> str:
    return " ".join(text.split()[-LAST_WORDS:])
