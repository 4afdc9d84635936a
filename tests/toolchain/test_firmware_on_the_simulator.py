"""The stand-in's firmware, compiled and linked for real parts, talking on simulated boards."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator import toolchain
from generator.boards.load import load
from generator.console import Console
from generator.errors import ToolError
from generator.firmware import Firmware
from generator.measure import measure
from generator.measurement import Measurement
from generator.runners.simulator import SimulatorPort, connect
from tests.toolchain.stand_in_project import project_files, write_project

pytest.importorskip("unicorn", reason="the simulator needs the extra `simulator`")
pytestmark = pytest.mark.usefixtures("cross_compiler")
BOARDS = ["stm32f103c8", "nucleo-l4r5zi"]


def firmware_of(folder: Path, board: str, changed: dict[str, str] | None = None) -> Firmware:
    write_project(folder, board, changed)
    toolchain.configure(folder, folder / "build")
    return toolchain.build(folder / "build", load(board).part)


@dataclass(frozen=True)
class Bench:
    """A board that has booted: its port, the conversation with it, and what it measured."""

    port: SimulatorPort
    console: Console
    measurement: Measurement


@pytest.fixture(scope="module", params=BOARDS)
def bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    firmware = firmware_of(tmp_path_factory.mktemp(request.param), request.param)
    with connect(firmware.elf, load(request.param), watch=("tiny_run",)) as port:
        console = Console(port, patience_seconds=3)
        log = console.boot_log()
        yield Bench(port, console, measure(log, firmware, source="simulator", band_percent=20.0))


def test_the_boot_is_measured_on_the_wished_clock(bench: Bench) -> None:
    board = load(bench.measurement.board)
    assert bench.measurement.clock_hz == board.clock.hclk_hz
    assert bench.measurement.inference.count == len(bench.measurement.runs) == 2
    assert bench.measurement.output.label == ""  # the eleventh of two labels
    assert bench.measurement.output.index == 11
    assert bench.port.reports == []


def test_the_cycles_it_prints_are_those_of_the_call(bench: Bench) -> None:
    """Its own counting against the simulator's: they differ by the call's branch, both ways."""
    printed = [run.cycles for run in bench.measurement.runs]
    counted = [call.cycles for call in bench.port.calls][1:3]  # without the one that warms up
    for firmware, simulator in zip(printed, counted, strict=True):
        assert 0 <= firmware - simulator <= 12


def test_the_stack_it_used_is_told(bench: Bench) -> None:
    ram = bench.measurement.ram
    assert 64 < ram.stack_peak_bytes < 512
    assert ram.used_bytes == ram.arena_bytes + ram.other_bytes + ram.stack_peak_bytes


def test_a_loaded_input_comes_out_and_no_byte_is_lost(bench: Bench) -> None:
    stored = bytes(range(100, 112))
    bench.console.load(stored)
    assert bench.console.infer(1) == [(value + 127) / 2 for value in stored]
    assert bench.console.outputs() == (stored,)


def test_commands_sent_without_waiting_are_all_answered(bench: Bench) -> None:
    """The receiver works while the board prints or computes."""
    bench.port.write(b"name%profile%")
    assert bench.console.command("timestamp")[0].startswith("m-name-dut-[")
    assert bench.console.command("outputs")[0].startswith("m-profile-[")
    for _ in range(2):
        bench.console.boot_log()  # the answers that are still under way


def test_layers_are_timed(bench: Bench) -> None:
    names = [(layer.index, layer.name, layer.macs) for layer in bench.console.layers()]
    assert names == [(0, "0 COPY", 123), (1, "1 SPOIL", 0)]


def test_a_fault_is_told_with_registers_and_source_line(tmp_path: Path) -> None:
    main = project_files(BOARDS[0])["app/main.c"]
    wild = "bench_at_boot();\n    *(volatile int *)0x20100000 = 1;"
    changed = {"app/main.c": main.replace("bench_at_boot();", wild)}
    firmware = firmware_of(tmp_path, BOARDS[0], changed)
    with connect(firmware.elf, load(BOARDS[0])) as port, pytest.raises(ToolError) as caught:
        Console(
            port, locate=lambda address: toolchain.locate(firmware.elf, address), patience_seconds=2
        ).boot_log()
    assert caught.value.message == "The firmware stopped with a BusFault."
    report = str(caught.value.hint)
    assert "cfsr 0x" in report
    assert "(main at main.c:" in report
