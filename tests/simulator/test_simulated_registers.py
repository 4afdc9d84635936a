"""Every address, offset and field of the simulated peripherals against ST's SVD files."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from generator.boards.facts import Board
from generator.simulator.machine import Machine
from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register
from generator.targets import target
from tests.boards.board_svd import Register as Described
from tests.boards.board_svd import read
from tests.data import shared
from tests.simulator.simulated_board import F103, L4R5, build

MAIN = "int main(void)\n{\n    return 0;\n}\n"

# Where the SVD files call a peripheral, a register or a field otherwise than the manuals.
PERIPHERALS = {"SysTick": "STK", "DBGMCU": "DBG", "FLASH": "Flash", "LPUART1": "LPUART"}
REGISTERS = {
    "LOAD": ("LOAD_", "RVR"),
    "CTRL": ("CSR",),
    "VAL": ("CVR",),
    "PLLCFGR": ("PLLSYSCFGR",),
}
FIELDS = {"RXNE": "RXFNE", "TXE": "TXFNF", "RXNEIE": "RXFNEIE", "TXEIE": "TXFNFIE", "M0": "M"}

# What ST's files leave out: Arm's own registers (DDI0403E), which board tests check at work.
UNDESCRIBED = {"DWT", "NVIC"}
UNDESCRIBED_REGISTERS = {("SCB", "CPACR"), ("SCB", "DEMCR")}
# USART and UART share a model; a UART has no smartcard mode.
UNDESCRIBED_REGISTERS |= {("UART4", "GTPR"), ("UART5", "GTPR")}

# USART and LPUART share a model; the LPUART has no oversampling by 8.
NOT_THERE = {("LPUART1", "OVER8")}
# ARMv8-M alone: DDI0553, "UFSR, UsageFault Status Register".
NOT_THERE |= {("SCB", "STKOF")}

# RM0091, RCC_AHBENR bit 21 of the F07x.
UNDESCRIBED_FIELDS = {"STM32F0x2": {("RCC", "IOPEEN")}}

BOARDS = [
    (F103, "STM32F103"),
    (L4R5, "STM32L4P5"),
    (load("nucleo-f446re"), "STM32F446"),
    (load("stm32f407g-disc1"), "STM32F407"),
    (load("nucleo-f072rb"), "STM32F0x2"),
    (load("nucleo-g071rb"), "STM32G071"),
    (load("nucleo-g474re"), "STM32G474"),
    (load("nucleo-wb55rg"), "STM32WB55_CM4"),
    (load("nucleo-u575zi-q"), "STM32U545"),
]


def peripherals(board: Board, folder: Path) -> tuple[Peripheral, ...]:
    return Machine(board, build(folder, board, MAIN))._peripherals


@pytest.mark.parametrize(("board", "svd_name"), BOARDS, ids=[svd for _, svd in BOARDS])
def test_registers_lie_where_st_says(tmp_path: Path, board: Board, svd_name: str) -> None:
    described = read(shared(f"svd/{svd_name}.svd.xz"))
    core = arms_registers(board)
    left_out = NOT_THERE | UNDESCRIBED_FIELDS.get(svd_name, set())
    checked = 0
    for peripheral in peripherals(board, tmp_path):
        name = PERIPHERALS.get(peripheral.name, peripheral.name)
        registers = described.get(name) or described.get(peripheral.name) or core.get(name)
        if peripheral.name in UNDESCRIBED:
            continue
        assert registers is not None, name
        for register in peripheral.REGISTERS:
            if (peripheral.name, register.name) not in UNDESCRIBED_REGISTERS:
                check(peripheral, register, registers, left_out)
                checked += 1
    assert checked > 100


def arms_registers(board: Board) -> dict[str, dict[str, Described]]:
    """Those of the core, which few files describe; they are the same on every chip."""
    core = read(shared("svd/STM32F103.svd.xz"))
    if target(board.part.core).thumb2:
        return core
    armv6m = read(shared("svd/STM32F0x2.svd.xz"))
    return core | {"STK": armv6m["STK"], "SCB": core["SCB"] | armv6m["SCB"]}


def check(
    peripheral: Peripheral,
    register: Register,
    registers: dict[str, Described],
    left_out: set[tuple[str, str]],
) -> None:
    where = f"{peripheral.name}.{register.name}"
    names = (*REGISTERS.get(register.name, ()), register.name)
    known = next((registers[name] for name in names if name in registers), None)
    assert known is not None, where
    assert known.address == peripheral.base + register.offset, where
    for name in register.fields:
        if (peripheral.name, name) in left_out:
            continue
        alternative = FIELDS.get(name, name)
        mask = known.fields.get(name, known.fields.get(alternative))
        assert mask is not None, f"{where}.{name}"
        assert register.mask(name) == mask, f"{where}.{name}"
