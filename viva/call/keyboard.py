"""Keys and typed text become turns."""

from __future__ import annotations

from collections.abc import Callable

from viva.call.commands import Note, Unanswered, Understand
from viva.call.context import CallContext
from viva.call.responder import MAX_WAITING_TURNS, Responder
from viva.call.settings import CallSettings
from viva.call.utterance import Turn
from viva.hearing.evidence import Recognition
from viva.understanding.reading import Reading

MAX_KEYS = 32


class Keyboard:
    def __init__(
        self,
        context: CallContext,
        responder: Responder,
        settings: CallSettings,
        take_floor: Callable[[], None],
    ) -> None:
        """`take_floor`: typing and keys say plainly that it is the caller's turn."""
        self._context = context
        self._responder = responder
        self._settings = settings
        self._take_floor = take_floor
        self._typed: dict[int, tuple[Recognition, int]] = {}
        """Typed text that is being understood, by request, with its time."""
        self._keys = ""

    @property
    def waits(self) -> bool:
        """Typing or keying has begun and is not a turn yet."""
        return bool(self._keys or self._typed)

    @property
    def typed(self) -> tuple[int, ...]:
        """Requests of typed text that are not answered."""
        return tuple(self._typed)

    def key_pressed(self, digit: str) -> None:
        if self._responder.closing is not None:
            return
        self._take_floor()
        if digit != "#":
            self._keys = (self._keys + digit)[:MAX_KEYS]
        limit = self._responder.expects.max_digits
        if digit == "#" or (limit is not None and len(self._keys) >= limit):
            self.keys_complete()
        else:
            self._context.deadlines.set("keys", self._context.t + self._settings.between_keys_ms)

    def keys_complete(self) -> None:
        self._context.deadlines.clear("keys")
        keys, self._keys = self._keys, ""
        t = self._context.t
        self._responder.take(
            Turn("keys", t, t, Recognition.of_text(keys), Reading(keys, (), (), 1.0), keys=keys or "#")
        )

    def text_entered(self, text: str) -> None:
        if self._responder.closing is not None or not text.strip():
            return
        self._take_floor()
        if len(self._typed) >= MAX_WAITING_TURNS:
            self._context.emit(Note("input_overflow", "typed faster than it could be understood"))
            return
        recognition = Recognition.of_text(text)
        request = self._context.number()
        self._typed[request] = (recognition, self._context.t)
        self._context.deadlines.set("hearing", self._context.t + self._settings.patience_ms)
        self._context.emit(Understand(request, recognition, self._responder.expects, self._context.now()))

    def understood(self, request: int, reading: Reading) -> bool:
        """Whether it was typed text that this answers; it is a turn then."""
        if request not in self._typed:
            return False
        recognition, t = self._typed.pop(request)
        self._responder.take(Turn("text", t, t, recognition, reading))
        return True

    def end(self) -> None:
        for _, t in self._typed.values():
            self._context.emit(Unanswered(t, t, "call_ended"))
        self._typed.clear()
