"""What the bot is saying, what is queued, and what the caller has heard of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from viva.call.commands import Caption, Command, Discard, Duck, Note, Play, StopPlayback
from viva.call.plan import CutOff, Sentence
from viva.speaking.heard import heard_text


class Playback:
    """The bot's side of the line. Methods return the commands that follow."""

    def __init__(self) -> None:
        self._queue: deque[Sentence] = deque()
        self._stopping: Sentence | None = None
        """Told to stop; how much of it was heard is not known yet."""
        self._cut_off: CutOff | None = None
        """What the last stop broke off."""
        self._heard: list[str] = []
        self._whole = True
        self._held = False
        self._ducked = False
        self._flowing = False
        """A sentence has just ended and the next follows without a gap."""

    @property
    def busy(self) -> bool:
        """Something is playing or waiting to."""
        return bool(self._queue)

    @property
    def audible(self) -> bool:
        return bool(self._queue) and (self._queue[0].started or self._flowing)

    @property
    def held(self) -> bool:
        return self._held

    @property
    def heard(self) -> str | None:
        """The caller heard this much of the last reply; None: all of it."""
        return None if self._whole else " ".join(self._heard)

    def left_ms(self, t: int) -> int | None:
        """How long the bot has still to speak at `t`; None while a sentence of it is being made."""
        if any(s.state != "failed" and not s.whole for s in self._queue):
            return None
        whole = sum(s.duration_ms for s in self._queue)
        return whole - (t - self._queue[0].started_at if self._queue and self._queue[0].started else 0)

    @property
    def cut_off(self) -> CutOff | None:
        """What the last stop broke off."""
        return self._cut_off

    @property
    def remaining(self) -> tuple[Sentence, ...]:
        """The sentence under way and those queued."""
        return tuple(self._queue)

    def enqueue(self, sentences: Iterable[Sentence]) -> list[Command]:
        if not self._queue:
            self._heard, self._whole = [], True
        self._queue.extend(sentences)
        return self.pump()

    def pump(self) -> list[Command]:
        """Hand over every sentence that is ready and in order; pass over those that failed."""
        commands: list[Command] = []
        kept: deque[Sentence] = deque()
        blocked = self._held
        for sentence in self._queue:
            if sentence.state == "failed" and not sentence.play_sent:
                commands.append(Note("unspoken", "a sentence could not be spoken and is passed over"))
                continue
            kept.append(sentence)
            if sentence.state == "preparing":
                blocked = True
            if not blocked and not sentence.play_sent:
                sentence.play_sent = True
                commands.append(Play(sentence.number, sentence.level_db))
        self._queue = kept
        return commands

    def hold(self) -> list[Command]:
        """Start nothing while the caller speaks; what is not audible yet is called back."""
        if self._held or self.audible:
            return []
        self._held = True
        sent = [s for s in self._queue if s.play_sent]
        for sentence in sent:
            sentence.play_sent = False
        return [StopPlayback()] if sent else []

    def release(self) -> list[Command]:
        self._held = False
        return self.pump()

    def duck(self, in_question: bool) -> list[Command]:
        """Lower the voice while it is in question whether the bot goes on, and raise it again."""
        on = in_question and self.audible
        if on == self._ducked:
            return []
        self._ducked = on
        return [Duck(on)]

    def supersede(self) -> tuple[Sentence, ...]:
        """Take out what is not audible yet and need not be said after what the caller said."""
        dropped = tuple(s for s in self._queue if not (s.started or s.play_sent or s.keep))
        self._queue = deque(s for s in self._queue if s not in dropped)
        return dropped

    def withdraw(self, sentence: Sentence) -> bool:
        """Take one out that was not handed over yet; False: it was, or is not there."""
        if sentence not in self._queue or sentence.play_sent:
            return False
        self._queue.remove(sentence)
        return True

    def resume(self, sentences: Iterable[Sentence], heard: Iterable[str]) -> list[Command]:
        """Go on with a reply that was broken off, before anything that came since. `heard`: of that reply."""
        if any(s.play_sent for s in self._queue):
            return self.enqueue(sentences)
        self._heard, self._whole = list(heard), True
        self._queue.extendleft(reversed(list(sentences)))
        return self.pump()

    def stop(self) -> list[Command]:
        """Fall silent and forget the queue. What had started is settled by `stopped`."""
        self._held = self._flowing = False
        if not self._queue:
            return []
        self._whole = False
        self._cut_off = CutOff(tuple(self._queue), tuple(self._heard))
        if self._queue[0].started:
            self._stopping = self._queue[0]
        unplayed = tuple(s.number for s in self._queue if not s.started)
        sent = any(s.play_sent for s in self._queue)
        self._queue.clear()
        self._ducked = self._ducked and not sent
        commands: list[Command] = [StopPlayback()] if sent else []
        return [*commands, Discard(unplayed)] if unplayed else commands

    # Each of these returns None where no such report was due.

    def started(self, number: int, t: int) -> list[Command] | None:
        first = self._queue[0] if self._queue else None
        if first is None or first.number != number or first.started or not first.play_sent:
            return None
        first.started, first.started_at, self._flowing = True, t, False
        return [Caption("bot", first.turn, first.text, final=False, sentence=first.number)]

    def finished(self, number: int) -> list[Command] | None:
        first = self._queue[0] if self._queue else None
        if first is None or first.number != number or not first.started:
            return None
        self._queue.popleft()
        self._flowing = bool(self._queue) and self._queue[0].play_sent
        return [self._ended(first, first.text), *self.pump()]

    def stopped(self, number: int, played_ms: int) -> list[Command] | None:
        sentence = self._stopping
        if sentence is None or sentence.number != number:
            return None
        self._stopping = None
        heard = heard_text(
            sentence.text, sentence.marks, sentence.duration_ms, played_ms, whole=sentence.whole
        )
        if self._cut_off is not None and self._cut_off.sentences[0] is sentence:
            self._cut_off.heard = heard
        return [self._ended(sentence, heard)]

    def _ended(self, sentence: Sentence, heard: str) -> Command:
        if heard:
            self._heard.append(heard)
        return Caption("bot", sentence.turn, heard, final=True, sentence=sentence.number)
