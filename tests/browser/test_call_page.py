"""The page to call from, against a peer that says what the test wants said."""

from __future__ import annotations

import math
import struct

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.peer import Peer

pytestmark = pytest.mark.browser

LATENCY = {
    "total": 540,
    "pause": 160,
    "decision": 360,
    "recognition": 90,
    "understanding": 4,
    "wording": 1,
    "first_audio": 12,
}
NO_MICROPHONE = """navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("denied", "NotAllowedError");
};"""


def tone(ms: int) -> bytes:
    n = ms * 16
    return struct.pack(f"<{n}h", *(int(8000 * math.sin(i * 0.17)) for i in range(n)))


def call(peer: Peer, page: Page) -> None:
    page.goto(peer.origin)
    page.get_by_role("button", name="Call Riverside Clinic").click()
    peer.start()
    expect(page.locator("#call-state")).to_have_text("On the line")


def test_bots_are_offered_with_title_and_description(peer: Peer, page: Page) -> None:
    page.goto(peer.origin)
    expect(page.locator(".bot-card h2")).to_have_text(["Riverside Clinic", "Coffee bar"])
    expect(page.locator(".bot-about").first).to_have_text("Appointments.")


def test_microphone_arrives_as_20_ms_frames_in_real_time(peer: Peer, page: Page) -> None:
    call(peer, page)
    asked = ("bot=clinic", "format=pcm16", "rate=16000", "duck=client")
    assert all(parameter in peer.calls[0] for parameter in asked)
    peer.until(lambda: bool(peer.audio), "first frame")
    first = len(peer.audio)
    began = page.evaluate("performance.now()")
    page.wait_for_timeout(1000)
    frames = len(peer.audio) - first
    passed = page.evaluate("performance.now()") - began
    assert {len(frame) for frame in peer.audio} == {640}
    assert frames * 20 == pytest.approx(passed, abs=200)
    assert any(any(frame) for frame in peer.audio), "Chromium's fake microphone beeps once a second"


def test_captions_of_both_sides(peer: Peer, page: Page) -> None:
    call(peer, page)
    peer.send("floor", state="bot")
    expect(page.locator("#floor-label")).to_have_text("The bot speaks")
    peer.send("caption", speaker="bot", turn=0, text="Good morning.", final=False)
    peer.send("caption", speaker="bot", turn=0, text="Good morning.", final=True)
    peer.send("caption", speaker="bot", turn=0, text="How can I help?", final=False)
    bot = page.locator(".from-bot")
    expect(bot).to_have_count(1)
    expect(bot.locator(".words")).to_have_text("Good morning. How can I help?")
    peer.send("floor", state="caller")
    expect(page.locator("#floor-label")).to_have_text("You speak")
    for text, final in [("when", False), ("when are you", False), ("When are you open?", True)]:
        peer.send("caption", speaker="caller", turn=1, text=text, final=final)
        expect(page.locator(".from-caller .words")).to_have_text([text])
    expect(page.locator(".from-caller")).not_to_have_class("partial")
    expect(page.locator("#announce")).to_contain_text("You: When are you open?")


def test_interrupted_sentence_shows_what_was_heard(peer: Peer, page: Page) -> None:
    call(peer, page)
    said = "Would you like to book an appointment?"
    peer.send("caption", speaker="bot", turn=1, text=said, final=False)
    peer.send("clear")
    peer.send("caption", speaker="bot", turn=1, text="Would you like", final=True)
    expect(page.locator(".from-bot .heard")).to_have_text("Would you like")
    expect(page.locator(".from-bot del")).to_have_text("to book an appointment?")
    expect(page.locator(".from-bot")).to_contain_text("interrupted")


def test_reply_time_opens_its_breakdown(peer: Peer, page: Page) -> None:
    call(peer, page)
    # The reply is announced at its first audio: before or after its caption, both are legal.
    peer.send("reply", turn=1, latency_ms=LATENCY, speculation="used")
    peer.send("caption", speaker="bot", turn=1, text="We open at nine.", final=False)
    badge = page.locator(".from-bot .badge")
    expect(badge).to_have_text("540 ms")
    expect(page.locator(".bubble-latency")).to_be_hidden()
    badge.click()
    expect(page.locator(".bubble-latency")).to_contain_text("Decision")
    expect(page.locator(".bubble-latency")).to_contain_text("360 ms")
    expect(page.locator("#reply-times")).to_contain_text("540 ms")


def test_played_milliseconds_are_told_and_clear_flushes(peer: Peer, page: Page) -> None:
    call(peer, page)
    peer.send_audio(tone(500))
    peer.until(lambda: any(m["ms"] == 500 for m in peer.heard("played")), "report of all 500 ms")
    reports = [m["ms"] for m in peer.heard("played")]
    assert reports == sorted(reports) and 4 <= len(reports) <= 6
    peer.send_audio(tone(3000))
    peer.until(lambda: peer.heard("played")[-1]["ms"] >= 900, "report of the second sound")
    peer.send("clear")
    page.wait_for_timeout(300)
    stopped = peer.heard("played")[-1]["ms"]
    page.wait_for_timeout(300)
    assert peer.heard("played")[-1]["ms"] == stopped < 1800


