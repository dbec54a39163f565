"""The page `Say`, on canned answers: what it asks for, what it shows, how it plays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.peer import Peer
from viva.dialogue.load import load_bot
from viva.lab.say.asked import Asked, ways
from viva.lab.say.caller import as_caller
from viva.lab.say.page import as_html, as_json
from viva.lab.say.spoken import speak
from viva.speaking.registry import synthesizer
from viva.speaking.speaker import Speaker

pytestmark = pytest.mark.browser

PROMPTS = [
    {
        "name": "booked",
        "variants": {"first": ["You are booked for {day}."], "again": ["{day}, then.", "So, {day}."]},
        "places": {"day": "2026-11-26", "people": 4},
    },
    {"name": "kept", "variants": {"first": ["All right.", "It stays."]}, "places": {}},
]


def answer(**caller: Any) -> dict[str, Any]:
    bot = load_bot(Path(__file__).resolve().parents[2] / "bots/clinic")
    asked = Asked(text="One moment, please.", caller=as_caller(caller))
    return as_json("clinic", asked, speak(Speaker(synthesizer("espeak"), bot.voice), ways(bot, asked)))


@pytest.fixture
def asked(peer: Peer, page: Page) -> list[dict[str, Any]]:
    """What the page asked to be said, in order; each answered in the caller's own terms."""
    peer.http["/api/bots/clinic/prompts"] = PROMPTS
    peer.http["/api/bots/barista/prompts"] = []
    bodies: list[dict[str, Any]] = []

    def say(route: Any) -> None:
        bodies.append(json.loads(route.request.post_data))
        route.fulfill(json=answer(**bodies[-1]["caller"]))

    page.route("**/api/bots/clinic/say", say)
    page.goto(f"{peer.origin}/say")
    return bodies


def test_a_prompt_with_values_for_a_caller(page: Page, asked: list[dict[str, Any]]) -> None:
    page.get_by_label("Prompt").select_option("booked")
    page.get_by_role("textbox", name="day").fill("2026-12-24")
    page.get_by_role("textbox", name="people").fill("5")
    expect(page.get_by_label("Variant")).to_be_hidden()
    page.get_by_label("Occasion").select_option("again")
    page.get_by_label("Variant").select_option("1")
    page.get_by_label("Noise").fill("-12")
    page.get_by_label("has just said").check()
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_label("Said now").locator(".say-word")).to_have_count(3)
    expect(page.get_by_label("Said now").locator("h2")).to_contain_text("snr db 12 · asked again")
    assert asked == [
        {
            "prompt": "booked",
            "variant": 1,
            "slots": {"day": "2026-12-24", "people": 5},
            "context": "again",
            "caller": {"snr_db": 12, "asked_again": True},
        }
    ]


def test_the_last_one_stays_to_be_compared(page: Page, asked: list[dict[str, Any]]) -> None:
    page.get_by_label("Prompt").select_option("")
    page.get_by_role("textbox", name="Words").fill("One moment, please.")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_label("Said now")).to_contain_text("One moment, please.")
    expect(page.get_by_label("Said before")).to_be_hidden()
    page.get_by_label("Rate").fill("0.8")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_label("Said now").locator("h2")).to_contain_text("rate 0.8")
    expect(page.get_by_label("Said before").locator("h2")).not_to_contain_text("rate")
    assert [one["text"] for one in asked] == ["One moment, please."] * 2


def test_playing_moves_the_cursor_and_lights_the_words(page: Page, asked: list[dict[str, Any]]) -> None:
    page.get_by_label("Prompt").select_option("kept")
    page.get_by_label("Variant").select_option("1")
    page.get_by_role("button", name="Say it").click()
    now = page.get_by_label("Said now")
    assert (now.locator("path.say-pitch").get_attribute("d") or "").startswith("M")
    now.get_by_role("button", name="moment,").click()
    expect(now.locator(".say-word.sounds")).to_have_text("moment,")
    expect(now.get_by_role("button", name="Stop")).to_be_visible()
    expect(now.locator(".say-word.sounds")).to_have_text("please.")
    assert float(now.locator(".say-cursor").get_attribute("x1") or 0) > 60
    expect(now.get_by_role("button", name="Play")).to_be_visible()
    expect(now.locator(".say-word.sounds")).to_have_count(0)
    assert asked[0]["variant"] == 1


def test_what_went_wrong_is_told(peer: Peer, page: Page, watch: Any) -> None:
    peer.http["/api/bots/clinic/prompts"] = PROMPTS
    page.route(
        "**/api/bots/clinic/say",
        lambda route: route.fulfill(status=429, json={"error": "busy", "message": "Try again in a moment."}),
    )
    page.goto(f"{peer.origin}/say")
    page.get_by_label("Prompt").select_option("kept")
    page.get_by_role("button", name="Say it").click()
    expect(page.get_by_role("alert")).to_have_text("Try again in a moment.")
    watch.errors.clear()  # the browser's own line about the status


def test_the_file_of_its_own_shows_the_same(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "said.html"
    file.write_text(as_html(answer()), encoding="utf-8")
    page.set_content(file.read_text(encoding="utf-8"))
    expect(page.locator(".say-word")).to_have_text(["One", "moment,", "please."])
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".say-word.sounds")).to_have_text("moment,")
