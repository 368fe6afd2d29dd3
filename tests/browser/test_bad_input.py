"""What goes wrong at the citizen's door: each is said beside its field, and nothing typed is lost."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from registration.registrations.models import Registration
from tests.browser.clock import Clock
from tests.browser.conftest import Site
from tests.browser.hands import Answers, Citizen, choose, headed, press, refused
from tests.browser.world import World
from tests.factories import make_commune, make_province, today

pytestmark = pytest.mark.browser


def test_a_wrong_phone_is_said_and_kept(site: Site, world: World) -> None:
    page = site.open("/sign-in/")
    page.get_by_label("Số điện thoại").fill("0912 345")
    press(page, "Nhận mã qua tin nhắn")
    refused(page, "Số điện thoại", "10 chữ số")
    expect(page.get_by_label("Số điện thoại")).to_have_value("0912 345")


def test_five_wrong_codes_mean_a_wait(site: Site, clock: Clock, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.page
    page.goto("/sign-in/")
    citizen.ask_for_code()
    wrong = "111111" if citizen.newest_code() != "111111" else "222222"
    for words in ["Mã chưa đúng"] * 5 + ["Đã nhập sai 5 lần. Hãy đợi 5 phút"]:
        page.get_by_label("Mã xác thực").fill(wrong)
        citizen.go_on()
        expect(page.locator(".error-summary")).to_contain_text(words)
    page.get_by_role("link", name="Nhận mã mới").click()
    page.get_by_label("Số điện thoại").fill(citizen.phone)
    press(page, "Nhận mã qua tin nhắn")
    expect(page.locator(".error-summary")).to_contain_text("Đã nhập sai 5 lần")
    clock.forward(minutes=6)
    citizen.sign_in()
    headed(page, "Gia đình tôi")


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        ("31/02/1985", "Ngày 31/02/1985 không có trong lịch."),
        ("08/13/1985", "Tháng từ 1 đến 12"),
        (f"01/01/{today().year - 5}", "từ 12 tuổi"),
        ("1880", "quá xa"),
    ],
)
def test_a_birth_date_that_cannot_be(site: Site, world: World, birth: str, words: str) -> None:
    citizen = Citizen(site)
    page = citizen.at("person")
    citizen.tell_person(Answers(birth_date=birth))
    refused(page, "Ngày sinh", words)
    expect(page.get_by_label("Ngày sinh")).to_have_value(birth)
    expect(page.get_by_label("Họ và tên")).to_have_value("Bùi Thị Hòa")
    expect(page.get_by_label("Nữ", exact=True)).to_be_checked()
    page.locator(".error-summary").get_by_role("link", name=words).click()
    expect(page.get_by_label("Ngày sinh")).to_be_focused()


def test_a_commune_elsewhere_is_not_served(site: Site, world: World) -> None:
    make_commune("Xã Mộc Châu", "04000", make_province("14", "Tỉnh Sơn La"))
    citizen = Citizen(site)
    page = citizen.at("address")
    page.get_by_label("Tỉnh/Thành phố").select_option(label="Tỉnh Sơn La")
    citizen.tell_address(Answers(commune="Mộc Châu"))
    refused(page, "Xã/Phường", "không thuộc Tỉnh Phú Thọ")
    expect(page.get_by_label("Xã/Phường", exact=True)).to_have_value("Mộc Châu")
    expect(page.get_by_label("Thôn/Xóm")).to_have_value("Xóm Văn")


def test_a_commune_is_suggested_while_typing(site: Site, world: World) -> None:
    page = Citizen(site).at("address")
    page.get_by_label("Xã/Phường", exact=True).press_sequentially("pa c")
    page.get_by_role("button", name="Xã Pà Cò").click()
    expect(page.get_by_label("Xã/Phường", exact=True)).to_have_value("Xã Pà Cò")


def test_without_consent_nothing_is_sent(site: Site, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.at("consent")
    citizen.go_on()
    refused(page, "Tôi đã đọc và đồng ý tiêm chủng", "Cần đánh dấu đồng ý")


def test_an_open_question_is_pointed_at(site: Site, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.at("declaration")
    questions = page.locator("fieldset").all()
    for question in questions[1:]:
        question.get_by_label("Không", exact=True).check()
    citizen.go_on()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(questions[0].locator(".field-error")).to_contain_text("Chọn Có, Không hoặc Không rõ.")
    expect(page.get_by_label("Không", exact=True).nth(1)).to_be_checked()


def test_an_expired_sign_in_loses_no_answer(site: Site, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.at("person")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    citizen.tell_person(Answers(full_name="Hà Thị Mai"))
    citizen.sign_in()
    headed(page, "Thông tin người được tiêm")
    expect(page.get_by_label("Họ và tên")).to_have_value("Hà Thị Mai")
    citizen.go_on()
    headed(page, "Nơi ở hiện nay")


def test_lost_cookies_lead_back_to_the_form(site: Site, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.at("address")
    page.context.clear_cookies()
    citizen.tell_address(Answers())
    headed(page, "Trang đã mở quá lâu")
    press(page, "Mở lại biểu mẫu")
    citizen.sign_in()
    headed(page, "Nơi ở hiện nay")


@pytest.mark.parametrize("script", [True, False])
def test_two_clicks_make_one_registration(site: Site, world: World, script: bool) -> None:
    page = Citizen(site, script=script).at("check")
    page.get_by_role("button", name="Gửi đăng ký").dblclick()
    headed(page, "Đã nhận đăng ký")
    assert Registration.objects.count() == 1


def test_back_after_sending_sends_nothing_again(site: Site, world: World) -> None:
    page = Citizen(site).at("check")
    press(page, "Gửi đăng ký")
    headed(page, "Đã nhận đăng ký")
    page.go_back()
    headed(page, "Đăng ký tiêm")
    assert Registration.objects.count() == 1


def test_who_is_registered_is_told_so(site: Site, world: World) -> None:
    citizen = Citizen(site)
    page = citizen.at("check")
    press(page, "Gửi đăng ký")
    page.goto(f"/register/who/?campaign={world.campaign.code}")
    choose(page, "Ông/Bà đăng ký cho ai?", "Bùi Thị Hòa")
    citizen.go_on()
    expect(page.locator(".error-summary")).to_contain_text(Registration.objects.get().number)
