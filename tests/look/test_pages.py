"""The pages that need no sign-in, in both languages, and the pages of errors."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
OPEN = ["public:home", "public:reactions", "sign_in:phone", "accounts:sign_in"]


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_open_pages_answer_in_both_languages(client: Client, name: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()


@pytest.mark.parametrize("name", OPEN)
def test_every_page_offers_help_and_the_other_language(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'href="tel:19009095"' in page
    assert 'href="tel:115"' in page
    assert 'value="en"' in page
    assert page.count("<h1") == 1
    assert 'href="#main"' in page


def test_the_demonstration_is_labelled(client: Client) -> None:
    words = "Dữ liệu minh họa — người và số liệu được tạo ra, không có thật"
    with override_settings(DEMO=True):
        assert words in client.get(reverse("public:home")).content.decode()
    with override_settings(DEMO=False):
        assert words not in client.get(reverse("public:home")).content.decode()


def test_eight_groups_of_danger_signs_are_listed(client: Client) -> None:
    page = client.get(reverse("public:reactions")).content.decode()
    signs = page[page.index('class="signs"') : page.index("</ol>")]
    assert signs.count("<li>") == 8


def test_an_unknown_address_says_so(client: Client) -> None:
    page = client.get("/khong-co-trang-nay")
    assert page.status_code == 404
    assert "Không có trang này" in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)
