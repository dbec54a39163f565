"""The caller's half of a call: what is said becomes turns."""

from __future__ import annotations

from viva.call.backchannels import Backchannels
from viva.call.commands import (
    Caption,
    Forget,
    Note,
    Recognize,
    TurnScored,
    Unanswered,
    UnansweredReason,
    Understand,
)
from viva.call.context import CallContext
from viva.call.keyboard import Keyboard
from viva.call.overlap import OverlapPolicy, Overlaps, Verdict
from viva.call.pauses import Pauses
from viva.call.responder import Responder
from viva.call.score import Score
from viva.call.settings import CallSettings
from viva.call.turn_end import SHORTEST_MS, EndOfTurn, TurnEvidence
from viva.call.utterance import Turn, Utterance
from viva.hearing.evidence import Recognition
from viva.hearing.overlap.evidence import Overlap
from viva.hearing.voice.evidence import Voice
from viva.understanding.reading import Reading

NOTHING_UNDERSTOOD = Reading("", (), (), 0.0)
WEIGHED_AGAIN_MS = 500
"""What the bot broke off for, and is being judged once more, is no turn before that."""
UNHEARD_MS = 1000
"""No turn is taken by its voice alone before this, while its words are on their way."""
RENEWED_MS = 100
"""How often the score is renewed while the silence grows."""
NOTHING_SAID: tuple[UnansweredReason, ...] = ("no_words", "backchannel", "noise", "background_speech")
"""The bot goes on with what it broke off for it."""


