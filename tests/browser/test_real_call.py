"""A whole call in a browser: real server, real models, a spoken question, and the pages that show it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.conftest import Watch, launch, new_context
from tests.browser.test_call_view import colours
from tests.browser.voice import microphone_file
from tests.serving import serving
from viva.models.fetch import status

pytestmark = [pytest.mark.browser, pytest.mark.models]

GREETING_MS = 9000
REPLY_TIMEOUT_MS = 20_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    absent = [found.model.name for found in status() if not found.ready]
    if absent:
        pytest.skip(f"models not fetched: {', '.join(absent)}; run: viva models pull")
    with serving(tmp_path_factory.mktemp("data"), "clinic") as url:
        yield url


@pytest.fixture
def page(playwright: Playwright, chromium: str, tmp_path: Path, watch: Watch) -> Iterator[Page]:
    """A browser whose microphone asks for the opening hours once the bot has said its greeting."""
    question = microphone_file(
        tmp_path / "caller.wav", "What are your opening hours?", before_ms=GREETING_MS, after_ms=60_000
    )
    browser = launch(playwright, chromium, question)
    opened = new_context(browser).new_page()
    watch.over(opened)
    yield opened
    browser.close()
    assert watch.errors == []
    assert watch.external == []


def newest_call(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/api/calls?limit=1") as response:
        calls: list[dict[str, object]] = json.load(response)
    return calls[0]


def test_a_spoken_call_from_greeting_to_its_page(address: str, page: Page) -> None:
    # Without echo cancelling and the like: the caller is a file and hears nothing.
    page.goto(f"{address}/?bot=clinic&raw=1")
    page.locator('[data-bot="clinic"] button').click()
    expect(page.locator("#call-state")).to_have_text("On the line")
    expect(page.locator(".from-bot").first).to_be_visible()
    expect(page.locator("#floor-now")).to_have_attribute("data-floor", "bot")

    asked = page.locator(".from-caller:not(.partial) .words").first
    expect(asked).to_contain_text("opening hours", ignore_case=True, timeout=REPLY_TIMEOUT_MS)
    badge = page.locator(".from-bot .badge").first
    expect(badge).to_contain_text("s")
    badge.click()
    expect(page.locator(".bubble-latency").first).to_contain_text("Recognition")
    expect(page.locator("#reply-times")).to_contain_text("ms")

    page.get_by_role("button", name="Hang up").click()
    expect(page.locator("#finish")).to_contain_text("You hung up")
    link = page.locator("#call-link")
    path = link.get_attribute("href")
    assert path is not None

    page.get_by_role("link", name="Calls", exact=True).click()
    listed = page.locator(f'#rows tr:has(a[href="{path}"])')
    expect(listed).to_contain_text("clinic")
    expect(listed).to_contain_text("The caller hung up")

    listed.get_by_role("link").click()
    expect(page.locator("#transcript")).to_contain_text("opening hours", ignore_case=True)
    expect(page.locator(".reply").first).to_contain_text("Decision")
    page.wait_for_timeout(200)
    assert colours(page, "tracks") > 10, "the timeline is blank"
    assert colours(page, "overview") > 3, "the overview is blank"


def test_a_typed_call_and_leaving_the_page(address: str, page: Page) -> None:
    page.goto(f"{address}/?bot=clinic&autocall=1&raw=1")
    expect(page.locator(".from-bot").first).to_be_visible()
    page.get_by_label("Type instead of speaking").fill("what are your opening hours")
    page.keyboard.press("Enter")
    expect(page.locator(".from-caller")).to_have_count(1)
    expect(page.locator(".from-bot")).to_have_count(2)
    page.goto("about:blank")
    page.wait_for_timeout(500)
    call = newest_call(address)
    assert (call["status"], call["reason"]) == ("ended", "caller_hung_up")
