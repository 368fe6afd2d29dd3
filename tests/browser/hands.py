"""What people do with the pages: a citizen with a phone, a member of staff."""

import re
from dataclasses import dataclass, replace

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from notifications.delivery.deliver import deliver_batch
from notifications.gateways.models import PhoneScreen
from tests.browser.conftest import PHONE, Site
from tests.factories import PASSWORD, make_account
from tests.registration.wizard_story import ANSWERS, answer, signed_in


def press(page: Page, words: str) -> None:
    """A button or a link that looks like one; exactly these words."""
    page.get_by_role("button", name=words, exact=True).or_(page.get_by_role("link", name=words, exact=True)).click()


def choose(page: Page, question: str | re.Pattern[str], answer: str) -> None:
    """An answer of a group of radios or ticks."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def headed(page: Page, words: str | re.Pattern[str]) -> None:
    """The page with this heading is open."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def row_of(page: Page, name: str) -> Locator:
    """Somebody's row in a table."""
    return page.get_by_role("row").filter(has_text=name)


def field_error(page: Page, label: str) -> Locator:
    """What is said beside a field: its description is read out with it."""
    field = page.get_by_label(label, exact=True).first
    described = str(field.get_attribute("aria-describedby"))
    return page.locator(",".join(f"#{name}" for name in described.split() if name.endswith("_error")))


def refused(page: Page, label: str, words: str) -> None:
    """A wrong field is told of above, with the focus there, and beside the field."""
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary").get_by_role("link", name=words)).to_be_visible()
    expect(field_error(page, label)).to_contain_text(words)


def texts_on(phone: str) -> list[str]:
    """What the phone has received, newest first; the worker's part is done here."""
    while deliver_batch():
        continue
    return list(PhoneScreen.objects.filter(to_phone=f"+84{phone[1:]}").order_by("-pk").values_list("text", flat=True))


def bring_in(page: Page, client: Client) -> None:
    """The window is signed in as the test client is; for tests that are not about signing in."""
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": page.url}])


@dataclass(frozen=True)
class Answers:
    """What somebody writes in the wizard; a valid answer for each page."""

    who: str = "Bản thân"
    full_name: str = "Bùi Thị Hòa"
    birth_date: str = "08/03/1985"
    sex: str = "Nữ"
    number: str = "017185000123"
    commune: str = "Mai Châu"
    shift: str = "Buổi sáng"

    def but(self, **changed: str) -> "Answers":
        """The same with other words."""
        return replace(self, **changed)


class Citizen:
    """Somebody with a phone of 360 px."""

    def __init__(self, site: Site, phone: str = "0912345678", *, size: dict[str, int] = PHONE, script: bool = True):
        self.phone = phone
        self.page = site.open("/", size=size, script=script)

    def sign_in(self) -> None:
        """By the code in the text message."""
        if "/sign-in/" not in self.page.url:
            self.page.goto("/sign-in/")
        self.ask_for_code()
        self.page.get_by_label("Mã xác thực").fill(self.newest_code())
        press(self.page, "Tiếp tục")

    def at(self, step: str) -> Page:
        """Signed in, with all pages before `step` answered as in the wizard's story, and `step` open."""
        client = signed_in(make_account(phone=f"+84{self.phone[1:]}"))
        for before in list(ANSWERS)[: list(ANSWERS).index(step) if step in ANSWERS else None]:
            answer(client, before)
        bring_in(self.page, client)
        self.page.goto(f"/register/{step}/")
        return self.page

    def ask_for_code(self) -> None:
        """The first page of signing in."""
        self.page.get_by_label("Số điện thoại").fill(self.phone)
        press(self.page, "Nhận mã qua tin nhắn")
        headed(self.page, "Nhập mã trong tin nhắn")

    def newest_code(self) -> str:
        """The six digits on the phone."""
        return re.findall(r"\d{6}", texts_on(self.phone)[0])[0]

    def begin(self, answers: Answers) -> None:
        """From the start of registering to the person's page."""
        self.page.goto("/register/")
        press(self.page, "Bắt đầu đăng ký")
        if "/sign-in/" in self.page.url:
            self.sign_in()
        choose(self.page, "Ông/Bà đăng ký cho ai?", answers.who)
        self.go_on()

    def go_on(self) -> None:
        """The one button of each page."""
        press(self.page, "Tiếp tục")

    def tell_person(self, answers: Answers) -> None:
        """Name, birth, sex, papers."""
        page = self.page
        page.get_by_label("Họ và tên").fill(answers.full_name)
        page.get_by_label("Ngày sinh").fill(answers.birth_date)
        choose(page, "Giới tính", answers.sex)
        page.get_by_label("Số giấy tờ").fill(answers.number)
        self.go_on()

    def tell_address(self, answers: Answers) -> None:
        """The commune, typed as people know it."""
        self.page.get_by_label("Xã/Phường", exact=True).fill(answers.commune)
        self.page.get_by_label("Thôn/Xóm").fill("Xóm Văn")
        self.go_on()

    def tell_wish(self, answers: Answers) -> None:
        """Group, shift, declaration, up to the consent."""
        page = self.page
        page.get_by_role("radio").last.check()
        self.go_on()
        choose(page, "Buổi", answers.shift)
        self.go_on()
        headed(page, "Tiền sử bệnh")
        for no in page.get_by_label("Không", exact=True).all():
            no.check()
        self.go_on()

    def consent(self) -> None:
        """Reads and agrees."""
        headed(self.page, "Đồng ý tiêm chủng")
        self.page.get_by_role("checkbox").check()
        self.go_on()

    def answer_all(self, answers: Answers) -> None:
        """Every page up to the check of answers."""
        self.begin(answers)
        self.tell_person(answers)
        self.tell_address(answers)
        self.tell_wish(answers)
        self.consent()
        headed(self.page, "Xem lại trước khi gửi")

    def register(self, answers: Answers) -> None:
        """All of it."""
        self.answer_all(answers)
        press(self.page, "Gửi đăng ký")
        headed(self.page, "Đã nhận đăng ký")


def sign_in_staff(page: Page, username: str) -> None:
    """Through the staff's door."""
    page.goto("/staff/sign-in/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
