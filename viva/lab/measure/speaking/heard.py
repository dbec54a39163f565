"""What the dialogue believes was heard after a barge-in, against what was in the caller's ear."""

from __future__ import annotations

import random
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viva.audio.pcm import to_float
from viva.dialogue.bot import Bot
from viva.lab.measure.speaking.recognized import utterances
from viva.lab.measure.speaking.stitching import stitch
from viva.lab.measure.speaking.word_sounds import Hummer, ends_of_sounds, one_by_one
from viva.lab.say.asked import ways
from viva.server.playout import Playout
from viva.speaking.engine import Voice
from viva.speaking.heard import heard_text
from viva.speaking.prosody import Prosody
from viva.speaking.registry import synthesizer
from viva.speaking.script import Piece, Script
from viva.speaking.speaker import Speaker
from viva.speaking.speech import Sound, latest

TICK_MS = 20
RATES = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2)
KINDS = ("eSpeak NG", "stretched", "stitched")
VOICES = ("en-gb", "en-us", "en-gb-x-rp", "en-us+f3", "en-gb+m3")


@dataclass(frozen=True, slots=True)
class BargeIn:
    """One reply that was broken off."""

    kind: str
    """`eSpeak NG`; `stretched`: a voice that leaves the rate to signal processing; `stitched`: recordings of
    another voice before and behind it."""
    reports: bool
    """Whether the line told what it had played."""
    growing: bool
    """The sentence was still being made while it played."""
    believed: int
    """Words."""
    truth: int
    """Words whose sound had ended in the caller's ear."""

    @property
    def off(self) -> int:
        return self.believed - self.truth


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    sounds: tuple[Sound, ...]
    ends_ms: tuple[int, ...]
    """Of each word's sound, as found in the audio; where the next begins, of a stitched sentence."""

    @property
    def duration_ms(self) -> int:
        return sum(len(sound.pcm) for sound in self.sounds) // 32


@dataclass(frozen=True, slots=True)
class _Part:
    """More of a sentence that is being made."""

    due_ms: int
    sentence: int
    sound: Sound
    last: bool


def bench_heard(texts: Sequence[str], count: int, seed: int = 1) -> tuple[list[BargeIn], int]:
    """So many barge-ins over random texts, and how many texts could not be judged: their words could not be
    told apart in the sound."""
    chance = random.Random(seed)
    found: list[BargeIn] = []
    unclear = 0
    with tempfile.TemporaryDirectory() as folder:
        while len(found) < count:
            kind = chance.choice(KINDS)
            sentences = [_made(kind, text, chance, Path(folder)) for text in chance.sample(texts, 2)]
            if any(len(one.ends_ms) != len(one.text.split()) for one in sentences):
                unclear += 1
                if unclear > count:
                    break
                continue
            for _ in range(4):
                found.append(_barge_in(kind, sentences, chance))
    return found[:count], unclear


def texts_of(bots: Sequence[Bot]) -> list[str]:
    """Sentences of the bots' prompts with sample values, of 3 to 25 words."""
    sentences = {way.script.text for bot in bots for one in utterances(bot) for way in ways(bot, one.asked)}
    return sorted(text for text in sentences if 3 <= len(text.split()) <= 25)


def table(found: Sequence[BargeIn]) -> str:
    """How far off, by how the sentence was made and played."""
    lines = [f"{'voice':10} {'line':12} {'made':9} {'n':>5} {'exact':>7} {'within one':>11} {'worst':>6}"]
    groups = sorted({(one.kind, one.reports, one.growing) for one in found})
    for kind, reports, growing in groups:
        same = [one for one in found if (one.kind, one.reports, one.growing) == (kind, reports, growing)]
        line, made = "reports" if reports else "by the clock", "growing" if growing else "whole"
        lines.append(f"{kind:10} {line:12} {made:9} {_figures(same)}")
    lines.append(f"{'all':10} {'':12} {'':9} {_figures(found)}")
    off = Counter(one.off for one in found)
    lines.append("words off: " + ", ".join(f"{n:+d}: {off[n]}" for n in sorted(off)))
    return "\n".join(lines)


