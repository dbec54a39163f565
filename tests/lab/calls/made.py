"""Calls for tests of the lab: the real core and dialogue, what is heard and meant given by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tests.call.shell import Shell, World
from tests.dialogue.small import bot, read
from viva.call import commands as cm
from viva.call import events as ev
from viva.call.core import Call
from viva.call.log import Header, Record, header_line, read_log, record_line
from viva.call.settings import CallSettings
from viva.call.wire import encode
from viva.dialogue.bot import Bot
from viva.dialogue.machine import Dialogue
from viva.hearing.evidence import Hypothesis, Recognition
from viva.lab.calls.facts import CallFacts
from viva.lab.calls.read import facts_of
from viva.lab.calls.truth import CallTruth, Said, write_truth
from viva.ops.store import CallRow, Store
from viva.understanding.reading import JsonValue, Reading

SMALL = bot()


@dataclass
class Made(Shell):
    """A call of the small bot. `say` before `run`."""

    lines: list[tuple[int, int, str, Reading]] = field(default_factory=list)

    def say(self, start: int, end: int, text: str, *intents: str, **entities: JsonValue) -> None:
        """What will be recognized of speech from `start` to `end`, and how it will be read."""
        self.lines.append((start, end, text, read(*intents, **entities)))
        self.speak(start, end)

    def hang_up(self, t: int) -> None:
        self.run(t)
        self.give(ev.CallerLeft(self.t, "caller_hung_up"))

    def _line(self, end: int) -> tuple[int, int, str, Reading]:
        return [line for line in self.lines if line[0] < end][-1]

    def _carry_out(self, command: cm.Command) -> None:
        match command:
            case cm.Recognize():
                text = self._line(command.end_ms)[2]
                hypotheses = (
                    (Hypothesis(text, -1.0, 0.8), Hypothesis(f"{text} then", -2.0, 0.2)) if text else ()
                )
                heard = Recognition(hypotheses, command.end_ms - command.start_ms)
                self.at(self.t + 80, lambda: ev.Recognized(self.t, command.request, heard, 80))
            case cm.Understand():
                reading = next(r for _, _, t, r in self.lines if t == command.recognition.text)
                self.at(self.t + 4, lambda: ev.Understood(self.t, command.request, reading, 4))
            case _:
                super()._carry_out(command)

    def records(self) -> list[Record]:
        import json

        return [
            Record(n, event, [json.loads(encode(command)) for command in commands])
            for n, (event, commands) in enumerate(self.events, 1)
        ]

    def facts(self, truth: CallTruth | None = None) -> CallFacts:
        return facts_of(header(), self.records(), truth)


def made(of: Bot = SMALL, **world: object) -> Made:
    """of: another bot that understands the same."""
    call = Call(Dialogue(of), of.wording, settings=CallSettings())
    found = Made(call, World(**world))  # type: ignore[arg-type]
    found.start()
    return found


def header(call: str = "test") -> Header:
    return Header(call, "small", "f" * 64, CallSettings(), "0.1.0")


def truth(*said: Said, number: int = 0, success: bool = True, **fields: object) -> CallTruth:
    known: dict[str, object] = {
        "persona": "plain",
        "conditions": {"noise": "clean", "line": "wideband"},
        "goal": {"intent": "travel", "slots": {}},
        "why": "it was done" if success else "it was not done",
    }
    return CallTruth(number=number, seed=1, success=success, said=said, **{**known, **fields})  # type: ignore[arg-type]


def keep(folder: Path, call: Made, call_id: str, told: CallTruth | None = None) -> Path:
    """Write the call into a data folder, as the server and a simulation do."""
    store = Store(folder)
    second = sum(1 for _ in (folder / "calls").iterdir())
    row = CallRow(
        call_id, "small", "f" * 64, "file", "", f"2026-01-05T10:{second // 60:02}:{second % 60:02}+00:00"
    )
    store.begin(row)
    store.save_bot("f" * 64, SMALL.name, SMALL.files)
    path = store.call_dir(call_id)
    path.mkdir(parents=True)
    lines = [header_line(header(call_id))]
    lines += [record_line(n, event, commands) for n, (event, commands) in enumerate(call.events, start=1)]
    (path / "events.jsonl").write_bytes(b"".join(lines))
    if told is not None:
        write_truth(path, told)
    _, records, _ = read_log(path / "events.jsonl")
    store.end(call_id, duration_ms=records[-1].event.t, reason="", turns=call.call.turns)
    store.close()
    return path
