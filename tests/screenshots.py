"""Pictures of the pages, so that a change of look is seen: `make screenshots`.

    python -m tests.screenshots [ADDRESS]

Starts the demo in a folder of its own unless the address of a running one is given. The README's two
pictures go to docs/img/, all others to test-results/screenshots/.
"""

import contextlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests import chromium
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "test-results" / "screenshots"
FOR_README = {"home-360": "home.png", "coverage-1280": "coverage.png"}
SIZES = {"360": {"width": 360, "height": 800}, "1280": {"width": 1280, "height": 800}}
OPEN_PAGES = {
    "home": "/",
    "reactions": "/reactions/",
    "sign-in": "/sign-in/",
    "staff": "/staff/sign-in/",
    "public": "/coverage/",
}
CITIZEN_PAGES = {"me": "/me/", "register": "/register/", "people": "/me/people/"}
OFFICE_PAGES = {
    "office": "/office/",
    "coverage": "/office/coverage/",
    "lists": "/office/lists/",
    "upload": "/office/lists/upload/",
}
CLINIC_PAGES = {"clinic": "/clinic/"}


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """A running demo with data of its own."""
    port = random.randint(20_000, 40_000)
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"PORT": str(port), "HSSK_DATA_DIR": folder}
        for inherited in ("DATABASE_URL", "REDIS_URL"):
            env.pop(inherited, None)
        with subprocess.Popen([sys.executable, "-m", "hssk.run"], env=env, start_new_session=True) as site:
            address = f"http://127.0.0.1:{port}"
            try:
                eventually(lambda: answers(f"{address}/readyz") or site.poll(), within=300)
                yield address
            finally:
                site.send_signal(signal.SIGINT)


def answers(url: str) -> bool:
    """Whether the page is there."""
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(url, timeout=3).status == 200
    return False


def read_json(url: str) -> list[dict[str, str]]:
    """What /dev/ says."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def window(browser: Browser, address: str, size: str) -> Page:
    """A window of its own."""
    context = browser.new_context(viewport=SIZES[size], base_url=address, locale="vi")  # type: ignore[arg-type]
    return context.new_page()


def take(page: Page, pages: dict[str, str], size: str) -> None:
    """A picture of each page."""
    for name, path in pages.items():
        page.goto(path)
        whole = f"{name}-{size}" not in FOR_README
        page.screenshot(path=PICTURES / f"{name}-{size}.png", full_page=whole)


def sign_in_citizen(page: Page, address: str, phone: str) -> None:
    """Through the front door, with the code that the phone received."""
    page.goto("/sign-in/")
    page.get_by_role("textbox").first.fill(phone)
    page.locator("form button[type=submit]").last.click()
    number = f"+84{phone[1:]}"
    [newest, *_] = eventually(lambda: read_json(f"{address}/dev/phones.json?phone=%2B{number[1:]}"), within=30)
    page.get_by_role("textbox").first.fill(re.findall(r"\d{6}", newest["text"])[0])
    page.locator("form button[type=submit]").last.click()


def sign_in_staff(page: Page, account: dict[str, str]) -> None:
    """As one of the demo's people."""
    page.goto("/staff/sign-in/")
    page.get_by_label("Tên đăng nhập").fill(account["username"])
    page.get_by_label("Mật khẩu").fill(account["password"])
    page.locator("form button[type=submit]").last.click()


def tour(browser: Browser, address: str) -> None:
    """Everybody's pages at both sizes."""
    accounts = {account["username"]: account for account in read_json(f"{address}/dev/accounts.json")}
    for size in SIZES:
        take(window(browser, address, size), OPEN_PAGES, size)
        citizen = window(browser, address, size)
        sign_in_citizen(citizen, address, "0912345678" if size == "360" else "0912345679")
        take(citizen, CITIZEN_PAGES, size)
        officer = window(browser, address, size)
        sign_in_staff(officer, accounts["demo.tinh"])
        take(officer, OFFICE_PAGES, size)
        nurse = window(browser, address, size)
        sign_in_staff(nurse, accounts["demo.tiem"])
        take(nurse, CLINIC_PAGES, size)
        nurse.goto("/clinic/")
        board = nurse.locator("a[href*='/clinic/sessions/']").first
        take(nurse, {"board": str(board.get_attribute("href"))}, size)


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        address = sys.argv[1] if len(sys.argv) > 1 else stack.enter_context(demo())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=["--no-sandbox"])
        tour(browser, address)
    (ROOT / "docs" / "img").mkdir(exist_ok=True)
    for name, picture in FOR_README.items():
        shutil.copy(PICTURES / f"{name}.png", ROOT / "docs" / "img" / picture)


if __name__ == "__main__":
    main()
