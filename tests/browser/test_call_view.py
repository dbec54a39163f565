"""The list of calls and one call's page, on a canned call of thirty minutes."""

from __future__ import annotations

import io
import json
import wave
from typing import Any, get_args

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.peer import Peer
from viva.hearing.overlap.evidence import OverlapKind

pytestmark = pytest.mark.browser

ROUND_MS = 6000
ROUNDS = 300


def row(call: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": call,
        "bot": "clinic",
        "channel": "browser",
        "caller": "",
        "started_at": "2026-11-24T09:30:00+00:00",
        "duration_ms": ROUNDS * ROUND_MS,
        "status": "ended",
        "reason": "caller_hung_up",
        "turns": ROUNDS,
        **changes,
    }


VOICE = {
    "voice": {"duration_ms": 1500, "pitch_hz": {"value": 182, "confidence": 0.9}, "emotion": None}
    | dict.fromkeys(("level_db", "rate", "pitch_slope_st_s")),
    "pauses_ms": [],
    "pitch": 1.24,
    "level": None,
    "rate": None,
    "arousal": {"value": 1.6, "confidence": 0.5},
}
KINDS = ("interruption", "backchannel", "noise", "background_speech", None)


def one_pause(n: int) -> dict[str, Any]:
    """Waited on in the middle of every second turn's place, taken otherwise."""
    start, taken = n * ROUND_MS + 4000, n % 2 == 0
    scores = [
        {
            "at_ms": start + silence,
            "silence_ms": silence,
            "over": silence / 600 if taken else 0.2,
            "threshold": 0.8,
            "because": {"usual": -0.7, "words": 1.8 if taken else -2.5, "voice": -1.1, "silence": 0.4},
        }
        for silence in (150, 300, 400, 500)
    ]
    return {
        "start_ms": start,
        "end_ms": start + 500,
        "outcome": "taken" if taken else "went_on",
        "turn": n + 1 if taken else None,
        "text": "on saturday",
        "scores": scores,
        "why": "taken 500 ms after the speech" if taken else "held for 500 ms (0.20 of 0.80)",
    }


def one_overlap(n: int) -> dict[str, Any]:
    """The kinds in turn."""
    start, kind = n * ROUND_MS + 800, KINDS[n % len(KINDS)]
    judged = {"at_ms": start + 360, "kind": kind, "confidence": 0.9, "interruption": 0.1, "text": "mm-hm"}
    return {
        "start_ms": start,
        "end_ms": start + 400,
        "decided_ms": start + 360,
        "decision": "yielded" if kind == "interruption" else "went_on",
        "kind": kind,
        "confidence": 0.9 if kind else 0.0,
        "judged": [judged] if kind else [],
        "resumed": False,
        "why": f"{kind or 'not judged'}, 90 % sure",
    }


def curves() -> dict[str, Any]:
    """One part: a hum at 200 Hz from 2.5 s to 4 s."""
    voiced = [250 <= i < 400 for i in range(3000)]
    return {
        "start_ms": 0,
        "step_ms": 10,
        "parts": 60,
        "level_db": [-20.0 if v else -90.0 for v in voiced],
        "pitch_hz": [200.0 if v else None for v in voiced],
        "tilt_db": [-14.0] * 3000,
    }


