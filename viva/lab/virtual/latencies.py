"""How long engines take in virtual time: stated, so that a call does not depend on the machine."""

from __future__ import annotations

from dataclasses import dataclass

from viva.server.engines import Job


@dataclass(frozen=True, slots=True)
class Latencies:
    """Milliseconds. The defaults are of real calls, four at once on two cores (docs/decisions/0011)."""

    recognition_ms: float = 10.0
    recognition_share: float = 0.036
    """And so much of the length of the audio."""
    overlap_ms: float = 40.0
    understanding_ms: float = 9.0
    first_audio_ms: float = 6.0
    """Of a sentence that was not prepared before the call."""
    rest_ms: float = 11.0
    """From the asking to the last of it."""

    def first(self, job: Job) -> int:
        """When the answer comes, or the first of several; whole milliseconds."""
        match job.kind:
            case "recognition":
                ms = self.recognition_ms + self.recognition_share * job.audio_ms
            case "overlap":
                ms = self.overlap_ms
            case "understanding":
                ms = self.understanding_ms
            case "speech":
                ms = self.first_audio_ms
        return round(ms)

    def last(self, job: Job) -> int:
        """When the last of several answers comes."""
        return max(self.first(job), round(self.rest_ms)) if job.kind == "speech" else self.first(job)
