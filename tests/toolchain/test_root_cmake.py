"""The checkout's own CMakeLists.txt: the way for people who start from CMake."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.boards.load import load
from generator.toolchain import programs, read_elf

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("cross_compiler")


def configure(build: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    values = {
        "GENERATOR_PYTHON": sys.executable,
        "CMAKE_MAKE_PROGRAM": str(programs.find("ninja")),
    }
    options = [f"-D{name}={value}" for name, value in (values | variables).items()]
    command = [programs.find("cmake"), "-G", "Ninja", "-S", ROOT, "-B", build, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_model_and_board_give_a_firmware(tmp_path: Path) -> None:
    done = configure(tmp_path, MODEL="kws", BOARD="stm32f103c8")
    assert done.returncode == 0, done.stderr
    subprocess.run([programs.find("cmake"), "--build", tmp_path, "-j2"], check=True)
    firmware = read_elf(tmp_path / "firmware.elf", load("stm32f103c8").part)
    assert 0 < firmware.flash.weights_bytes < firmware.flash.used_bytes < 65536


def test_a_refusal_of_the_generator_is_passed_on(tmp_path: Path) -> None:
    done = configure(tmp_path, MODEL="kws", BOARD="stm32f103c9")
    assert done.returncode != 0
    assert "stm32f103c8" in done.stdout + done.stderr
    assert "BOARD=stm32f103c9 could not be written" in " ".join(done.stderr.split())
