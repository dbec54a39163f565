"""A Chromium to drive the pages with, and a watch on what they must never do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.peer import Peer

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCAL = ("127.0.0.1", "localhost")


@dataclass
class Watch:
    """What the pages of a test did wrong."""

    errors: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("request", lambda r: self._check(r.url))
        page.on("websocket", lambda w: self._check(w.url))

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in LOCAL:
            self.external.append(url)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium on PATH ({', '.join(CHROMIUM_NAMES)}); Debian: apt-get install chromium")
    return found


def launch(playwright: Playwright, chromium: str, microphone: Path | None = None) -> Browser:
    """A browser whose microphone plays a file over and over, or Chromium's own beeps where there is none."""
    capture = [f"--use-file-for-fake-audio-capture={microphone}"] if microphone else []
    return playwright.chromium.launch(executable_path=chromium, args=[*ARGUMENTS, *capture])


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    started = launch(playwright, chromium)
    yield started
    started.close()


def new_context(browser: Browser) -> BrowserContext:
    fresh = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    fresh.set_default_timeout(10_000)
    return fresh


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = new_context(browser)
    yield fresh
    fresh.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page that must make no console error and no request to another host."""
    opened = context.new_page()
    watch.over(opened)
    yield opened
    assert watch.errors == []
    assert watch.external == []


@pytest.fixture
def peer(page: Page) -> Iterator[Peer]:
    """The protocol's other end in the hands of the test: what no real server does on request."""
    started = Peer(page)
    yield started
    started.close()
