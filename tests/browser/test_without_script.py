"""Everything works without JavaScript: comfort is lost, nothing else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.hands import Answers, Citizen, choose, headed, press, row_of, sign_in_staff
from tests.browser.world import World
from tests.factories import make_commune
from tests.vaccination.clinic import Clinic

pytestmark = pytest.mark.browser


def test_a_citizen_registers_without_script(site: Site, world: World) -> None:
    make_commune("Xã Mai Hạ", "05201")
    citizen = Citizen(site, script=False)
    answers = Answers()
    citizen.begin(answers)
    citizen.tell_person(answers)
    citizen.tell_address(answers.but(commune="mai"))
    choose(citizen.page, "Xã, phường hiện nay", "Xã Mai Hạ")
    citizen.go_on()
    citizen.tell_wish(answers)
    citizen.consent()
    expect(citizen.page.get_by_text("Xã Mai Hạ, Tỉnh Phú Thọ")).to_be_visible()
    press(citizen.page, "Gửi đăng ký")
    headed(citizen.page, "Đã nhận đăng ký")


def test_the_clinic_works_without_script(site: Site, transactional_db: None) -> None:
    clinic = Clinic()
    name = clinic.expect().person.full_name
    page = site.open("/", script=False)
    sign_in_staff(page, clinic.nurse.username)
    press(page, "Mở bảng")
    page.get_by_role("search").get_by_role("textbox").fill("hoa bui")
    press(page, "Tìm")
    row_of(page, name).get_by_role("link", name="Tiếp nhận").click()
    press(page, "Xác nhận đã đến")
    page.get_by_label("Nhiệt độ").fill("36,8")
    press(page, "Lưu, các mục chưa chọn là Không")
    press(page, "Ghi nhận mũi tiêm")
    headed(page, "Đã ghi nhận mũi 1")
    press(page, "Phòng theo dõi")
    expect(page.get_by_role("article").filter(has_text=name)).to_contain_text("Theo dõi đến")
