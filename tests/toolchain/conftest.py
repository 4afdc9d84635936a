"""A whole project around the stand-in model of `tests/app`, for the cross compiler."""

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "app"))


@pytest.fixture(scope="session")
def cross_compiler() -> None:
    """Skips where there is no cross compiler."""
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("arm-none-eabi-gcc is not installed")