class Listener:
    def __init__(
        self,
        context: CallContext,
        responder: Responder,
        settings: CallSettings,
        end_of_turn: EndOfTurn,
        overlap: OverlapPolicy,
        backchannels: Backchannels,
    ) -> None:
        self._context = context
        self._responder = responder
        self._settings = settings
        self._end_of_turn = end_of_turn
        self._overlaps = Overlaps(context, responder, overlap)
        self._backchannels = backchannels
        self.keyboard = Keyboard(context, responder, settings, self._take_floor)
        self._pauses = Pauses()
        self.utterance: Utterance | None = None
        """What the caller is saying, until it is a turn."""

    @property
    def hears_speech(self) -> bool:
        return self.utterance is not None and not self.utterance.due and self.utterance.speaking

    @property
    def hears_pause(self) -> bool:
        return self.utterance is not None and not self.utterance.due and not self.utterance.speaking

    @property
    def in_question(self) -> bool:
        """Whether the bot goes on is being judged: the caller makes a sound over it."""
        judgement = self.utterance.judgement if self.utterance is not None else None
        return judgement is not None and judgement.dismissed is None

    # ------------------------------------------------------------------ speech

    def speech_started(self, at: int) -> None:
        utterance = self.utterance
        if utterance is None:
            self.utterance = utterance = Utterance(at, at, over_bot=self._responder.playback.audible)
            self._context.deadlines.set("max_turn", at + self._settings.max_turn_ms)
        elif utterance.speaking or utterance.forced:
            utterance.quiet = False
            return
        else:
            self._go_on(utterance, at)
        if utterance.over_bot and self._responder.playback.audible:
            if utterance.judgement is None:
                self._overlaps.begin(utterance, at)
        else:
            self._hold_bot(utterance)

    def bot_finished(self) -> None:
        """A sentence was played out. Where it was the last that is ready, a caller who speaks over it has
        the floor from now on, and the bot starts nothing before that utterance has ended."""
        utterance = self.utterance
        if utterance is not None and utterance.over_bot and not self._responder.playback.audible:
            self._hold_bot(utterance)
            if self.in_question:
                self._leave_judgement(utterance)
                if not utterance.speaking:
                    self._hear(utterance)

    def _hold_bot(self, utterance: Utterance) -> None:
        utterance.over_bot = False
        self._context.emit(*self._responder.playback.hold())

    def _go_on(self, utterance: Utterance, at: int) -> None:
        """The pause was not the end: what was prepared for it is void."""
        self._drop_plan(utterance)
        if utterance.request is not None and utterance.reading is None:
            self._context.emit(Forget(utterance.request))
        if not utterance.due:
            self._pauses = self._pauses.after(at - utterance.end)
        utterance.pauses_ms.append(max(0, at - utterance.end))
        utterance.speaking, utterance.resumed_at, utterance.due = True, at, False
        utterance.request = utterance.recognition = utterance.reading = utterance.weighed_again = None
        self._backchannels.withdraw()
        self._context.deadlines.clear("end_of_turn", "hearing")
        self._context.deadlines.set("max_turn", utterance.start + self._settings.max_turn_ms)

    def speech_paused(self, at: int, voice: Voice | None) -> None:
        utterance = self.utterance
        if utterance is not None and utterance.forced:
            utterance.quiet = True
            if at > utterance.end:
                self._context.emit(Unanswered(utterance.end, at, "turn_too_long"))
        if utterance is None or not utterance.speaking or utterance.forced:
            return
        utterance.speaking = False
        utterance.end = max(at, utterance.resumed_at)
        utterance.spoken_ms += utterance.end - utterance.resumed_at
        utterance.pause_seen = self._context.t
        if voice is not None:
            utterance.units.append(voice)
        if self._responder.closing is not None:
            self.drop("call_ending")
        elif utterance.judgement is not None:
            self._settle_overlap(utterance, self._overlaps.paused(utterance))
        else:
            self._overlaps.weigh_again(utterance)
            self._hear(utterance)

    def _hear(self, utterance: Utterance) -> None:
        """The caller has paused and has the floor: find out what was said, and whether it was all."""
        self._recognize(utterance)
        self.weigh_end_of_turn()

    def _recognize(self, utterance: Utterance) -> None:
        utterance.request = self._context.number()
        start = max(0, utterance.start - self._settings.lead_in_ms)
        end = min(self._context.t, utterance.end + self._settings.lead_out_ms)
        self._context.emit(Recognize(utterance.request, start, end, self._responder.expects))

    def weigh_end_of_turn(self) -> Score | None:
        """Take the turn where it is likely enough to be over; else the score, renewed as more is known."""
        utterance = self.utterance
        if utterance is None or utterance.speaking or utterance.due:
            return None
        expects, policy, t = self._responder.expects, self._end_of_turn, self._context.t
        evidence = TurnEvidence(
            expects, utterance.recognition, tuple(utterance.units), utterance.reading, self._pauses
        )
        silence, longest = t - utterance.end, policy.longest_ms(evidence)
        score, threshold = policy.score(evidence, silence), policy.threshold(expects)
        self._context.emit(TurnScored(silence, score.over, threshold, score.because))
        waits = utterance.weighed_again is not None and silence < WEIGHED_AGAIN_MS
        waits |= utterance.recognition is None and silence < UNHEARD_MS
        if silence >= longest or (silence >= SHORTEST_MS and score.over >= threshold and not waits):
            self.turn_over()
            return None
        following = (silence // RENEWED_MS + 1) * RENEWED_MS
        if silence < SHORTEST_MS:
            following = min(following, SHORTEST_MS)
        self._context.deadlines.set("end_of_turn", utterance.end + min(following, longest))
        return score

    # ------------------------------------------------------------------ over the bot

    def overlap_judged(self, request: int, overlap: Overlap) -> None:
        if self.utterance is not None:
            verdict = self._overlaps.judged(self.utterance, request, overlap)
            self._settle_overlap(self.utterance, verdict)

    def overlap_failed(self, request: int) -> None:
        if self.utterance is not None:
            self._overlaps.failed(self.utterance, request)

    def overlap_due(self) -> None:
        if self.utterance is not None:
            self._settle_overlap(self.utterance, self._overlaps.due(self.utterance))

    def _settle_overlap(self, utterance: Utterance, verdict: Verdict | None) -> None:
        if verdict == "yield" and self._responder.closing is None:
            self._yield_floor(utterance)
        elif verdict == "yield":
            self._leave_judgement(utterance)
            if not utterance.speaking:
                self.drop("call_ending")
        elif verdict is not None and utterance.speaking:
            self._overlaps.dismiss(utterance, verdict)
            if utterance.cut_off is not None:  # an answer that came after the bot had yielded
                cut_off, utterance.cut_off, utterance.over_bot = utterance.cut_off, None, True
                self._responder.resume(cut_off)
                self._context.emit(*self._responder.playback.release())
        elif verdict is not None:
            self.drop(verdict)

    def _yield_floor(self, utterance: Utterance) -> None:
        """It is an interruption: the bot falls silent."""
        judgement, cut_off = utterance.judgement, self._responder.stop()
        if judgement is not None and not judgement.answers:
            utterance.cut_off = cut_off
            utterance.weighed_again = judgement.request  # its late answer may say that it is nothing
        self._leave_judgement(utterance)
        self._hold_bot(utterance)
        if not utterance.speaking:
            self._hear(utterance)

    def _leave_judgement(self, utterance: Utterance) -> None:
        utterance.judgement = None
        self._context.deadlines.clear("overlap")

    # ------------------------------------------------------------------ what the engines say

    def recognized(self, request: int, recognition: Recognition, took_ms: int) -> None:
        utterance = self.utterance
        if utterance is None or utterance.request != request or utterance.recognition is not None:
            return
        utterance.recognition, utterance.recognition_ms = recognition, took_ms
        if not recognition.hypotheses:
            if self._overlaps.slight(utterance) or (
                self._is_noise(utterance) and self._responder.playback.busy
            ):
                self.drop("no_words")  # the bot need not wait for the end of a turn
            else:
                self._read(utterance, NOTHING_UNDERSTOOD)
            return
        self._context.emit(
            Caption("caller", self._responder.turn + 1, recognition.text, final=False),
            Understand(request, recognition, self._responder.expects, self._context.now()),
        )

    def understood(self, request: int, reading: Reading, took_ms: int) -> None:
        if self.keyboard.understood(request, reading):
            return
        utterance = self.utterance
        if utterance is None or utterance.request != request:
            return
        if utterance.recognition is not None and utterance.reading is None:
            utterance.understanding_ms = took_ms
            self._read(utterance, reading)

    def failed(self, request: int) -> None:
        """What could not be recognized or understood is answered as not understood."""
        if self.keyboard.understood(request, NOTHING_UNDERSTOOD):
            return
        utterance = self.utterance
        if utterance is not None and utterance.request == request and utterance.reading is None:
            utterance.recognition = utterance.recognition or Recognition((), 0)
            utterance.failed = True
            self._read(utterance, NOTHING_UNDERSTOOD)

    def overdue(self) -> None:
        """Recognition or understanding gave no answer in time."""
        self._context.emit(Note("engine_failed", "recognition or understanding gave no answer in time"))
        for request in self.keyboard.typed:
            self.failed(request)
        if self.utterance is not None and self.utterance.due and self.utterance.request is not None:
            self.failed(self.utterance.request)

    def _read(self, utterance: Utterance, reading: Reading) -> None:
        """The utterance up to its pause is read: prepare the reply, renew the decision."""
        utterance.reading, utterance.read_at = reading, self._context.t
        if utterance.due:
            self._become_turn(utterance)
            return
        if utterance.recognition is not None and utterance.recognition.hypotheses:
            utterance.plan = self._responder.prepare(reading, utterance)
        score = self.weigh_end_of_turn()
        if score is not None and not self._responder.reply_due:
            self._backchannels.offer(utterance, self._responder.expects, score.over)

    # ------------------------------------------------------------------ the turn ends

    def turn_over(self) -> None:
        """Enough silence: the turn is taken, at once or as soon as it is read."""
        utterance = self.utterance
        if utterance is None or utterance.speaking or utterance.due:
            return
        utterance.due, utterance.taken_at = True, self._context.t
        self._backchannels.withdraw()
        self._context.deadlines.clear("end_of_turn", "max_turn")
        if utterance.over_bot and self._responder.playback.audible:
            self.drop("too_short_over_bot" if self._overlaps.policy.allowed else "barge_in_off")
        elif utterance.reading is not None:
            self._become_turn(utterance)
        else:
            self._context.deadlines.set("hearing", self._context.t + self._settings.patience_ms)

    def turn_too_long(self) -> None:
        """The turn is taken although the caller still speaks."""
        utterance = self.utterance
        if utterance is None or utterance.due:
            return
        self._context.emit(Note("max_turn", "the caller's turn reached its maximum length"))
        self._leave_judgement(utterance)
        if utterance.speaking:
            self._drop_plan(utterance)
            utterance.forced, utterance.speaking = True, False
            utterance.end = utterance.pause_seen = self._context.t
            utterance.spoken_ms += max(0, utterance.end - utterance.resumed_at)
            utterance.recognition = utterance.reading = None
            self._recognize(utterance)
        self.turn_over()

    def _become_turn(self, utterance: Utterance) -> None:
        assert utterance.recognition is not None and utterance.reading is not None
        self._context.deadlines.clear("hearing")
        if self._is_noise(utterance):
            self.drop("no_words")
            return
        self.utterance = None
        if utterance.forced and not utterance.quiet:
            self._follow_on()
        self._responder.supersede()
        self._responder.take(
            Turn(
                "speech",
                utterance.start,
                utterance.end,
                utterance.recognition,
                utterance.reading,
                utterance=utterance,
            )
        )

    def _is_noise(self, utterance: Utterance) -> bool:
        assert utterance.recognition is not None
        wordless = not utterance.recognition.hypotheses and not utterance.failed
        return wordless and utterance.spoken_ms < self._settings.short_sound_ms

    def _follow_on(self) -> None:
        """After a turn of maximum length the caller still speaks; the bot answers over it."""
        t = self._context.t
        self.utterance = Utterance(t, t, over_bot=True)
        self._context.deadlines.set("max_turn", t + self._settings.max_turn_ms)

    def drop(self, reason: UnansweredReason) -> None:
        """The utterance gets no answer."""
        utterance = self.utterance
        if utterance is None:
            return
        self.utterance = None
        self._drop_plan(utterance)
        self._backchannels.withdraw()
        self._context.deadlines.clear("end_of_turn", "max_turn", "overlap", "hearing")
        end = self._context.t if utterance.speaking else utterance.end
        self._context.emit(Unanswered(utterance.start, end, reason))
        if utterance.cut_off is not None and reason in NOTHING_SAID:
            self._responder.resume(utterance.cut_off)
        self._context.emit(*self._responder.playback.release())

    def _drop_plan(self, utterance: Utterance) -> None:
        if utterance.plan is not None:
            self._responder.drop(utterance.plan, utterance.reading.text if utterance.reading else "")
            utterance.plan = None

    def _take_floor(self) -> None:
        """Typing and keys say plainly that it is the caller's turn."""
        self.drop("replaced_by_input")
        self._responder.stop()

    def end(self) -> None:
        self.drop("call_ended")
        self.keyboard.end()
