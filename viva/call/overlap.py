"""A sound over the bot's speech: when it is judged, and what follows from the judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from viva.call.commands import JudgeOverlap
from viva.call.context import CallContext
from viva.call.responder import Responder
from viva.call.utterance import Dismissal, Judgement, Utterance
from viva.hearing.overlap.evidence import Overlap

Verdict = Dismissal | Literal["yield"]
"""`yield`: the caller has the floor. Any other is the reason why the bot goes on; `too_short_over_bot`: the
sound was not judged in time and had stopped by then."""


@dataclass(frozen=True, slots=True)
class OverlapPolicy:
    """When to ask what a sound over the bot is, and which answer makes the bot yield. Times count from
    the onset of the sound, milliseconds."""

    allowed: bool = True
    """False: the bot neither yields nor lowers its voice, as for words that must be heard."""
    ask_ms: tuple[int, ...] = (300, 400)
    """An unsure answer to one is followed by the next; a pause asks at once. The judge takes up to 100 ms."""
    decide_ms: int = 500
    """By then it is decided, by what is known then."""
    again_ms: int = 700
    """A sound that was no interruption and goes on for so long is judged again: "yeah, but I wanted ..."."""
    slight_ms: int = 1500
    """Speech up to this length that the bot yielded to is weighed once more when it has ended: if it was
    nothing after all, the bot goes on."""
    tail_ms: int = 300
    """A "yes" that begins when no more than this was left to say answers a question for yes or no."""
    lead_ms: int = 100
    """Audio given to the judge from before the onset."""
    judged_ms: int = 1000
    """Of a sound that goes on, the last so much is judged."""
    yield_from: float | None = None
    """Probability of an interruption from which the bot yields; None: where the judge calls it one, at the
    operating point that it was measured at (`viva bench overlaps`)."""
    sure: float = 0.85
    """An answer before the last is taken if it is wrong with at most 1 - `sure`."""

    def verdict(self, overlap: Overlap, *, final: bool) -> Verdict | None:
        """What to do; None: not sure yet, and not `final`."""
        if not final and 1 - self.sure < overlap.interruption < self.sure:
            return None
        if self.yield_from is None:
            yields = overlap.kind == "interruption"
        else:
            yields = overlap.interruption >= self.yield_from
        if yields:
            return "yield"
        return overlap.kind if overlap.kind != "interruption" else "backchannel"


class Overlaps:
    """Has sounds over the bot judged. Where a method returns a verdict, the caller of it acts on it."""

    def __init__(self, context: CallContext, responder: Responder, policy: OverlapPolicy) -> None:
        self.policy = policy
        self._context = context
        self._responder = responder

    def begin(self, utterance: Utterance, at: int) -> None:
        """The caller makes a sound from `at` on, and the bot is audible."""
        if not self.policy.allowed or self._responder.closing is not None:
            return
        left = self._responder.playback.left_ms(at)
        asked = self._responder.expects.kind == "yes_no"
        answers = asked and left is not None and left <= self.policy.tail_ms
        utterance.overlapped, utterance.judgement = True, Judgement(at, answers)
        self._wait(utterance, utterance.judgement)

    def paused(self, utterance: Utterance) -> Verdict | None:
        """The sound has stopped."""
        judgement = utterance.judgement
        assert judgement is not None
        if judgement.dismissed is not None:
            return judgement.dismissed
        if judgement.request is None and not judgement.failed:
            self._ask(utterance, judgement)
        self._wait(utterance, judgement)
        return None

    def due(self, utterance: Utterance) -> Verdict | None:
        """The deadline that was set has come."""
        judgement = utterance.judgement
        if judgement is None:
            return None
        if judgement.dismissed is not None:
            self._reopen(utterance, judgement)
            return None
        if self._context.t >= judgement.began + self.policy.decide_ms:
            return self._decide(utterance, judgement)
        self._ask(utterance, judgement)
        self._wait(utterance, judgement)
        return None

    def judged(self, utterance: Utterance, request: int, overlap: Overlap) -> Verdict | None:
        """An answer of the judge."""
        if request == utterance.weighed_again:
            utterance.weighed_again = None
            verdict = self.policy.verdict(overlap, final=not utterance.speaking)
            return None if verdict == "yield" else verdict  # the bot has yielded already
        judgement = utterance.judgement
        if judgement is None or judgement.request != request:
            return None
        judgement.request, judgement.last = None, overlap
        complete = not utterance.speaking and judgement.covered >= utterance.end
        verdict = self.policy.verdict(overlap, final=complete)
        if verdict is not None:
            return self._unless_answer(judgement, verdict)
        if not utterance.speaking:
            self._ask(utterance, judgement)
        self._wait(utterance, judgement)
        return None

    def failed(self, utterance: Utterance, request: int) -> None:
        """No answer will come: what is known by the deadline decides."""
        judgement = utterance.judgement
        if judgement is not None and judgement.request == request:
            judgement.request, judgement.failed = None, True
            self._wait(utterance, judgement)

    def dismiss(self, utterance: Utterance, verdict: Verdict) -> None:
        """It is no interruption, and goes on: the bot does too."""
        assert verdict != "yield"
        utterance.judgement = utterance.judgement or Judgement(utterance.start)
        utterance.judgement.dismissed = verdict
        self._context.deadlines.set("overlap", self._context.t + self.policy.again_ms)

    def weigh_again(self, utterance: Utterance) -> None:
        """The bot has yielded, and the sound was slight: ask about the whole of it."""
        if utterance.cut_off is not None and self.slight(utterance):
            start = max(0, utterance.start - self.policy.lead_ms)
            utterance.weighed_again = self._request(start)

    def slight(self, utterance: Utterance) -> bool:
        """Whether it began over the bot and was so short that it may be nothing."""
        return utterance.overlapped and utterance.spoken_ms <= self.policy.slight_ms

    def _reopen(self, utterance: Utterance, judgement: Judgement) -> None:
        utterance.judgement = None
        if utterance.over_bot:
            began = self._context.t - self.policy.ask_ms[0]
            again = Judgement(began, judgement.answers, before=judgement.dismissed)
            utterance.judgement = again
            self._ask(utterance, again)
            self._wait(utterance, again)

    def _decide(self, utterance: Utterance, judgement: Judgement) -> Verdict:
        if judgement.last is not None:
            verdict = self.policy.verdict(judgement.last, final=True)
            assert verdict is not None
            return self._unless_answer(judgement, verdict)
        if judgement.before is not None:
            return judgement.before
        return "yield" if utterance.speaking else "too_short_over_bot"

    def _unless_answer(self, judgement: Judgement, verdict: Verdict) -> Verdict:
        return "yield" if verdict == "backchannel" and judgement.answers else verdict

    def _ask(self, utterance: Utterance, judgement: Judgement) -> None:
        judgement.asked += 1
        judgement.covered = self._context.t
        onset = utterance.start - self.policy.lead_ms
        judgement.request = self._request(max(0, onset, self._context.t - self.policy.judged_ms))

    def _request(self, start: int) -> int:
        """Have the audio from `start` to now judged."""
        request = self._context.number()
        level = self._context.baseline.level_db
        self._context.emit(JudgeOverlap(request, start, self._context.t, self._responder.expects, level))
        return request

    def _wait(self, utterance: Utterance, judgement: Judgement) -> None:
        at = judgement.began + self.policy.decide_ms
        asks = self.policy.ask_ms
        waits = judgement.request is not None or judgement.failed or not utterance.speaking
        if not waits and judgement.asked < len(asks):
            at = min(at, judgement.began + asks[judgement.asked])
        self._context.deadlines.set("overlap", at)
