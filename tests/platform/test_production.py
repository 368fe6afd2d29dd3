"""What production refuses, and what is not there without DEBUG."""

import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

PUBLISHED = "insecure-development-secret-change-me"
OWN = {"SECRET_KEY": "a-secret-of-our-own-that-nobody-published", "FIELD_KEY": "another-one-that-nobody-published"}


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Python with only these settings in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**kept, **env}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("given", [{}, {**OWN, "SECRET_KEY": ""}, {**OWN, "FIELD_KEY": PUBLISHED}])
def test_without_secrets_of_its_own_nothing_starts(given: dict[str, str]) -> None:
    done = python("-c", "import hssk.settings", **given)
    assert done.returncode != 0
    assert "ImproperlyConfigured: Set " in done.stderr


def test_with_them_it_starts_and_demo_accounts_are_refused() -> None:
    done = python("manage.py", "demo", **OWN)
    assert "Invented people belong in no real database" in done.stderr


def test_phones_and_accounts_of_the_demo_have_no_address() -> None:
    code = (
        "import django; django.setup()\nfrom django.urls import get_resolver\n"
        "print([str(each.pattern) for each in get_resolver().url_patterns])"
    )
    done = python("-c", code, DJANGO_SETTINGS_MODULE="hssk.settings", **OWN)
    assert "api/v1/" in done.stdout
    assert "dev/" not in done.stdout


def test_behind_https_cookies_and_addresses_stay_there() -> None:
    code = "from hssk.settings import *; print(SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE, SECURE_HSTS_SECONDS > 0)"
    assert python("-c", code, HTTPS="1", **OWN).stdout.split() == ["True", "True", "True"]
