"""A caller's mind: when it speaks, what it says, and when it has had enough. It is a `Caller`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from viva.call import events as ev
from viva.call.commands import Command
from viva.call.events import Event
from viva.dialogue.bot import Bot
from viva.dialogue.state import State
from viva.lab.simulate.agenda import Agenda
from viva.lab.simulate.caller import Leave
from viva.lab.simulate.disfluent import parts
from viva.lab.simulate.ear import Ear
from viva.lab.simulate.goal import Goal
from viva.lab.simulate.judge import judge
from viva.lab.simulate.persona import Persona
from viva.lab.simulate.spoken import Piece, Speaker
from viva.lab.simulate.telling import Intention, Telling
from viva.lab.simulate.utterance import Kind, Part, Utterance
from viva.lab.simulate.watch import Watch

MOST_UTTERANCES = 80
"""In a call. A persona that would never end its call is ended here, and this is said of the call."""
MOST_MS = 900_000
"""Likewise."""
WITHDRAWN_MS = 30_000
"""How long somebody waits who has chosen to say nothing."""
BACKCHANNEL_FROM_MS = 2000
"""Shorter sentences of the bot get no "mm-hm"."""
BACKCHANNEL_AT = (0.5, 0.9)
"""Where in the sentence, as a share: people answer the ends of clauses (Ward & Tsukahara 2000)."""
TOO_LONG = "the bound of a call's length was reached"
COUGH_MS = (250, 600)
ENOUGH_HEARD = 0.7
"""Share of the last sentence of a read-back after which somebody in a hurry already answers it."""


class Mind:
    """One caller in one call."""

    def __init__(
        self, bot: Bot, persona: Persona, goals: Sequence[Goal], *, random: Random, now: str
    ) -> None:
        """`random`: its own, seeded. `now`: the caller's local time at the start, ISO 8601."""
        habits = persona.habits
        self.persona = persona
        self.why_left = ""
        """Why it hung up before its goals were reached, in words; '' while it has not."""
        self._bot = bot
        self._habits = habits
        self._random = random
        self._ear = Ear()
        self._watch = Watch(bot)
        speaker = Speaker(habits.speech, persona.phrases, now, bot.language.code)
        self._telling = Telling(bot, persona, speaker, random)
        self._agenda = Agenda(bot, goals, self._telling, self._watch, habits.mistakes.overlooks)
        self._repairs = habits.patience.repairs.whole(random)
        self._wait_ms = habits.patience.wait_ms.whole(random)
        self._call_ms = min(habits.patience.call_ms.whole(random), MOST_MS)
        self._state: State | None = None
        self._answer_at: int | None = None
        self._overlap: tuple[int, Kind, float] | None = None
        """When, which, and at which share of the bot's sentence."""
        self._speaking = False
        self._withdrawn = False
        """It has chosen to say nothing until the bot speaks again."""
        self._missed = 0
        """Misunderstandings that it has heard of: the bot's, all in all."""
        self._trouble = 0
        """Of the bot that is none of the caller's words: it heard nothing, it lost its way."""
        self._misses_heard = 0
        """Of these, when it last spoke."""
        self._hellos = 0
        self._byes = 0
        self._said = 0
        self._gone = False

    @property
    def goals(self) -> list[Goal]:
        """What it wants, as it stands at the end of the call."""
        return self._agenda.goals

    def outcome(self) -> tuple[bool, str]:
        """Whether the call was a success for it, and why, in a sentence."""
        success, why = judge(self.goals, self._watch, self._bot, self.why_left)
        if not success and self._agenda.overlooked:
            slots = ", ".join(self._agenda.overlooked)
            why = f"{why} The caller had overlooked a wrong read-back: {slots}."
        return success, why

    # ---------------------------------------------------------------- the call

    def notice(self, event: Event, commands: list[Command], state: State | None) -> None:
        ear = self._ear
        before, waited = self._state, ear.waits
        self._watch.notice(event, commands, state)
        duration = ear.notice(event, commands)
        self._state = state
        if state is not None and before is not None:
            self._missed += max(0, state.misses - before.misses)
            unheard = max(0, state.silences - before.silences) if not self._withdrawn else 0
            self._trouble += unheard + max(0, state.failures - before.failures)
        if isinstance(event, ev.PlaybackStarted) and ear.audible:
            self._answer_at = None
            self._withdrawn = False
            self._hellos = 0
            if duration is not None and not self._speaking:
                self._plan_overlap(event.t, duration)
        if not ear.audible:
            self._overlap = None
        if ear.waits and ear.spoke and not self._speaking and not (waited and self._answer_at is not None):
            self._answer_at = event.t + self._habits.delay_ms.whole(self._random)
        elif not ear.waits:
            self._answer_at = None

    @property
    def due(self) -> int | None:
        ear = self._ear
        if ear.started is None or ear.over or self._gone or self._speaking:
            return None
        times = [ear.started + self._call_ms]
        if self._overlap is not None:
            times.append(self._overlap[0])
        if self._answer_at is not None and not self._withdrawn:
            times.append(self._answer_at)
        elif not ear.audible:
            times.append(ear.quiet_since + (WITHDRAWN_MS if self._withdrawn else self._wait_ms))
        return min(times)

    def act(self, t: int) -> Utterance | Leave | None:
        ear = self._ear
        if self.due is None or t < self.due or ear.started is None:
            return None
        if t >= ear.started + self._call_ms:
            return self._leave(TOO_LONG if self._call_ms == MOST_MS else "the call took too long")
        if self._overlap is not None and t >= self._overlap[0]:
            return self._over_the_bot()
        if self._answer_at is not None and not self._withdrawn:
            self._answer_at = None
            return self._turn()
        return self._nobody_there()

    def uttered(self, utterance: Utterance, start_ms: int, end_ms: int) -> None:
        self._speaking = False
        if utterance.kind in ("turn", "interruption"):
            self._ear.said(end_ms)
        else:
            self._ear.quiet_since = max(self._ear.quiet_since, end_ms)

    # ---------------------------------------------------------------- what it does

    def _turn(self) -> Utterance | Leave | None:
        """Its turn: the bot waits for it."""
        if self._said >= MOST_UTTERANCES:
            return self._leave("the bound of utterances in a call was reached")
        if self._missed + self._trouble + self._agenda.repairs > self._repairs:
            return self._leave("the caller lost patience after too many misunderstandings")
        if self._byes:
            return self._leave("")
        slip = self._other_than_asked()
        if slip is not None:
            return slip
        return None if self._withdrawn else self._speak(self._intention(), "turn")

    def _intention(self, heard: bool = True) -> Intention:
        assert self._state is not None
        missed = self._missed > self._misses_heard
        self._misses_heard = self._missed
        if self._state.wait.kind in ("action", "ended"):
            return self._telling.simple("bye", "goodbye", "goodbye")
        answer = self._agenda.answer(self._state, missed, heard)
        return replace(answer, act="repeat") if missed and answer.act == "inform" else answer

    def _other_than_asked(self) -> Utterance | None:
        """Silence, a cough, "sorry?" or something else, as the persona has it; None: it answers, unless it
        has withdrawn."""
        mistakes, random = self._habits.mistakes, self._random
        if self._missed > self._misses_heard:
            return None
        if random.random() < mistakes.silences:
            self._withdrawn = True
            return None
        if random.random() < mistakes.noises:
            return self._utter((Part("", random.randint(*COUGH_MS)),), "noise", "noise")
        if random.random() < mistakes.asks_again and self._ear.replies > 1:
            return self._speak(self._telling.simple("ask", "ask_again", "repeat"), "turn")
        if random.random() < mistakes.wrong_answers:
            return self._speak(self._telling.simple("wrong", "wrong_answer"), "turn")
        return None

    def _plan_overlap(self, t: int, duration: int) -> None:
        overlaps, random = self._habits.overlaps, self._random
        self._overlap = None
        if random.random() < overlaps.interrupts:
            share = min(0.95, max(0.05, overlaps.after.draw(random)))
            self._overlap = (t + round(share * duration), "interruption", share)
        elif duration >= BACKCHANNEL_FROM_MS and random.random() < overlaps.backchannels:
            share = random.uniform(*BACKCHANNEL_AT)
            self._overlap = (t + round(share * duration), "backchannel", share)

    def _over_the_bot(self) -> Utterance | None:
        assert self._overlap is not None
        _, kind, share = self._overlap
        self._overlap = None
        if not self._ear.audible or self._state is None:
            return None
        if kind == "backchannel":
            said = self._telling.simple("backchannel", "backchannels")
            return self._utter((Part(said.pieces[0].text),), "backchannel", "backchannel")
        asked = self._state.wait.kind
        if asked in ("action", "ended") or self._said >= MOST_UTTERANCES:
            return None
        heard = self._ear.last and (share >= ENOUGH_HEARD or asked not in ("confirm", "check"))
        if not heard and not self._agenda.can_guess(self._state):
            return None
        return self._speak(self._intention(heard), "interruption")

    def _nobody_there(self) -> Utterance | Leave:
        """The bot has been silent for longer than this caller waits."""
        self._withdrawn = False
        if self._byes:
            return self._leave("")
        self._hellos += 1
        if self._hellos > 1 or self._said >= MOST_UTTERANCES:
            return self._leave("the bot said nothing for too long")
        return self._speak(self._telling.simple("ask", "hello"), "turn")

    def _speak(self, intention: Intention, kind: Kind) -> Utterance:
        self._byes += intention.act == "bye"
        pieces: Sequence[Piece] = intention.pieces
        said = parts(pieces, self._habits.speech, self.persona.phrases, self._random)
        if intention.recording is not None:
            said = (Part(" ".join(piece.text for piece in pieces)),)
        return self._utter(said, kind, intention.act, intention)

    def _utter(
        self, said: tuple[Part, ...], kind: Kind, act: str, intention: Intention | None = None
    ) -> Utterance:
        self._speaking = True
        self._said += 1
        if intention is None:
            return Utterance(said, kind, act)
        return Utterance(said, kind, act, intention.intent, intention.values, intention.recording)

    def _leave(self, why: str) -> Leave:
        self._gone = True
        self.why_left = why
        return Leave()
