"""Names compare without accents, capitals and punctuation."""

import pytest

from hssk.areas.names import search_key, split_kind, tidy


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Mai Châu", "mai chau"),
        ("  MAI   chau ", "mai chau"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Đồng Tân", "dong tan"),
        ("Ðồng Tân", "dong tan"),  # eth, from old keyboards
        ("Đắk D'Rông", "dak d rong"),
        ("Phan Rang - Tháp Chàm", "phan rang thap cham"),
        ("Nguyễn Thị Ánh-Tuyết", "nguyen thi anh tuyet"),
        ("", ""),
    ],
)
def test_key_leaves_out_what_people_leave_out(typed: str, key: str) -> None:
    assert search_key(typed) == key


def test_composed_and_decomposed_letters_have_one_key() -> None:
    assert search_key("Ho\u0300a Bi\u0300nh") == search_key("Hòa Bình")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Xã Mai Châu", ("xa", "Mai Châu")),
        ("Thị Trấn Long Bình", ("thi_tran", "Long Bình")),
        ("Phường Phường Đúc", ("phuong", "Phường Đúc")),
        ("Mai Châu", (None, "Mai Châu")),
    ],
)
def test_name_is_split_into_kind_and_rest(name: str, parts: tuple[str | None, str]) -> None:
    assert split_kind(name) == parts


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Thoại Sơn", "Thoại Sơn"),
        ("Quỳ Hợp", "Quỳ Hợp"),
        ("08", "8"),
    ],
)
def test_tone_marks_and_numbers_are_spelled_one_way(written: str, spelled: str) -> None:
    assert tidy(written) == spelled
