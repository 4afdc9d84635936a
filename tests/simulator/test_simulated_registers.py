"""Every address, offset and field of the simulated peripherals against ST's SVD files."""

from pathlib import Path

import pytest

pytest.importorskip("unicorn", reason="needs the extra 'simulator'")

from generator.boards import load
from generator.boards.facts import Board
from generator.simulator.machine import Machine
from generator.simulator.peripherals.cortex_m7 import CLIDR, ScbM7
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
    "KEYR1": ("KEYR",),
    "CR1": ("CR",),
    "SR1": ("SR",),
}
FIELDS = {"RXNE": "RXFNE", "TXE": "TXFNF", "RXNEIE": "RXFNEIE", "TXEIE": "TXFNFIE", "M0": "M"}
FIELDS |= {"WRPRTERR": "WRPRT"}

# What ST's files leave out: Arm's own registers (DDI0403E), which board tests check at work. Those
# of the caches are checked below.
UNDESCRIBED = {"ACTLR", "DWT", "FPU", "NVIC", "STIR"}
UNDESCRIBED_REGISTERS = {("SCB", "CPACR"), ("SCB", "DEMCR")}
UNDESCRIBED_REGISTERS |= {
    ("SCB", register.name) for register in ScbM7.REGISTERS if register.offset >= CLIDR.offset
}
# USART and UART share a model; a UART has no smartcard mode.
UNDESCRIBED_REGISTERS |= {("UART4", "GTPR"), ("UART5", "GTPR")}

# USART and LPUART share a model; the LPUART has no oversampling by 8.
NOT_THERE = {("LPUART1", "OVER8")}
# Only the Cortex-M7 has caches to switch on, and no file shows those bits.
NOT_THERE |= {("SCB", "DC"), ("SCB", "IC"), ("SCB", "BP")}
# ARMv8-M alone: DDI0553, "UFSR, UsageFault Status Register".
NOT_THERE |= {("SCB", "STKOF")}

# RM0091, RCC_AHBENR bit 21 of the F07x; RM0433, SYSCFG_PWRCR bit 0, of which the file makes four;
# RM0399, FLASH_ACR bits 3:0, of which the file shows three.
UNDESCRIBED_FIELDS = {
    "STM32F0x2": {("RCC", "IOPEEN")},
    "STM32H743": {("SYSCFG", "ODEN")},
    "STM32H747_CM7": {("FLASH", "LATENCY")},
}

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
    (load("nucleo-f746zg"), "STM32F746"),
    (load("nucleo-h743zi2"), "STM32H743"),
    (load("nucleo-h723zg"), "STM32H723"),
    (load("stm32h747i-disco"), "STM32H747_CM7"),
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


def test_cache_registers_lie_where_arm_says() -> None:
    """ARMv7-M Architecture Reference Manual, B3.2.2 and tables B3-4 and B4-6 ("Cache maintenance").

    CCR: DC, IC and BP are bits 16 to 18.
    """
    expected = {
        "CLIDR": 0xE000ED78,
        "CTR": 0xE000ED7C,
        "CCSIDR": 0xE000ED80,
        "CSSELR": 0xE000ED84,
        "ICIALLU": 0xE000EF50,
        "ICIMVAU": 0xE000EF58,
        "DCIMVAC": 0xE000EF5C,
        "DCISW": 0xE000EF60,
        "DCCMVAU": 0xE000EF64,
        "DCCMVAC": 0xE000EF68,
        "DCCSW": 0xE000EF6C,
        "DCCIMVAC": 0xE000EF70,
        "DCCISW": 0xE000EF74,
        "BPIALL": 0xE000EF78,
    }
    found = {register.name: 0xE000ED00 + register.offset for register in ScbM7.REGISTERS}
    assert {name: found[name] for name in expected} == expected
    control = next(register for register in ScbM7.REGISTERS if register.name == "CCR")
    assert control.mask("DC", "IC", "BP") == 0x70000
