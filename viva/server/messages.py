"""What a client is told, from the core's commands (docs/reference/websocket.md)."""

from __future__ import annotations

from dataclasses import asdict

from viva.call import commands as cm
from viva.understanding.reading import JsonValue


def message_for(command: cm.Command, t: int) -> dict[str, JsonValue] | None:
    """The message that shows `command` to whoever watches; None: it is no one's business."""
    match command:
        case cm.FloorChanged():
            return {"event": "floor", "at_ms": t, "state": command.state}
        case cm.Caption():
            return {
                "event": "caption",
                "at_ms": t,
                "speaker": command.speaker,
                "turn": command.turn,
                "sentence": command.sentence,
                "text": command.text,
                "final": command.final,
            }
        case cm.ReplyStarted():
            return {
                "event": "reply",
                "at_ms": t,
                "turn": command.turn,
                "latency_ms": asdict(command.latency_ms),
                "speculation": command.speculation,
            }
        case cm.StopPlayback():
            return {"event": "clear", "at_ms": t}
        case cm.Duck():
            return {"event": "duck", "at_ms": t, "on": command.on}
        case cm.Note():
            return {"event": "note", "at_ms": t, "code": command.code, "message": command.message}
        case cm.TransferCall():
            return {"event": "transfer", "at_ms": t, "to": command.to}
        case _:
            return None
