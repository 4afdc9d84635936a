"""The rendered application as a program of the host."""

import shutil

import pytest

from generator.application import Application
from tests.app.host_app import App, build, counting, half_steps, tiny_program


@pytest.fixture(scope="session")
def host_compiler() -> None:
    """Skips where the host has no C compiler."""
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed, so the application cannot run on the host")


@pytest.fixture(scope="session")
def app(host_compiler: None, tmp_path_factory: pytest.TempPathFactory) -> App:
    """An int8 application with two samples and three labels."""
    samples = (counting("ramp", -6, 11), counting("low", -100))
    labels = tuple(f"word{index}" for index in range(12))
    application = Application("kws01", samples, labels, runs=3)
    folder = tmp_path_factory.mktemp("app")
    return build(folder, tiny_program(quantization=half_steps()), application)
