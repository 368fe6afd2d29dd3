"""What all tests share."""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        pytest.exit(
            "Tests need services: python -m hssk.embedded --throwaway -- pytest ... (or: make test TESTS=...)", 4
        )
