"""The board side at work: booted on the simulator, which was written from the same manuals."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from board_firmware import board_id, every_board
from elftools.elf.elffile import ELFFile

from generator.boards.facts import Board
from generator.boards.load import load, names
from generator.boards.placement import place
from generator.errors import ToolError
from generator.targets import target

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.simulator.injections import parse
from generator.simulator.machine import Machine

Build = Callable[[Board], Path]


def start(board: Board, elf: Path, *inject: str) -> Machine:
    """The machine after its boot messages."""
    try:
        machine = Machine(board, elf, injections=[parse(text) for text in inject])
    except ToolError as error:
        pytest.skip(str(error))
    machine.run(1.0, until=lambda: machine.line.to_host.endswith(b"ready\r\n"))
    return machine


def boot_log(machine: Machine) -> dict[str, str]:
    lines = machine.line.to_host.decode("ascii").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


def answer(machine: Machine, command: bytes, seconds: float = 0.1) -> str:
    """What the firmware says to a command."""
    machine.line.to_host.clear()
    machine.line.send(command)
    machine.run(seconds)
    return machine.line.to_host.decode("ascii")


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_boot(board: Board, build: Build) -> None:
    with start(board, build(board)) as machine:
        log = boot_log(machine)
        assert log["board"] == board.name
        assert log["part"] == board.part.name
        assert log["source"] == board.clock.recipe
        assert int(log["clock_hz"]) == board.clock.hclk_hz == machine.core_hz
        assert log["counting"] == "1"
        assert log["sum"] == str(256 * 257 // 2)
        assert machine.reports == []


@pytest.mark.parametrize("clock_hz", [24_000_000, 36_000_000])
@pytest.mark.parametrize("name", names())
def test_boot_at_another_clock(name: str, clock_hz: int, build: Build) -> None:
    board = load(name, clock_hz)
    with start(board, build(board)) as machine:
        assert int(boot_log(machine)["clock_hz"]) == clock_hz == machine.core_hz
        assert machine.reports == []


EXTERNAL = [board for board in every_board() if board.clock_wish.source.startswith("hse")]


@pytest.mark.parametrize("board", EXTERNAL, ids=board_id)
def test_a_dead_crystal_is_survived_and_told(board: Board, build: Build) -> None:
    fallback = board.clock.fallback
    assert fallback is not None
    with start(board, build(board), "hse-dead") as machine:
        log = boot_log(machine)
        assert log["source"] == f"{fallback.recipe}: {board.clock.recipe} did not start"
        assert int(log["clock_hz"]) == fallback.hclk_hz == machine.core_hz
        assert answer(machine, b"hello") == "hello"


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_no_byte_is_lost_while_the_firmware_is_busy(board: Board, build: Build) -> None:
    """100 bytes take 8.7 ms at 115200 baud; the firmware looks away for 20 ms."""
    sent = bytes(range(ord("A"), ord("Z") + 1)) * 4
    with start(board, build(board)) as machine:
        assert answer(machine, b"w" + sent, seconds=0.2) == sent.decode("ascii")


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_cycle_counter_agrees_with_the_machine(board: Board, build: Build) -> None:
    with start(board, build(board)) as machine:
        readings = []
        for _ in range(2):
            log = answer(machine, b"c", seconds=0.3)
            readings.append((int(log.split()[1]), machine.cycles))
        counted = readings[1][0] - readings[0][0]
        passed = readings[1][1] - readings[0][1]
        # The command is noticed within a poll of the console; nothing else differs.
        assert abs(counted - passed) < 200


@pytest.mark.slow
def test_cycle_counter_survives_the_wrap_of_its_32_bits(build: Build) -> None:
    board = load("stm32f103c8")
    with start(board, build(board)) as machine:
        before, at = int(answer(machine, b"c").split()[1]), machine.cycles
        machine.run(2**32 / board.clock.hclk_hz)
        after = int(answer(machine, b"c").split()[1])
        assert after > 2**32
        assert abs((after - before) - (machine.cycles - at)) < 200


def fault(machine: Machine, command: bytes) -> tuple[list[str], dict[str, int]]:
    """The sentences and the registers of a fault report."""
    machine.line.to_host.clear()
    machine.line.send(command)
    machine.run(2.0, until=lambda: machine.line.to_host.endswith(b"stopped\r\n"))
    text = machine.line.to_host.decode("ascii")
    lines = [line.removeprefix("fault: ") for line in text.splitlines() if line]
    assert lines[-1] == "stopped", text
    registers = {
        name: int(value, 16)
        for name, value in re.findall(r"^fault: (\w+) 0x([0-9a-f]{8})\r?$", text, re.MULTILINE)
    }
    return [line for line in lines if " 0x" not in line], registers


def function_at(elf: Path, address: int) -> str:
    with elf.open("rb") as file:
        for symbol in ELFFile(file).get_section_by_name(".symtab").iter_symbols():
            start, size = symbol["st_value"] & ~1, symbol["st_size"]
            if symbol["st_info"]["type"] == "STT_FUNC" and start <= address < start + size:
                return str(symbol.name)
    return "nowhere"


@pytest.mark.parametrize(
    ("command", "kind", "cfsr"),
    [
        # CFSR: ARMv7-M Architecture Reference Manual, "Configurable Fault Status Register".
        (b"b", "BusFault", 0x8200),  # BFARVALID, PRECISERR
        (b"u", "UsageFault", 0x10000),  # UNDEFINSTR
    ],
)
@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_fault_report(board: Board, command: bytes, kind: str, cfsr: int, build: Build) -> None:
    elf = build(board)
    with start(board, elf) as machine:
        sentences, registers = fault(machine, command)
        assert function_at(elf, registers["pc"]) in ("obey", "main")
        assert set(registers) >= {"sp", "r0", "r1", "r2", "r3", "r12", "lr", "xpsr"}
        if not target(board.part.core).thumb2:  # ARMv6-M knows HardFault and no status register
            assert sentences == ["HardFault", "stopped"]
            assert not {"cfsr", "hfsr", "mmfar", "bfar"} & set(registers)
            return
        place = "bfar"
        if kind == "BusFault" and board.part.core == "cortex-m7":
            # The MPU keeps the core away from external memory: MMARVALID, DACCVIOL.
            kind, cfsr, place = "MemManage", 0x82, "mmfar"
        assert sentences == [kind, "stopped"]
        assert registers["cfsr"] == cfsr
        assert "hfsr" in registers
        if kind != "UsageFault":
            assert registers[place] == 0x60000000


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_a_stack_overflow_faults_below_ram_and_is_reported(board: Board, build: Build) -> None:
    with start(board, build(board)) as machine:
        machine.line.to_host.clear()
        machine.line.send(b"s")
        machine.run(1.0, until=lambda: machine.line.to_host.endswith(b"stopped\r\n"))
        text = machine.line.to_host.decode("ascii")
        assert "fault: the stack has overflowed" in text
        pointer = re.search(r"sp 0x([0-9a-f]{8})", text)
        assert pointer is not None
        assert int(pointer[1], 16) < place(board.part, (1024,), 1024).main.origin + 256


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_an_interrupt_without_a_handler_is_named(board: Board, build: Build) -> None:
    with start(board, build(board)) as machine:
        sentences, registers = fault(machine, b"i")
        assert sentences == ["interrupt without a handler", "stopped"]
        assert registers["exception"] == 16


@pytest.mark.parametrize("board", every_board(), ids=board_id)
def test_stack_use_is_measured(board: Board, build: Build) -> None:
    with start(board, build(board)) as machine:
        log = boot_log(machine)
        bottom, top = machine.symbol("__stack_bottom"), machine.symbol("__stack_top")
        assert int(log["stack_reserved"]) == top - bottom
        # What the machine's memory shows: the paint that is left below.
        memory = machine.read_memory(bottom, top - bottom)
        assert memory is not None
        untouched = 0
        while memory[untouched : untouched + 4] == (0x5AFE57AC).to_bytes(4, "little"):
            untouched += 4
        assert 64 <= int(log["stack_peak"]) <= top - bottom - untouched <= 400