def one_round(n: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    t = n * ROUND_MS
    cut = n % 3 == 1
    bot = {
        "speaker": "bot",
        "turn": n,
        "text": "Would you like to book an appointment?",
        "heard": "Would you like" if cut else "Would you like to book an appointment?",
        "interrupted": cut,
        "start_ms": t,
        "end_ms": t + 2000,
        "words": [],
    }
    caller = {
        "speaker": "caller",
        "turn": n + 1,
        "text": "on saturday",
        "heard": "",
        "interrupted": False,
        "by": "speech",
        "start_ms": t + 2500,
        "end_ms": t + 4000,
        "words": [
            {"text": "on", "start_ms": t + 2500, "end_ms": t + 2900, "confidence": 0.91},
            {"text": "saturday", "start_ms": t + 3000, "end_ms": t + 4000, "confidence": 0.5},
        ],
        "alternatives": [{"text": "on saturday", "posterior": 0.8}, {"text": "on sunday", "posterior": 0.2}],
        "intents": [{"name": "opening_hours", "confidence": 0.93}],
        "entities": [
            {
                "name": "day",
                "value": "2026-11-28",
                "text": "saturday",
                "confidence": 0.95,
                "supported_by": [0],
                "start_ms": t + 3000,
                "end_ms": t + 4000,
            }
        ],
        "voice": VOICE,
        "why": "taken 500 ms after the speech: the words are complete",
    }
    floor = [
        {"state": "bot", "start_ms": t, "end_ms": t + 2000},
        {"state": "idle", "start_ms": t + 2000, "end_ms": t + 2500},
        {"state": "caller", "start_ms": t + 2500, "end_ms": t + 4000},
        {"state": "pause", "start_ms": t + 4000, "end_ms": t + 4500},
        {"state": "thinking", "start_ms": t + 4500, "end_ms": t + ROUND_MS},
    ]
    latency = {"total": 540, "pause": 160, "decision": 360, "recognition": 90, "understanding": 4}
    latency |= {"wording": 1, "first_audio": 12}
    return (
        [bot, caller],
        floor,
        {"turn": n + 1, "at_ms": t + 4540, "latency_ms": latency, "speculation": "used"},
    )


@pytest.fixture
def long_call(peer: Peer) -> Peer:
    transcript: list[dict[str, Any]] = []
    floor: list[dict[str, Any]] = []
    replies = []
    for n in range(ROUNDS):
        lines, spans, reply = one_round(n)
        transcript += lines
        floor += spans
        replies.append(reply)
    notes = [{"at_ms": 9000, "code": "audio_gap", "message": "no sound for 0.5 s"}]
    peer.http["/api/calls/c1"] = {
        "call": row("c1"),
        "transcript": transcript,
        "floor": floor,
        "pauses": [one_pause(n) for n in range(ROUNDS)],
        "overlaps": [one_overlap(n) for n in range(ROUNDS)],
        "ducking": [{"start_ms": n * ROUND_MS + 900, "end_ms": n * ROUND_MS + 1160} for n in range(ROUNDS)],
        "asides": [{"kind": "backchannel", "text": "Mm-hm.", "start_ms": 3200, "end_ms": 3900}],
        "replies": replies,
        "unanswered": [],
        "notes": notes,
    }
    peer.http["/api/calls/c1/voice"] = curves()
    columns = [[-0.5, 0.5], [0, 0]] * 2000
    duration = ROUNDS * ROUND_MS
    peer.http["/api/calls/c1/peaks"] = {"duration_ms": duration, "caller": columns, "bot": columns}
    events = [{"log": 1, "call": "c1"}] + [
        {"n": n, "event": {"kind": "speech_started" if n % 2 else "speech_paused", "t": n}, "commands": []}
        for n in range(1, 1000)
    ]
    peer.raw["/api/calls/c1/events"] = ("application/jsonl", "\n".join(map(json.dumps, events)).encode())
    silence = io.BytesIO()
    with wave.open(silence, "wb") as recording:
        recording.setparams((2, 2, 16000, 0, "NONE", ""))
        recording.writeframes(bytes(4 * 16 * ROUND_MS))
    peer.raw["/api/calls/c1/audio.wav"] = ("audio/wav", silence.getvalue())
    return peer


def colours(page: Page, canvas: str) -> int:
    """How many different colours a canvas shows: 1 where it is blank."""
    found: int = page.evaluate(
        """(id) => { const c = document.getElementById(id);
        const data = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(data).size; }""",
        canvas,
    )
    return found


def point(page: Page, row: str, x: int) -> None:
    """Move the pointer onto a track, `x` px from the canvas's left."""
    script = """async (row) => {
      const { layout } = await import('/static/callpage/tracks/layout.js');
      const call = await (await fetch('/api/calls/c1')).json();
      const { top, height } = layout(call, true).rows[row];
      return top + height / 2; }"""
    y = page.evaluate(script, row)
    box = page.locator("#tracks").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x, box["y"] + y)


def zoom_to(page: Page, utterance: int, times: int = 9) -> None:
    """Bring the start of an utterance close."""
    page.locator(".utterance > .seek").nth(utterance).click()
    for _ in range(times):
        page.locator("#zoom-in").click()


