"""One campaign, end to end, at phone width: from a phone number to a dose in the book and a bar in the chart."""

import io
import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.clock import Clock
from tests.browser.conftest import Site
from tests.browser.hands import Answers, Citizen, choose, headed, press, row_of, sign_in_staff, texts_on
from tests.browser.world import World
from tests.registration.imports.samples import line, xlsx
from vaccination.counts.prove import differences
from vaccination.coverage.recounts import RECOUNTS

pytestmark = pytest.mark.browser

# Born in 1985, and her card says 1986: as real lists are.
HOA = Answers(number="017186000123")
SON = Answers(who="Thêm vợ/chồng", full_name="Hà Văn Sơn", birth_date="05/09/1980", sex="Nam", number="017080000456")


@dataclass
class Story:
    """Everybody's windows."""

    site: Site
    world: World
    clock: Clock
    citizen: Citizen = field(init=False)
    office: Page = field(init=False)
    clinic: Page = field(init=False)


def test_a_campaign_from_registering_to_the_record(site: Site, clock: Clock, world: World) -> None:
    story = Story(site, world, clock)
    given_a_citizen_who_registered_herself_and_her_husband(story)
    given_a_list_of_the_commune(story)
    when_the_official_opens_a_session(story)
    when_the_official_plans_and_publishes(story)
    then_one_message_tells_of_both(story)
    when_she_confirms(story)
    clock.next_morning()
    when_the_nurse_vaccinates_her(story)
    then_stock_and_board_have_moved(story)
    when_she_goes_home_after_half_an_hour(story)
    when_somebody_comes_without_an_appointment(story)
    then_her_book_shows_the_dose(story)
    then_the_dashboard_shows_all_of_it(story)
    assert differences(RECOUNTS) == []


def given_a_citizen_who_registered_herself_and_her_husband(story: Story) -> None:
    story.citizen = Citizen(story.site)
    story.citizen.register(HOA)
    page = story.citizen.page
    expect(page.get_by_text("Cần đối chiếu khi đi tiêm")).to_be_visible()
    expect(page.get_by_text("Năm sinh khác với năm trong số CCCD")).to_be_visible()
    story.citizen.register(SON)
    expect(page.get_by_text("Cần đối chiếu khi đi tiêm")).not_to_be_visible()
    press(page, "Gia đình tôi")
    for name in (HOA.full_name, SON.full_name):
        expect(page.get_by_role("article").filter(has_text=name)).to_contain_text("Mã đăng ký")


def given_a_list_of_the_commune(story: Story) -> None:
    story.office = story.site.open("/")
    page = story.office
    sign_in_staff(page, story.world.official.username)
    page.get_by_role("navigation", name="Chức năng").get_by_role("link", name="Danh sách nhập").click()
    press(page, "Tải danh sách lên")
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "xa-mai-chau.xlsx", "mimeType": "application/octet-stream", "buffer": the_list()}
    )
    press(page, "Tải lên và xem lại")
    expect(row_of(page, "Đinh Văn Quyết")).to_contain_text("Mới")
    expect(row_of(page, HOA.full_name)).to_contain_text("Đã có")
    expect(page.get_by_role("row").filter(has_text="Có lỗi")).to_have_count(1)
    press(page, "Nhập 2 dòng")
    expect(page.get_by_text("Đã nhập danh sách.")).to_be_visible()
    with page.expect_download() as download:
        press(page, "Tải tệp kết quả")
    then_the_file_says_what_became_of_each_row(download.value.path())


def the_list() -> bytes:
    """Two new people, one of them far away; one who is registered already; one without a name."""
    return xlsx(
        line(full_name="Đinh Văn Quyết", sex="0", birth_date="02/02/1979", identity="017079000777"),
        line(full_name="Vàng A Chu", sex="0", identity="", commune_name="Xã Pà Cò", commune_code="05212"),
        line(full_name=HOA.full_name, identity=HOA.number, phone="0912345678"),
        line(full_name=""),
    )


