"""The simulated console as a port of a runner and as a terminal device."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import serial

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.runners import Port
from generator.runners.simulator import connect
from generator.simulator.attended import Attended
from generator.simulator.machine import Machine
from tests.simulator.simulated_board import F103, build


def test_port_gives_lines_and_takes_bytes(tmp_path: Path) -> None:
    elf = build(tmp_path, F103, "hello_f103.c")
    with connect(elf, F103, watch=["triple"]) as port:
        as_port: Port = port
        assert as_port.source == "simulator"
        assert as_port.read(0.1).startswith(b"hello 300 ")
        assert as_port.read(0.1) == b""
        as_port.write(b"xyz")
        assert as_port.read(0.1) == b"xyz"
        assert [call.symbol for call in port.calls] == ["triple"]
        assert port.band_percent == 15.0
        assert port.reports == []
        port.close()


def test_timeout_is_simulated_time(tmp_path: Path) -> None:
    with connect(build(tmp_path, F103, "hello_f103.c"), F103) as port:
        port.read(0.1)
        before = port.machine.seconds
        assert port.read(0.25) == b""
        assert port.machine.seconds - before == pytest.approx(0.25, rel=0.01)


CRASH = """
int main(void)
{
    *(volatile unsigned *)0xE000ED08 = 0x10000000; /* VTOR: where there is no memory */
    __asm volatile("udf #0");
    return 0;
}
"""


def test_a_locked_up_firmware_does_not_hang_the_reader(tmp_path: Path) -> None:
    with connect(build(tmp_path, F103, CRASH), F103) as port:
        assert port.read(10.0) == b""
        assert port.machine.lockup is not None


def test_wall_clock_ends_a_read(tmp_path: Path) -> None:
    busy = "int main(void)\n{\n    for (volatile int i = 0;; i++) {\n    }\n}\n"
    begun = time.monotonic()
    with connect(build(tmp_path, F103, busy), F103, native=False, wall_seconds=0.2) as port:
        assert port.read(1000.0) == b""
    assert time.monotonic() - begun < 20


def _served(machine: Machine, *, pace: bool) -> tuple[Attended, str]:
    """The board with its console on a terminal device, and the path of that."""
    said: list[str] = []
    attended = Attended(
        machine,
        gdb_port=None,
        terminal=True,
        pace=pace,
        show=lambda data: pytest.fail("the terminal should have had this"),
        say=said.append,
    )
    return attended, said[0].removeprefix("The console is ").partition(";")[0]


@pytest.mark.parametrize("pace", [False, True])
def test_console_on_a_terminal_device(tmp_path: Path, pace: bool) -> None:
    machine = Machine(F103, build(tmp_path, F103, "hello_f103.c"))
    attended, path = _served(machine, pace=pace)
    finished = threading.Event()
    board = threading.Thread(target=attended.serve, args=(finished.is_set,))
    begun = time.monotonic()
    with serial.Serial(path, 115200, timeout=30) as client:
        board.start()
        assert client.readline().startswith(b"hello 300 ")
        client.write(b"ping")
        assert client.read(4) == b"ping"
        passed = time.monotonic() - begun
        if pace:
            assert machine.seconds <= passed + 0.01
        finished.set()
        board.join(30)
    assert not board.is_alive()
    assert not Path(path).exists()


@pytest.mark.parametrize("package", ["unicorn", "capstone"])
def test_a_missing_emulator_is_an_error_with_advice(package: str) -> None:
    """All else works without the extra; only simulating a firmware asks for it."""
    program = f"""
import sys
sys.modules["{package}"] = None
import generator.runners.simulator
from generator.errors import ToolError
try:
    generator.runners.simulator.connect(None, None)
except ToolError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"needs the package {package}" in done.stdout
    assert "pip install 'unicorn==" in done.stdout