def test_calls_are_listed_and_filtered(peer: Peer, page: Page) -> None:
    live = row("c3", status="live", reason=None, duration_ms=None)
    peer.http["/api/calls"] = [live, row("c2", status="cut", reason=None), row("c1")]
    page.goto(f"{peer.origin}/calls?bot=clinic")
    expect(page.locator("#rows tr")).to_have_count(3)
    expect(page.locator(".status")).to_have_text(["live", "cut", "ended"])
    expect(page.locator("#rows tr").nth(2)).to_contain_text("30:00")
    expect(page.locator("#rows tr").nth(2)).to_contain_text("The caller hung up")
    expect(page.locator("#bot-filter")).to_have_value("clinic")
    with page.expect_request("**/api/calls?limit=50&bot=barista"):
        page.locator("#bot-filter").select_option("barista")
    assert page.url.endswith("?bot=barista")
    expect(page.get_by_role("link", name="24 Nov 2026").first).to_have_attribute("href", "/calls/c3")


def test_an_empty_list_says_what_to_do(peer: Peer, page: Page) -> None:
    page.goto(f"{peer.origin}/calls")
    expect(page.locator("#rows")).to_contain_text("No calls yet. Make the first one.")


def test_a_long_call_is_drawn_and_zoomed(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    expect(page.locator("#title")).to_have_text("Call to clinic")
    expect(page.locator(".utterance")).to_have_count(2 * ROUNDS)
    page.wait_for_timeout(100)
    assert colours(page, "tracks") > 10 and colours(page, "overview") > 5
    for _ in range(13):
        page.locator("#zoom-in").click()
    # 400 ms are in view, from the start of the call on, where the bot speaks.
    tracks = page.locator("#tracks")
    box = tracks.bounding_box()
    assert box is not None
    point(page, "botWords", 400)
    expect(page.locator("#tip")).to_contain_text("Would you like to book an appointment?")
    tracks.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#time")).to_have_text("0:30.0 / 30:00")
    page.mouse.wheel(0, 5000)
    page.mouse.wheel(0, 5000)
    page.mouse.move(box["x"] + 600, box["y"] + 50)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#time")).not_to_have_text("0:30.0 / 30:00")


def test_hovering_tells_words_alternatives_and_meaning(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    expect(page.locator(".utterance").first).to_be_visible()
    zoom_to(page, 1)
    point(page, "callerWords", 150)
    for words in ("on saturday", "saturday 0:03.0 · 50 %", "on sunday (20 %)", "opening_hours", "2026-11-28"):
        expect(page.locator("#tip")).to_contain_text(words)
    expect(page.locator("#tip")).to_contain_text(
        "Voice: pitch 182 Hz (+1.2 deviations), arousal +1.6 (50 % sure)"
    )
    expect(page.locator("#tip")).to_contain_text("Taken 500 ms after the speech: the words are complete.")
    origin = '"saturday" at 0:03.0 to 0:04.0 · 95 % · in 1 of 2 alternatives'
    expect(page.locator(f".utterance [title='{origin}']")).to_have_count(1)


def test_hovering_tells_why_the_bot_spoke_and_how_the_voice_was(long_call: Peer, page: Page) -> None:
    with page.expect_request("**/api/calls/c1/voice?part=1"):
        page.goto(f"{long_call.origin}/calls/c1")
        zoom_to(page, 1)
    tip = page.locator("#tip")
    point(page, "voice", 150)
    expect(tip).to_contain_text("Pitch 200 Hz")
    expect(tip).to_contain_text("Level −20 dBFS, tilt −14 dB")
    point(page, "scores", 680)
    expect(tip).to_contain_text("The turn is over (turn 1)")
    expect(tip.locator(".odds .number")).to_have_text(["−0.7", "+1.8", "−1.1", "+0.4"])
    expect(tip).to_contain_text("Together 83 % likely to be over, after 500 ms; taken from 80 % on.")
    point(page, "overlaps", 400)
    expect(tip).to_contain_text("Mm-hm.Backchannel")
    page.keyboard.press("Escape")


def test_keys_go_from_decision_to_decision(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    zoom_to(page, 0)
    page.locator("#tracks").focus()
    told, tip = page.locator("#told"), page.locator("#tip")
    titles = [
        "Over the bot: interruption",
        "The turn is over",
        "Over the bot: backchannel",
        "The caller went on",
    ]
    for title in titles:
        page.keyboard.press("n")
        expect(tip).to_contain_text(title)
    expect(told).to_have_text("held for 500 ms (0.20 of 0.80)")
    page.keyboard.press("p")
    expect(told).to_have_text("backchannel, 90 % sure")
    expect(tip).to_contain_text("wants the floor 10 % · “mm-hm”")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_every_kind_of_sound_over_the_bot_has_a_picture(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    drawn = page.evaluate(
        """async () => { const { KINDS } = await import('/static/callpage/tracks/overlaps.js');
        const canvas = Object.assign(document.createElement('canvas'), { width: 20, height: 20 });
        const context = canvas.getContext('2d');
        return Object.entries(KINDS).map(([kind, { icon }]) => {
          context.clearRect(0, 0, 20, 20);
          context.save(); context.translate(10, 10); icon(context, '#fff'); context.restore();
          return [kind, context.getImageData(0, 0, 20, 20).data.join()]; }); }"""
    )
    assert {kind for kind, _ in drawn} == {*get_args(OverlapKind), "unknown"}
    assert len({pixels for _, pixels in drawn}) == len(drawn)


def test_transcript_and_replies_can_be_read(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    cut = page.locator(".utterance.by-bot").nth(1)
    expect(cut).to_contain_text("interrupted")
    expect(cut.locator("del")).to_have_text("to book an appointment?")
    expect(page.locator(".reply").first).to_contain_text("Decision360 ms")
    expect(page.locator("#notes")).to_contain_text("audio gap: no sound for 0.5 s")
    caller = page.locator(".utterance.by-caller")
    expect(caller.first.locator(".why")).to_contain_text(
        "taken 500 ms after the speech: the words are complete"
    )
    expect(cut.locator(".why")).to_have_text("0:06.8 backchannel, 90 % sure")
    expect(page.locator("#get-audio")).to_have_attribute("href", "/api/calls/c1/audio.wav")


def test_event_log_is_searched(long_call: Peer, page: Page) -> None:
    page.goto(f"{long_call.origin}/calls/c1")
    page.locator("#events summary").click()
    expect(page.locator("#event-count")).to_have_text("200 of 1000 lines", timeout=15_000)
    page.locator("#event-kind").select_option("header")
    expect(page.locator("#event-rows tr")).to_have_count(1)
    page.locator("#event-kind").select_option("")
    page.get_by_label("Find in the events").fill("paused")
    expect(page.locator("#event-count")).to_have_text("200 of 499 lines")


def test_a_call_without_a_recording_is_still_shown(long_call: Peer, page: Page, watch: Watch) -> None:
    for part in ("peaks", "audio.wav", "voice"):
        missing = (404, {"error": "no_recording", "message": "this call has no recording"})
        long_call.raw.pop(f"/api/calls/c1/{part}", None)
        long_call.http[f"/api/calls/c1/{part}"] = missing
    page.goto(f"{long_call.origin}/calls/c1")
    expect(page.locator(".utterance").first).to_be_visible()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_disabled()
    watch.errors.clear()  # the browser itself logs the 404


def test_an_unknown_call_is_said_to_be_unknown(peer: Peer, page: Page, watch: Watch) -> None:
    peer.http["/api/calls/nope"] = (404, {"error": "unknown_call", "message": "There is no call nope."})
    page.goto(f"{peer.origin}/calls/nope")
    expect(page.locator("#problem")).to_have_text("There is no call nope.")
    watch.errors.clear()  # the browser itself logs the 404


@pytest.mark.parametrize("width", [360, 1600])
@pytest.mark.parametrize("path", ["/", "/calls", "/calls/c1"])
def test_no_page_is_wider_than_its_window(long_call: Peer, page: Page, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    long_call.http["/api/calls"] = [row("c1")]
    page.goto(f"{long_call.origin}{path}")
    expect(page.locator(".bot-card, #rows tr, .utterance").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
