"""A blank list in the ministry's layout, with the codes that it asks for."""

import io

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hssk.accounts.models import User
from registration.campaigns.models import Campaign
from registration.imports.columns import LAYOUT
from registration.imports.places import communes_for

TITLE = "DANH SÁCH ĐỐI TƯỢNG ĐĂNG KÝ TIÊM VẮC XIN PHÒNG COVID-19"
NOTES = [
    "Các cột có dấu (*) là bắt buộc. Không biết thì để trống, không ghi gì vào ô.",
    "Điền từ dòng 9. Mã nhóm ưu tiên: trang PL2. Mã xã/phường hiện nay: trang PL3.",
    "Từ 01/07/2025 không còn cấp huyện: để trống Quận/Huyện. Danh sách cũ vẫn dùng được mã cũ.",
    "Bỏ bộ lọc của Excel ở mọi trang trước khi tải lên.",
]
UPPER, LOWER = 7, 8
WIDTHS = {"full_name": 28, "address": 28, "workplace": 24, "identity": 18, "bhyt": 20, "phone": 16, "result": 40}
# Kept as text, or Excel would take their leading zeros.
TEXTS = {"phone", "identity", "bhyt", "province_code", "district_code", "commune_code", "birth_date"}
LINES = 300


def blank_template(campaign: Campaign, *, user: User) -> bytes:
    """The .xlsx: the list, the priority groups, and the communes within the user's reach."""
    workbook = openpyxl.Workbook()
    write_layout(workbook.active)
    groups = workbook.create_sheet("PL2_Nhom uu tien")
    groups.append(["Mã nhóm", "Đối tượng"])
    for group in campaign.groups.all():
        groups.append([group.code, group.name_vi])
    communes = workbook.create_sheet("PL3_Xa phuong")
    communes.append(["Mã Tỉnh", "Mã Xã/Phường", "Xã/Phường"])
    for unit in sorted(communes_for(campaign, user).values(), key=lambda unit: unit.path):
        communes.append([unit.path.split("/")[1], unit.code, unit.name])
    for sheet in (groups, communes):
        widen(sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def write_layout(sheet: Worksheet) -> None:
    """Title, notes, the two lines of headings, and text columns below."""
    sheet.title = "PL1_Danh sach doi tuong tiem"
    sheet["B1"], sheet["B1"].font = TITLE, Font(bold=True, size=14)
    for line, words in enumerate(NOTES, start=2):
        sheet.cell(line, 2, words)
    for column, (field, group, heading) in enumerate(LAYOUT, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = WIDTHS.get(field, 14)
        sheet.cell(UPPER, column, group if group else heading)
        if group:
            sheet.cell(LOWER, column, heading)
        else:
            sheet.merge_cells(start_row=UPPER, end_row=LOWER, start_column=column, end_column=column)
        if field in TEXTS:
            for line in range(LOWER + 1, LOWER + 1 + LINES):
                sheet.cell(line, column).number_format = "@"
    merge_groups(sheet)
    dress(sheet)


def merge_groups(sheet: Worksheet) -> None:
    """One heading over the columns that belong together."""
    names = [group for _field, group, _heading in LAYOUT]
    for group in dict.fromkeys(filter(None, names)):
        first = names.index(group) + 1
        last = len(names) - names[::-1].index(group)
        for column in range(first + 1, last + 1):
            sheet.cell(UPPER, column).value = None
        sheet.merge_cells(start_row=UPPER, end_row=UPPER, start_column=first, end_column=last)


def dress(sheet: Worksheet) -> None:
    """Headings that can be read, and that stay when scrolling."""
    for line in (UPPER, LOWER):
        for column in range(1, len(LAYOUT) + 1):
            cell = sheet.cell(line, column)
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E6F0EF")
            cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.row_dimensions[LOWER].height = 48
    sheet.freeze_panes = sheet.cell(LOWER + 1, 3)


def widen(sheet: Worksheet) -> None:
    """A page of codes that needs no pulling at its columns."""
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in (("A", 12), ("B", 16 if sheet.max_column > 2 else 90), ("C", 30)):
        sheet.column_dimensions[column].width = width
