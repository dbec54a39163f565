"""Whole calls over a real WebSocket with the real models."""

from __future__ import annotations

import asyncio
import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.calls.client import Caller, calling, get_json
from tests.calls.voices import spoken
from viva.audio import g711
from viva.audio.files import read_audio
from viva.audio.recording import read_recording
from viva.audio.wire import AudioEncoder
from viva.call.commands import TurnTaken
from viva.call.log import read_log
from viva.call.replay import verify
from viva.dialogue.load import load_bot_from_files
from viva.dialogue.machine import Dialogue
from viva.ops.store import Store
from viva.server.bot_host import new_call


async def one_turn(caller: Caller, pcm: bytes) -> None:
    await caller.silent_until(lambda: caller.floor == "idle" and bool(caller.said("bot")))
    await caller.speak(pcm)
    await caller.silent_until(caller.idle_after(1))


def test_a_spoken_question_is_answered(page: str) -> None:
    async def scene() -> None:
        async with calling(page, "bot=clinic&caller=test") as caller:
            await one_turn(caller, spoken("What are your opening hours?"))
            assert "hours" in caller.said("caller")[0].lower()
            assert any("Monday" in text for text in caller.said("bot"))
            (reply,) = caller.of("reply")
            parts = {"total", "pause", "decision", "recognition", "understanding", "wording", "first_audio"}
            assert reply["latency_ms"].keys() == parts
            assert len(caller.audio) > 32_000
            await caller.say_event(event="hang_up")
            await caller.until(caller.closed.is_set)
            assert caller.events[-1]["event"] == "ended"
            assert caller.events[-1]["reason"] == "caller_hung_up"
            shown = await get_json(f"{page}/api/calls/{caller.call_id}")
        assert shown["call"]["caller"] == "test"
        assert {line["speaker"] for line in shown["transcript"]} == {"caller", "bot"}
        assert shown["replies"][0]["turn"] == 1
        spans = shown["floor"]
        assert all(a["end_ms"] == b["start_ms"] for a, b in pairwise(spans))

    asyncio.run(scene())


@pytest.mark.parametrize(("audio", "law"), [("mulaw", "mulaw"), ("alaw", "alaw")])
def test_a_telephone_line_at_8_khz(page: str, audio: str, law: str) -> None:
    async def scene() -> None:
        codes = AudioEncoder(audio, 8000).push(spoken("I would like to talk to a person please"))
        async with calling(page, f"bot=clinic&format={audio}&rate=8000", frame=160) as caller:
            await caller.silent_until(lambda: caller.floor == "idle" and bool(caller.said("bot")))
            await caller.speak(codes)
            await caller.silent_until(lambda: bool(caller.of("transfer")) or bool(caller.of("ended")))
            pcm = g711.decode(bytes(caller.audio), law)
            assert max(pcm) > 0

    asyncio.run(scene())


def test_typing_and_keys_reach_the_same_dialogue(page: str) -> None:
    async def scene() -> None:
        async with calling(page, "bot=barista") as caller:
            await caller.say_event(event="text", text="a large latte")
            await caller.silent_until(caller.idle_after(1))
            assert any("large latte" in text for text in caller.said("bot"))
            await caller.say_event(event="digit", digit="1")
            await caller.silent_until(caller.idle_after(2))
            assert caller.said("caller") == ["a large latte", "1"]

    asyncio.run(scene())


def test_barge_in_stops_the_bot_and_the_log_knows_what_was_heard(page: str) -> None:
    async def scene() -> None:
        async with calling(page, "bot=clinic") as caller:
            await caller.silent_until(lambda: caller.floor == "bot")
            await caller.speak(spoken("I want to book an appointment please"))
            await caller.silent_until(caller.idle_after(1))
            assert caller.of("clear")
            shown = await get_json(f"{page}/api/calls/{caller.call_id}")
        first = next(line for line in shown["transcript"] if line["speaker"] == "bot")
        assert first["text"].startswith(first["heard"])

    asyncio.run(scene())


def test_people_order_coffee(page: str, recordings: Path) -> None:
    labels = json.loads((recordings / "barista" / "labels.json").read_text())
    chosen = [name for name in sorted(labels) if (recordings / "barista" / "clean" / name).exists()][::40]

    async def order(name: str) -> bool:
        async with calling(page, "bot=barista") as caller:
            await one_turn(caller, read_audio(recordings / "barista" / "clean" / name))
            assert caller.said("caller")
            drink = labels[name]["slots"].get("coffeeDrink", "")
            return any(drink in text.lower() for text in caller.said("bot"))

    async def scene() -> list[bool]:
        return await asyncio.gather(*(order(name) for name in chosen))

    right = asyncio.run(scene())
    # Recognition without the bot's language as a bias errs; most drinks still arrive.
    assert sum(right) >= len(right) * 0.5, right


def test_fifty_calls_at_once_do_not_mix(page: str) -> None:
    drinks = ["latte", "cappuccino", "americano", "mocha", "espresso"]
    sizes = ["small", "medium", "large"]
    orders = [(sizes[i % 3], drinks[i % 5]) for i in range(50)]
    audio = {order: spoken(f"Can I get a {order[0]} {order[1]} please") for order in set(orders)}

    async def one(i: int) -> tuple[str, list[str]]:
        await asyncio.sleep(0.4 * i)
        async with calling(page, f"bot=barista&caller={i}") as caller:
            await caller.silent_until(lambda: caller.floor == "idle" and bool(caller.said("bot")), 40)
            # Half of them speak, half type: all are on the line together.
            if i % 2:
                await caller.say_event(event="text", text=" ".join(orders[i]))
            else:
                await caller.speak(audio[orders[i]])
            await caller.silent_until(caller.idle_after(1), 60)
            await caller.silence(2)
            return caller.said("caller")[0], caller.said("bot")

    async def scene() -> list[tuple[str, list[str]]]:
        return await asyncio.gather(*(one(i) for i in range(50)))

    results = asyncio.run(scene())
    for i, (heard, said) in enumerate(results):
        reply = " ".join(said[2:]).lower()
        if i % 2:
            assert heard == " ".join(orders[i])
            assert orders[i][1] in reply
        else:
            # What the bot says back is what this caller was heard to say, and no other's order.
            assert not [d for d in drinks if d in reply and d not in heard.lower() and d != orders[i][1]]
    # A recognizer errs on synthesized speech; that so many come through shows that audio is not mixed.
    spoken_right = [orders[i][1] in results[i][0].lower() for i in range(0, 50, 2)]
    assert sum(spoken_right) >= 8, spoken_right


def test_every_call_of_this_server_replays_to_the_same_commands(page: str, data: Path) -> None:
    store = Store(data)
    rows = [row for row in store.list(limit=500) if row.status == "ended"]
    for row in rows:
        header, records, cut = read_log(store.call_dir(row.id) / "events.jsonl")
        assert not cut
        name, files = store.load_bot(header.fingerprint)
        bot = load_bot_from_files(files, name)
        verdict = verify(new_call(bot, Dialogue(bot), header.settings), records)
        assert verdict.difference is None, (row.id, verdict.difference)
        taken = [c for record in records for c in record.commands if isinstance(c, TurnTaken)]
        assert all((one.voice is not None) == (one.by == "speech") for one in taken)
        samples = read_recording(store.call_dir(row.id) / "audio.wav")
        assert abs(len(samples) / 16 - (row.duration_ms or 0)) < 100
    store.close()
