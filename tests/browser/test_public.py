"""Pages that anybody may open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, Site

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, LAPTOP])
def test_the_home_page_says_what_one_can_do(site: Site, fits: Callable[[Page], None], size: dict[str, int]) -> None:
    page = site.open("/", size=size)
    for words in ["Đăng ký tiêm", "Tra cứu lịch hẹn", "Phản ứng sau tiêm"]:
        expect(page.get_by_role("link", name=words).first).to_be_visible()
    fits(page)


def test_the_home_page_is_small(site: Site) -> None:
    page = site.open("about:blank")
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(sizes) < 400_000  # before compression; on the wire it is a fifth of that


def test_english_is_one_press_away(site: Site) -> None:
    page = site.open("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Register").first).to_be_visible()
