"""Rules that hold everywhere, read from the source."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CheckConstraint, UniqueConstraint

from tests.house.source import APPS, ROOT, all_test_source, python_files

PERSONAL = ["Person", "Registration", "Appointment", "Dose", "IdentityDocument", "Message", "Screening", "ImportBatch"]


def constraint_names() -> list[str]:
    """Named constraints of our own tables."""
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    kinds = (CheckConstraint, UniqueConstraint)
    return sorted(each.name for model in models for each in model._meta.constraints if isinstance(each, kinds))


@pytest.mark.parametrize("name", constraint_names())
def test_every_constraint_has_a_test_that_carries_its_name(name: str) -> None:
    assert name in all_test_source()


@pytest.mark.parametrize("path", [path for path in python_files() if path.name in {"pages.py", "api.py"}])
def test_pages_and_api_start_at_the_scope(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for model in PERSONAL:
        for found in re.findall(rf"\b{model}\.objects\.(\w+)", source):
            assert found == "visible_to", f"{path}: {model}.objects.{found}"


def test_django_finds_nothing_wrong() -> None:
    call_command("check", "--fail-level", "WARNING")


def test_no_template_is_unused() -> None:
    places = [*python_files(), *(ROOT / "templates").rglob("*.html")]
    words = "\n".join(path.read_text(encoding="utf-8") for path in places)
    django_finds_itself = {"400.html", "403.html", "404.html", "500.html"}
    for path in (ROOT / "templates").rglob("*.html"):
        name = str(path.relative_to(ROOT / "templates"))
        # A page may name its template by a folder and its own name: f"clinic/visits/{page}.html".
        made = f"{path.parent.relative_to(ROOT / 'templates')}/{{" in words and f'"{path.stem}"' in words
        assert name in words or made or name in django_finds_itself, f"nobody uses {name}"


def test_pages_hold_no_inline_script_style_or_handler() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)", source), path
        assert not re.search(r"<style\b|\son\w+=[\"']|\sstyle=[\"']", source), path


def test_no_page_asks_a_third_party() -> None:
    for path in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.css")]:
        source = path.read_text(encoding="utf-8").replace("http://www.w3.org", "")
        assert not re.search(r"(src|href)=[\"']https?://|url\([\"']?https?://", source), path


def test_the_readmes_commands_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake (\w+)", readme)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"
    commands = {path.stem for app in APPS for path in (ROOT / app / "management" / "commands").glob("*.py")}
    for command in set(re.findall(r"manage\.py (\w+)", readme)):
        assert command in commands | {"migrate", "createsuperuser", "collectstatic", "check"}, command


def test_each_decision_names_its_options() -> None:
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        assert "## Options" in path.read_text(encoding="utf-8"), path
