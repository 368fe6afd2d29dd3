"""Real Chromium on the real site. Every page must be free of console errors and of requests to elsewhere."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium
from tests.browser.clock import Clock
from tests.browser.world import World

# Playwright's event loop runs in this thread, and Django takes that for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 360, "height": 800}
LAPTOP = {"width": 1280, "height": 800}
# Said on the console, where every trouble fails the test: nothing sticks out, one h1, a title, a language.
LOOK = """
addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement, tell = (words) => console.error(words);
  if (!location.protocol.startsWith("http") || !document.querySelector("header")) return;
  const wide = root.scrollWidth - root.clientWidth, heads = document.querySelectorAll("h1").length;
  if (wide > 0) tell(`${wide} px too wide at ${innerWidth} px`);
  if (heads !== 1) tell(`${heads} h1`);
  if (document.title.trim().length < 5) tell("no title");
  if (!["vi", "en"].includes(root.lang)) tell("no language");
});
"""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=10_000)
        started = playwright.chromium.launch(executable_path=chromium.path(), args=QUIET)
        yield started
        started.close()


class Site:
    """The live site, opened in as many windows as a test needs."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.contexts: list[BrowserContext] = []
        self.troubles: list[str] = []

    def open(self, path: str = "/", *, size: dict[str, int] = PHONE, script: bool = True, locale: str = "vi") -> Page:
        """A window of its own: own cookies, own size."""
        context = self.browser.new_context(
            viewport=size,
            locale=locale,
            java_script_enabled=script,
            base_url=self.address,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        context.add_init_script(LOOK)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: self.note(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note(f"{page.url}: {error}"))
        page.on("request", lambda asked: self.note_stranger(asked.url))
        page.goto(path)
        return page

    def note(self, trouble: str) -> None:
        # Chromium reports a refused form (400, 409) as a console error; that answer is meant.
        if "status of 4" not in trouble:
            self.troubles.append(trouble)

    def note_stranger(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"asked elsewhere: {url}")


@pytest.fixture
def site(browser: Browser, live_server: object, transactional_db: None) -> Iterator[Site]:
    opened = Site(browser, live_server.url)  # type: ignore[attr-defined]
    yield opened
    for context in opened.contexts:
        context.close()
    assert opened.troubles == []


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """Nothing sticks out of the page sideways."""

    def check(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Today at nine in the morning."""
    clock = Clock(monkeypatch)
    clock.set(clock.first_day, 9)
    return clock


@pytest.fixture
def world(transactional_db: None) -> World:
    """A campaign in which everything is ready and nobody is registered."""
    return World()