def test_typing_keys_and_mute(peer: Peer, page: Page) -> None:
    call(peer, page)
    page.get_by_label("Type instead of speaking").fill("two lattes please")
    page.keyboard.press("Enter")
    page.locator('[data-digit="5"]').click()
    page.locator("#conversation").focus()
    page.keyboard.press("#")
    page.get_by_role("button", name="Mute").click()
    peer.until(lambda: bool(peer.heard("mute")), "mute")
    assert peer.heard("text") == [{"event": "text", "text": "two lattes please"}]
    assert [m["digit"] for m in peer.heard("digit")] == ["5", "#"]
    expect(page.locator("#keys-pressed")).to_have_text("5#")
    page.wait_for_timeout(100)
    before = len(peer.audio)
    page.wait_for_timeout(1200)
    assert len(peer.audio) > before, "a muted page goes on sending"
    assert not any(any(frame) for frame in peer.audio[before:]), "but only silence"
    peer.send("caption", speaker="caller", turn=1, text="Two lattes please", final=True)
    expect(page.locator(".from-caller")).to_have_count(1)


def test_hang_up_leads_to_the_call_s_page(peer: Peer, page: Page) -> None:
    call(peer, page)
    page.get_by_role("button", name="Hang up").click()
    peer.until(lambda: bool(peer.heard("hang_up")), "hang up")
    peer.send("ended", reason="caller_hung_up")
    assert peer.socket is not None
    peer.socket.close(code=1000)
    expect(page.locator("#finish")).to_contain_text("You hung up")
    expect(page.locator("#call-link")).to_have_attribute("href", "/calls/c1")
    expect(page.get_by_label("Type instead of speaking")).to_be_disabled()


def test_notes_are_small_messages(peer: Peer, page: Page) -> None:
    call(peer, page)
    for _ in range(3):
        peer.send("note", code="audio_gap", message="no sound for 0.5 s")
    expect(page.locator(".toast")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("Your sound is not arriving")
    expect(page.locator(".toast-times")).to_have_text("×3")


@pytest.mark.parametrize(("code", "words"), [(1001, "The server is stopping"), (1008, "fell too far behind")])
def test_a_line_that_breaks_is_explained(peer: Peer, page: Page, code: int, words: str) -> None:
    call(peer, page)
    assert peer.socket is not None
    peer.socket.close(code=code)
    expect(page.locator("#finish")).to_contain_text(words)


def test_a_call_without_a_microphone_is_typed(peer: Peer, page: Page) -> None:
    page.add_init_script(NO_MICROPHONE)
    page.goto(f"{peer.origin}/?bot=clinic&autocall=1")
    expect(page.locator("#problem")).to_contain_text("does not let this page use the microphone")
    page.get_by_role("button", name="Call Riverside Clinic and type only").click()
    peer.start()
    peer.until(lambda: len(peer.audio) > 10, "silence in place of speech")
    assert not any(any(frame) for frame in peer.audio)
    expect(page.get_by_label("Type instead of speaking")).to_be_focused()


def test_autocall_needs_no_click(peer: Peer, page: Page) -> None:
    page.goto(f"{peer.origin}/?bot=clinic&autocall=1")
    peer.start()
    expect(page.locator("#call-state")).to_have_text("On the line")


def test_unknown_bot_names_those_that_are_there(peer: Peer, page: Page) -> None:
    page.goto(f"{peer.origin}/?bot=klinik&autocall=1")
    expect(page.locator("#problem")).to_have_text(
        "There is no bot named “klinik” here. This server has: clinic, barista."
    )
    expect(page.locator(".bot-card")).to_have_count(2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((503, {"error": "full", "message": "60 calls."}), "All lines are busy. 60 calls."),
        ((426, {}), "The server did not take the call"),
    ],
)
def test_a_refused_call_says_why(
    peer: Peer, page: Page, watch: Watch, answer: tuple[int, object], words: str
) -> None:
    peer.refuses = True
    peer.http["/v1/call"] = answer
    page.goto(peer.origin)
    page.get_by_role("button", name="Call Riverside Clinic").click()
    expect(page.locator("#problem")).to_contain_text(words)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    watch.errors.clear()  # the browser itself logs a refused connection


def test_a_server_that_is_gone(peer: Peer, page: Page, watch: Watch) -> None:
    page.goto(peer.origin)
    peer.refuses = True
    page.route("**/v1/call*", lambda route: route.abort("connectionrefused"))
    page.get_by_role("button", name="Call Riverside Clinic").click()
    expect(page.locator("#problem")).to_contain_text("The server cannot be reached. Is it still running?")
    watch.errors.clear()  # the browser itself logs a refused connection