def _figures(group: Sequence[BargeIn]) -> str:
    exact = sum(one.off == 0 for one in group)
    near = sum(abs(one.off) <= 1 for one in group)
    worst = max((abs(one.off) for one in group), default=0)
    return f"{len(group):5} {100 * exact / len(group):6.1f}% {100 * near / len(group):10.1f}% {worst:6}"


def _made(kind: str, text: str, chance: random.Random, folder: Path) -> _Sentence:
    """A sentence as a call gets it, and the truth about its words."""
    prosody = Prosody(chance.choice(RATES), chance.choice((-1.0, 0.0, 1.0)))
    if kind == "stitched":
        sounds, ends_ms = stitch(text, prosody, Voice(chance.choice(VOICES)), chance, folder)
        return _Sentence(text, sounds, ends_ms)
    if kind == "stretched":
        speaker = Speaker(Hummer(), Voice("hum"))
        script = Script((Piece(text, prosody=Prosody(prosody.rate)),))
    else:
        speaker = Speaker(synthesizer("espeak"), Voice(chance.choice(VOICES)))
        script = one_by_one(text, prosody)
    sounds = tuple(speaker.stream(script))
    samples = to_float(b"".join(sound.pcm for sound in sounds))
    return _Sentence(text, sounds, tuple(ends_of_sounds(samples)))


def _barge_in(kind: str, sentences: Sequence[_Sentence], chance: random.Random) -> BargeIn:
    """Play the sentences; break off at a random time; ask both sides."""
    reports, growing = chance.random() < 0.5, chance.random() < 0.3
    behind_ms = chance.randrange(40, 160) if reports else 0
    playout, t = Playout(), chance.randrange(0, 1000)
    begun, finished = t, set[int]()
    coming = _queue(playout, sentences, growing)
    stop_at = t + chance.randrange(TICK_MS, sum(one.duration_ms for one in sentences))
    while True:
        while coming and t - begun >= coming[0].due_ms:
            part = coming.pop(0)
            playout.extend(part.sentence, part.sound.pcm, whole=part.last)
        finished |= {one.sentence for one in playout.advance(t)[1] if one.kind == "finished"}
        if t >= stop_at:
            break
        if reports and (t - begun) % 100 < TICK_MS:
            playout.played(max(0, t - begun - behind_ms), t)
        t += TICK_MS
    in_ear_ms = max(0, t - begun - behind_ms)
    stopped = {one.sentence: one.played_ms for one in playout.stop(t)}
    believed = truth = before_ms = 0
    for number, one in enumerate(sentences):
        if number in finished:
            believed += len(one.text.split())
        elif number in stopped:
            there = len(one.sounds) - sum(part.sentence == number for part in coming)
            believed += len(_heard(one, there, stopped[number]).split())
        truth += bisect_right(one.ends_ms, in_ear_ms - before_ms)
        before_ms += -(-one.duration_ms // TICK_MS) * TICK_MS
    return BargeIn(kind, reports, growing, believed, truth)


def _heard(one: _Sentence, there: int, played_ms: int) -> str:
    """As the call reckons, which knows the sounds that there are by now."""
    sounds = one.sounds[:there]
    marks = latest(mark for sound in sounds for mark in sound.marks)
    length_ms = sum(len(sound.pcm) for sound in sounds) // 32
    return heard_text(one.text, marks, length_ms, played_ms, whole=there == len(one.sounds))


def _queue(playout: Playout, sentences: Sequence[_Sentence], growing: bool) -> list[_Part]:
    """Hand the sentences over; what is still to come of them."""
    coming: list[_Part] = []
    before_ms = 0
    for number, one in enumerate(sentences):
        parts = one.sounds if growing else (Sound(b"".join(sound.pcm for sound in one.sounds)),)
        for place, sound in enumerate(parts, 1):
            last = place == len(parts)
            if place == 1:
                playout.queue(number, sound.pcm, whole=last)
            else:  # there when half of what comes before it was played: the line never waits
                coming.append(_Part(before_ms // 2, number, sound, last))
            before_ms += len(sound.pcm) // 32
    return coming
