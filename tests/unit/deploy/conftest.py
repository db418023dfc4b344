"""Tools that check what is shipped: skipped with a reason where they are not installed."""

import os
import shutil

import pytest

REQUIRE = "COMMUNIQUE_REQUIRE_OPERATIONS"


def tool(name: str, package: str) -> str:
    """The path of a program; without it the test is skipped, or fails where it is required."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed (apt-get install {package})"
        if os.environ.get(REQUIRE) == "1":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def promtool() -> str:
    return tool("promtool", "prometheus")
