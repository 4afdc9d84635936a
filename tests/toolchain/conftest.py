"""What the tests of the toolchain need to be installed."""

import shutil

import pytest


@pytest.fixture(scope="session")
def cross_compiler() -> None:
    """Skips where there is no cross compiler."""
    if shutil.which("arm-none-eabi-gcc") is None:
        pytest.skip("arm-none-eabi-gcc is not installed")
