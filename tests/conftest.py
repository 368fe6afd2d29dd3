"""What all tests share."""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
        pytest.exit(
            "Tests need services: python -m hssk.embedded --throwaway -- pytest ... (or: make test TESTS=...)", 4
        )


@pytest.fixture(autouse=True)
def nothing_kept_of_other_tests() -> None:
    """What the process keeps of policy may be of rows that another test made and undid."""
    from registration.campaigns.policy import forget_policy

    forget_policy()
