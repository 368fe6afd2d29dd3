"""All templates can be read, and none holds what the content policy refuses."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

FOLDER = Path(settings.ROOT) / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html"))
INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[^=]*)=", re.IGNORECASE),
    "script without address": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "address of another site": re.compile(r"(src|href)=[\"']?(https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_templates_compile_and_hold_nothing_inline(path: Path) -> None:
    engines["django"].get_template(str(path.relative_to(FOLDER)))
    text = path.read_text()
    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []


def test_the_stylesheet_fetches_only_our_files() -> None:
    css = (Path(settings.ROOT) / "static/css/hssk.css").read_text()
    for address in re.findall(r"url\(\"([^\"]+)\"\)", css):
        assert (Path(settings.ROOT) / "static/css" / address).exists(), address
    assert "data:" not in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
