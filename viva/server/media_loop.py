"""One 20 ms tick for all calls of the process, by the clock of the event loop."""

from __future__ import annotations

import asyncio

import numpy as np

from viva.channels.line import FRAME_MS
from viva.hearing.engine import VoiceActivity
from viva.server.session import Session
from viva.server.stats import Lateness

SILENT = 1e-6
"""Mean square of a window, -60 dBFS, up to which it is no speech whatever a model might say: most of a
call is such silence, and the model is the dearest part of the tick."""
CATCH_UP_WINDOWS = 8
"""Voice-activity windows per call and tick after a stall: 0.25 s of audio, so that one call's backlog
does not hold up the tick of the others."""


class MediaLoop:
    """Moves every call's clock, hears all callers in one batch, and paces the bots' audio."""

    def __init__(self, voice_activity: VoiceActivity) -> None:
        self._voice_activity = voice_activity
        self._window_bytes = voice_activity.window * 2
        self._sessions: dict[Session, float] = {}
        """Each call with the time at which its clock was 0."""
        self.lateness = Lateness()

    def __len__(self) -> int:
        return len(self._sessions)

    @property
    def sessions(self) -> list[Session]:
        return list(self._sessions)

    def open_stream(self) -> int:
        """A voice-activity stream for a new call; `remove` closes it."""
        return self._voice_activity.open()

    def add(self, session: Session) -> None:
        self._sessions[session] = asyncio.get_running_loop().time()

    def remove(self, session: Session) -> None:
        if self._sessions.pop(session, None) is not None:
            self._voice_activity.close(session.stream)

    async def run(self) -> None:
        """Tick until cancelled. A late tick is followed at once by the next; none is left out."""
        period = FRAME_MS / 1000
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += period
            await asyncio.sleep(max(0.0, due - loop.time()))
            now = loop.time()
            self.lateness.add(now - due)
            if now - due > 1.0:  # the process was stopped or starved: ticks that old move nothing
                due = now
            self.tick(now)

    def tick(self, now: float) -> None:
        """Everything that is due at `now` (seconds of the event loop's clock), for all calls."""
        sessions = list(self._sessions.items())
        for session, origin in sessions:
            session.t = round((now - origin) * 1000)
            session.hear()
        for _ in range(CATCH_UP_WINDOWS):
            if not self._hear_windows([session for session, _ in sessions]):
                break
        for session, _ in sessions:
            if not session.ended:
                session.advance()

    def _hear_windows(self, sessions: list[Session]) -> bool:
        """One window of every call that has one, in one batch. False: none had."""
        ready: list[Session] = []
        windows: list[bytes] = []
        for session in sessions:
            if session.ended:
                continue
            window = session.next_window(self._window_bytes)
            if window is not None:
                ready.append(session)
                windows.append(window)
        if not ready:
            return False
        pcm = np.frombuffer(b"".join(windows), dtype="<i2").reshape(len(ready), -1)
        samples = pcm.astype(np.float32) * np.float32(1 / 32768)
        loud = np.flatnonzero(np.einsum("ij,ij->i", samples, samples) > SILENT * samples.shape[1])
        probabilities = np.zeros(len(ready), dtype=np.float32)
        if len(loud):
            streams = [ready[i].stream for i in loud]
            probabilities[loud] = self._voice_activity.probabilities(streams, samples[loud])
        for session, probability in zip(ready, probabilities.tolist(), strict=True):
            session.voice(probability)
        return True