def then_the_file_says_what_became_of_each_row(path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    results = [str(row[-1]) for row in sheet.iter_rows(min_row=9, values_only=True) if row[0]]
    beginnings = ["Đã nhập: mã đăng ký", "Đã nhập: mã đăng ký", "Đã có", "Lỗi: Thiếu họ và tên"]
    assert [words[: len(start)] for words, start in zip(results, beginnings, strict=True)] == beginnings, results


def when_the_official_opens_a_session(story: Story) -> None:
    page = story.office
    page.get_by_role("link", name="Lịch buổi tiêm").click()
    press(page, "Mở buổi tiêm")
    page.get_by_label("Ngày", exact=True).fill(f"{story.clock.first_day + timedelta(days=1):%d%m%Y}")
    page.get_by_label("Vắc xin").select_option(label=story.world.lot.vaccine.short_name)
    page.get_by_label("Lô").select_option(value=str(story.world.lot.pk))
    page.get_by_label("Số chỗ mỗi buổi").fill("20")
    choose(page, "Cơ sở tiêm", story.world.facility.name)
    page.get_by_role("main").get_by_role("button", name="Mở buổi tiêm").click()
    headed(page, story.world.facility.name)
    expect(page.get_by_text("0 / 20")).to_be_visible()


def when_the_official_plans_and_publishes(story: Story) -> None:
    page = story.office
    page.get_by_role("link", name="Kế hoạch", exact=True).click()
    page.get_by_role("link", name="Lập kế hoạch").first.click()
    press(page, "Lập bản nháp")
    then_the_draft_says_who_is_served_and_who_not(page)
    press(page, "Xem lại và công bố")
    press(page, "Công bố và mời 3 người")
    expect(page.get_by_text("3 người có lịch hẹn")).to_be_visible()


def then_the_draft_says_who_is_served_and_who_not(page: Page) -> None:
    expect(page.get_by_role("link").filter(has_text="Người được xếp lịch")).to_contain_text("3")
    page.get_by_role("link").filter(has_text="Chưa được xếp").first.click()
    expect(row_of(page, "Vàng A Chu")).to_contain_text("Không có buổi tiêm phục vụ xã/phường này")
    expect(row_of(page, HOA.full_name)).to_have_count(0)
    press(page, "‹ Quay lại")


def then_one_message_tells_of_both(story: Story) -> None:
    invitations = [text for text in texts_on(story.citizen.phone) if text.startswith("Moi ")]
    assert len(invitations) == 1
    assert "Hoa" in invitations[0]
    assert "Son" in invitations[0]
    assert "luc 08:00" in invitations[0]  # at 07:30 only one seat was left, and they come together


def when_she_confirms(story: Story) -> None:
    page = story.citizen.page
    page.goto("/me/")
    card = page.get_by_role("article").filter(has_text=HOA.full_name)
    card.get_by_role("button", name="Xác nhận sẽ đến").click()
    expect(page.get_by_text(f"{HOA.full_name} sẽ đến lúc 08:00")).to_be_visible()
    expect(card).to_contain_text("Sẽ đến")


def when_the_nurse_vaccinates_her(story: Story) -> None:
    story.clinic = story.site.open("/")
    page = story.clinic
    sign_in_staff(page, story.world.nurse.username)
    headed(page, "Buổi tiêm hôm nay")
    press(page, "Mở bảng")
    expect(page.get_by_role("listitem").filter(has_text="Liều còn lại")).to_contain_text("100")
    find(page, "0912 345 678")
    expect(row_of(page, SON.full_name)).to_be_visible()
    find(page, "bui thi hoa")
    expect(row_of(page, SON.full_name)).to_have_count(0)
    expect(row_of(page, HOA.full_name)).to_contain_text("cần đối chiếu giấy tờ")
    row_of(page, HOA.full_name).get_by_role("link", name="Tiếp nhận").click()
    vaccinate(page)


def find(page: Page, words: str) -> None:
    page.get_by_role("search").get_by_role("textbox").fill(words)
    page.get_by_role("search").get_by_role("button", name="Tìm").click()


def vaccinate(page: Page) -> None:
    """From the door to the needle."""
    headed(page, "Tiếp nhận")
    press(page, "Xác nhận đã đến")
    headed(page, "Khám sàng lọc")
    page.get_by_label("Nhiệt độ").fill("36,8")
    press(page, "Lưu, các mục chưa chọn là Không")
    headed(page, "Ghi nhận mũi 1")
    press(page, "Ghi nhận mũi tiêm")
    headed(page, "Đã ghi nhận mũi 1")


def then_stock_and_board_have_moved(story: Story) -> None:
    page = story.clinic
    press(page, "Về bảng buổi tiêm")
    expect(page.get_by_role("listitem").filter(has_text="Liều còn lại")).to_contain_text("99")
    expect(row_of(page, HOA.full_name)).to_contain_text("Đã tiêm, đang theo dõi")


def when_she_goes_home_after_half_an_hour(story: Story) -> None:
    page = story.clinic
    press(page, "Phòng theo dõi")
    page.get_by_role("link").filter(has_text=HOA.full_name).click()
    press(page, "Cho về sớm")
    expect(page.locator(".error-summary")).to_be_visible()
    story.clock.forward(minutes=31)
    page.get_by_role("link", name="Về bảng buổi tiêm").click()
    row_of(page, HOA.full_name).get_by_role("link", name="Theo dõi").click()
    press(page, "Cho về")
    expect(page.get_by_text(f"{HOA.full_name} đã theo dõi xong.")).to_be_visible()


def when_somebody_comes_without_an_appointment(story: Story) -> None:
    page = story.clinic
    press(page, "‹ Về bảng buổi tiêm")
    press(page, "Người không hẹn")
    page.get_by_label("Họ và tên", exact=True).fill("Lò Thị Pâng")
    page.get_by_label("Ngày sinh").fill("1961")
    choose(page, "Giới tính", "Nữ")
    press(page, "Thêm và tiếp nhận")
    vaccinate(page)
    press(page, "Về bảng buổi tiêm")
    expect(row_of(page, "Lò Thị Pâng")).to_contain_text("không hẹn")


def then_her_book_shows_the_dose(story: Story) -> None:
    page = story.citizen.page
    page.goto("/me/")
    story.citizen.sign_in()  # a night has passed
    page.get_by_role("link", name=HOA.full_name).click()
    expect(page.locator(".timeline")).to_contain_text("Mũi 1: Pfizer")
    expect(page.locator(".timeline")).to_contain_text(story.world.lot.number)


def then_the_dashboard_shows_all_of_it(story: Story) -> None:
    page = story.office
    sign_in_staff(page, story.world.official.username)
    page.get_by_role("link", name="Tỷ lệ bao phủ").first.click()
    cells = row_of(page, story.world.commune.name).locator("td.num")
    for place, (what, number) in enumerate([("registered", "4"), ("scheduled", "4"), ("dose 1", "2"), ("dose 2", "0")]):
        expect(cells.nth(place), what).to_have_text(re.compile(rf"\b{number}$"))
