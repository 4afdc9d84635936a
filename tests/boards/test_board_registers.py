"""Every address, offset and bit in the rendered headers, against ST's SVD files.

The headers are not parsed but compiled: the host's C compiler says what each macro is worth.
"""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import board_svd as svd
import pytest
from board_firmware import every_board

from generator.boards.facts import Board
from generator.render.board import render_board
from tests.data import shared

BOARDS = {
    "stm32f103c8": "STM32F103",
    "nucleo-f103rb": "STM32F103",
    "nucleo-l4r5zi": "STM32L4P5",
    "l476_hse": "STM32L476",
    "nucleo-l476rg": "STM32L476",
    "b-l475e-iot01a": "STM32L475",
    "blackpill-f401cc": "STM32F401",
    "blackpill-f411ce": "STM32F411",
    "nucleo-f411re": "STM32F411",
    "nucleo-f446re": "STM32F446",
    "stm32f407g-disc1": "STM32F407",
    "f407_uart4": "STM32F407",
    "nucleo-f072rb": "STM32F0x2",
    "nucleo-g071rb": "STM32G071",
    "nucleo-g474re": "STM32G474",
    "nucleo-wb55rg": "STM32WB55_CM4",
    "nucleo-u575zi-q": "STM32U545",
    "nucleo-f746zg": "STM32F746",
    "stm32f746g-disco": "STM32F746",
    "nucleo-h743zi2": "STM32H743",
    "nucleo-h723zg": "STM32H723",
    "h723_boost": "STM32H723",
    "stm32h747i-disco": "STM32H747_CM7",
}

# What is not a field of one register: codes of the manuals' tables for a pin's mode.
# RM0008 "Port bit configuration table": MODE 10 (2 MHz) CNF 00; MODE 11 CNF 10; CNF 10 input.
# RM0432 "GPIO port mode register", "GPIO port pull-up/pull-down register".
PIN_CODES = {
    "GPIO_OUTPUT_2MHZ": 0b0010,
    "GPIO_ALTERNATE_50MHZ": 0b1011,
    "GPIO_INPUT_PULLED": 0b1000,
    "GPIO_MODE_OUTPUT": 1,
    "GPIO_MODE_ALTERNATE": 2,
    "GPIO_PULL_UP": 1,
}

# The codes of values inside a field, from the tables of the manuals.
CODES: dict[str, dict[str, int]] = {
    "stm32f103c8": {
        "RCC_CFGR_PLLMUL(2u)": 0 << 18,
        "RCC_CFGR_PLLMUL(9u)": 7 << 18,
        "RCC_CFGR_PLLMUL(16u)": 14 << 18,
        "RCC_CFGR_PPRE1_DIV1": 0 << 8,
        "RCC_CFGR_PPRE1_DIV2": 4 << 8,
        "RCC_CFGR_SW_HSI": 0,
        "RCC_CFGR_SW_HSE": 1,
        "RCC_CFGR_SW_PLL": 2,
        "FLASH_ACR_LATENCY(2u)": 2,
    },
    "nucleo-f072rb": {
        "RCC_CFGR_PLLMUL(2u)": 0 << 18,
        "RCC_CFGR_PLLMUL(6u)": 4 << 18,
        "RCC_CFGR_PLLMUL(16u)": 14 << 18,
        "RCC_CFGR_PLLSRC_HSI": 0 << 15,
        "RCC_CFGR_PLLSRC_HSE": 2 << 15,
        "RCC_CFGR2_PREDIV(1u)": 0,
        "RCC_CFGR2_PREDIV(16u)": 15,
        "RCC_CFGR_SW_HSI": 0,
        "RCC_CFGR_SW_HSE": 1,
        "RCC_CFGR_SW_PLL": 2,
        "FLASH_ACR_LATENCY(1u)": 1,
    },
    "nucleo-g071rb": {
        "RCC_PLLCFGR_PLLSRC_HSI": 2,
        "RCC_PLLCFGR_PLLSRC_HSE": 3,
        "RCC_PLLCFGR_PLLM(1u)": 0 << 4,
        "RCC_PLLCFGR_PLLM(8u)": 7 << 4,
        "RCC_PLLCFGR_PLLN(8u)": 8 << 8,
        "RCC_PLLCFGR_PLLN(86u)": 86 << 8,
        "RCC_PLLCFGR_PLLR(2u)": 1 << 29,
        "RCC_PLLCFGR_PLLR(8u)": 7 << 29,
        "RCC_CFGR_SW_HSI": 0,
        "RCC_CFGR_SW_HSE": 1,
        "RCC_CFGR_SW_PLL": 2,
        "FLASH_ACR_LATENCY(2u)": 2,
    },
    "nucleo-f446re": {
        "RCC_PLLCFGR_PLLM(2u)": 2,
        "RCC_PLLCFGR_PLLM(63u)": 63,
        "RCC_PLLCFGR_PLLN(432u)": 432 << 6,
        "RCC_PLLCFGR_PLLP(2u)": 0 << 16,
        "RCC_PLLCFGR_PLLP(8u)": 3 << 16,
        "RCC_PLLCFGR_PLLQ(15u)": 15 << 24,
        "RCC_PLLCFGR_PLLSRC_HSI": 0,
        "RCC_PLLCFGR_PLLSRC_HSE": 1 << 22,
        "RCC_CFGR_SW_HSI": 0,
        "RCC_CFGR_SW_HSE": 1,
        "RCC_CFGR_SW_PLL": 2,
        "RCC_CFGR_PPRE1_DIV1": 0 << 10,
        "RCC_CFGR_PPRE1_DIV2": 4 << 10,
        "RCC_CFGR_PPRE1_DIV4": 5 << 10,
        "RCC_CFGR_PPRE2_DIV1": 0 << 13,
        "RCC_CFGR_PPRE2_DIV2": 4 << 13,
        "PWR_CR_VOS(3u)": 3 << 14,
        "FLASH_ACR_LATENCY(5u)": 5,
    },
    "nucleo-l4r5zi": {
        "RCC_CR_MSIRANGE(6u)": 6 << 4,
        "RCC_CFGR_SW_MSI": 0,
        "RCC_CFGR_SW_HSI": 1,
        "RCC_CFGR_SW_HSE": 2,
        "RCC_CFGR_SW_PLL": 3,
        "RCC_CFGR_HPRE_DIV2": 8 << 4,
        "RCC_PLLCFGR_PLLSRC_MSI": 1,
        "RCC_PLLCFGR_PLLSRC_HSI": 2,
        "RCC_PLLCFGR_PLLSRC_HSE": 3,
        "RCC_PLLCFGR_PLLM(1u)": 0 << 4,
        "RCC_PLLCFGR_PLLM(16u)": 15 << 4,
        "RCC_PLLCFGR_PLLN(60u)": 60 << 8,
        "RCC_PLLCFGR_PLLR(2u)": 0 << 25,
        "RCC_PLLCFGR_PLLR(8u)": 3 << 25,
        "FLASH_ACR_LATENCY(5u)": 5,
    },
}

# RM0440: RCC_PLLCFGR, RCC_CFGR, FLASH_ACR.
CODES["nucleo-g474re"] = {
    "RCC_CFGR_SW_HSI": 1,
    "RCC_CFGR_SW_HSE": 2,
    "RCC_CFGR_SW_PLL": 3,
    "RCC_CFGR_HPRE_DIV2": 8 << 4,
    "RCC_PLLCFGR_PLLSRC_HSI": 2,
    "RCC_PLLCFGR_PLLSRC_HSE": 3,
    "RCC_PLLCFGR_PLLM(1u)": 0 << 4,
    "RCC_PLLCFGR_PLLM(16u)": 15 << 4,
    "RCC_PLLCFGR_PLLN(85u)": 85 << 8,
    "RCC_PLLCFGR_PLLR(2u)": 0 << 25,
    "RCC_PLLCFGR_PLLR(8u)": 3 << 25,
    "FLASH_ACR_LATENCY(4u)": 4,
}
# RM0434: RCC_CR, RCC_PLLCFGR, RCC_CFGR, RCC_EXTCFGR, FLASH_ACR.
CODES["nucleo-wb55rg"] = {
    "RCC_CR_MSIRANGE(6u)": 6 << 4,
    "RCC_CFGR_SW_MSI": 0,
    "RCC_CFGR_SW_HSI": 1,
    "RCC_CFGR_SW_HSE": 2,
    "RCC_CFGR_SW_PLL": 3,
    "RCC_PLLCFGR_PLLSRC_MSI": 1,
    "RCC_PLLCFGR_PLLSRC_HSI": 2,
    "RCC_PLLCFGR_PLLSRC_HSE": 3,
    "RCC_PLLCFGR_PLLM(1u)": 0 << 4,
    "RCC_PLLCFGR_PLLM(8u)": 7 << 4,
    "RCC_PLLCFGR_PLLN(127u)": 127 << 8,
    "RCC_PLLCFGR_PLLR(2u)": 1 << 29,
    "RCC_PLLCFGR_PLLR(8u)": 7 << 29,
    "RCC_EXTCFGR_C2HPRE_DIV2": 8 << 4,
    "FLASH_ACR_LATENCY(3u)": 3,
}
# RM0456: RCC_ICSCR1, RCC_CFGR1, RCC_PLL1CFGR, RCC_PLL1DIVR, PWR_VOSR, FLASH_ACR.
CODES["nucleo-u575zi-q"] = {
    "RCC_ICSCR1_MSISRANGE(4u)": 4 << 28,
    "RCC_CFGR1_SW_MSIS": 0,
    "RCC_CFGR1_SW_HSI": 1,
    "RCC_CFGR1_SW_HSE": 2,
    "RCC_CFGR1_SW_PLL1": 3,
    "RCC_PLL1CFGR_PLL1SRC_MSIS": 1,
    "RCC_PLL1CFGR_PLL1SRC_HSI": 2,
    "RCC_PLL1CFGR_PLL1SRC_HSE": 3,
    "RCC_PLL1CFGR_PLL1RGE(3u)": 3 << 2,
    "RCC_PLL1CFGR_PLL1M(1u)": 0,
    "RCC_PLL1CFGR_PLL1M(16u)": 15 << 8,
    "RCC_PLL1CFGR_PLL1MBOOST(8u)": 8 << 12,
    "RCC_PLL1DIVR_PLL1N(512u)": 511,
    "RCC_PLL1DIVR_PLL1R(1u)": 0,
    "RCC_PLL1DIVR_PLL1R(128u)": 127 << 24,
    "PWR_VOSR_VOS_RANGE1": 3 << 16,
    "FLASH_ACR_LATENCY(4u)": 4,
}

# RM0385: RCC_PLLCFGR and RCC_CFGR as on the F4; PWR_CR1, FLASH_ACR.
CODES["nucleo-f746zg"] = {
    **{
        code: value
        for code, value in CODES["nucleo-f446re"].items()
        if not code.startswith(("PWR_", "FLASH_"))
    },
    "PWR_CR1_VOS(3u)": 3 << 14,
    "FLASH_ACR_LATENCY(7u)": 7,
}
CODES["stm32f746g-disco"] = CODES["nucleo-f746zg"]

# RM0433: RCC_CFGR, RCC_D1CFGR, RCC_D2CFGR, RCC_D3CFGR, RCC_PLLCKSELR, RCC_PLLCFGR, RCC_PLL1DIVR,
# PWR_D3CR, FLASH_ACR.
CODES["nucleo-h743zi2"] = {
    "RCC_CFGR_SW_HSI": 0,
    "RCC_CFGR_SW_HSE": 2,
    "RCC_CFGR_SW_PLL1": 3,
    "RCC_D1CFGR_HPRE_DIV1": 0,
    "RCC_D1CFGR_HPRE_DIV2": 8,
    "RCC_D1CFGR_D1PPRE_DIV2": 4 << 4,
    "RCC_D2CFGR_D2PPRE1_DIV2": 4 << 4,
    "RCC_D2CFGR_D2PPRE2_DIV1": 0 << 8,
    "RCC_D2CFGR_D2PPRE2_DIV2": 4 << 8,
    "RCC_D3CFGR_D3PPRE_DIV2": 4 << 4,
    "RCC_PLLCKSELR_PLLSRC_HSI": 0,
    "RCC_PLLCKSELR_PLLSRC_HSE": 2,
    "RCC_PLLCKSELR_DIVM1(63u)": 63 << 4,
    "RCC_PLLCFGR_PLL1RGE(3u)": 3 << 2,
    "RCC_PLL1DIVR_DIVN1(4u)": 3,
    "RCC_PLL1DIVR_DIVN1(512u)": 511,
    "RCC_PLL1DIVR_DIVP1(2u)": 1 << 9,
    "RCC_PLL1DIVR_DIVP1(128u)": 127 << 9,
    "PWR_D3CR_VOS(3u)": 3 << 14,
    "FLASH_ACR_LATENCY(4u)": 4,
}
_H7_ALIKE = ("nucleo-h723zg", "h723_boost", "stm32h747i-disco")
CODES |= dict.fromkeys(_H7_ALIKE, CODES["nucleo-h743zi2"])

CODES["nucleo-f103rb"] = CODES["stm32f103c8"]
CODES |= dict.fromkeys(("l476_hse", "nucleo-l476rg", "b-l475e-iot01a"), CODES["nucleo-l4r5zi"])
CODES |= dict.fromkeys(
    ("blackpill-f401cc", "blackpill-f411ce", "nucleo-f411re", "stm32f407g-disc1", "f407_uart4"),
    CODES["nucleo-f446re"],
)

# What a file leaves out, by the reference manual: RM0390 and RM0090, RCC_PLLCFGR bits 30:28;
# RM0090, PWR_CR bit 14 of the F405 to F417; RM0091, RCC_AHBENR bit 21 of the F07x; RM0433,
# SYSCFG_PWRCR (the file shows four bits), RCC_AHB4ENR as of all H7; RM0399, FLASH_ACR (four bits).
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32F401": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F411": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F446": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F407": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28, "PWR_CR_VOS_MASK": 1 << 14},
    "STM32F0x2": {"RCC_AHBENR_IOPEEN": 1 << 21},
    "STM32F746": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32H743": {"SYSCFG_PWRCR_ODEN": 1},
    "STM32H747_CM7": {"FLASH_ACR_LATENCY_MASK": 0xF},
}

# Where a file calls a peripheral or a register otherwise than the reference manual.
OTHER_NAMES = {
    "FLASH": "Flash",
    "LPUART1": "LPUART",
    "PLLCFGR": "PLLSYSCFGR",
    "OPTSR2": "OPTSR2_CUR",
}


def header(board: str, name: str) -> str:
    """A rendered header with its accesses replaced by plain addresses."""
    files = render_board(_load(board), min_stack_bytes=1024, model_name="kws")
    accessor = r"\(\*\(volatile uint32_t \*\)\(address\)\)"
    text, replaced = re.subn(accessor, "(address)", files[f"board/{name}"])
    assert replaced == 1
    return text.split("static inline")[0]


def _load(board: str) -> Board:
    return next(candidate for candidate in every_board() if candidate.name == board)


def evaluate(text: str, expressions: list[str], folder: Path) -> dict[str, int]:
    """What the C compiler makes of the expressions."""
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler for the host")
    prints = "".join(f'    printf("%u\\n", (unsigned)({e}));\n' for e in expressions)
    source = folder / "values.c"
    source.write_text(f"#include <stdio.h>\n{text}\nint main(void) {{\n{prints}}}\n")
    subprocess.run(["cc", "-o", folder / "values", source], check=True)
    output = subprocess.run([folder / "values"], check=True, capture_output=True, text=True).stdout
    return dict(zip(expressions, map(int, output.split()), strict=True))


def peripherals(board: str) -> dict[str, dict[str, svd.Register]]:
    return svd.read(shared(f"svd/{BOARDS[board]}.svd.xz"))


def macros(text: str) -> list[tuple[str, bool]]:
    """The names that a header defines, and whether they take an argument."""
    return [
        (name, bool(argument))
        for name, argument in re.findall(r"^#define (\w+)(\(\w+\))?", text, re.MULTILINE)
        if name != "REGISTER"
    ]


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_every_macro_agrees_with_the_svd_file(board: str, tmp_path: Path) -> None:
    text, truth = header(board, "registers.h"), peripherals(board)
    names = macros(text)
    plain = [name for name, takes_argument in names if not takes_argument]
    values = evaluate(text, plain + [f"{n}(0u)" for n, takes in names if takes], tmp_path)
    undescribed = UNDESCRIBED.get(BOARDS[board], {})
    assert {name: values[name] for name in undescribed} == undescribed
    checked = len(undescribed)
    checked += sum(_agrees(name, values, truth) for name in plain if name not in undescribed)
    checked += sum(_offset_agrees(name, values, truth) for name, takes in names if takes)
    left = {name for name, _ in names if name in PIN_CODES}
    functions = {code.split("(")[0] for code in CODES[board] if "(" in code}
    assert checked == len(names) - len(left) - len(functions), "a macro was checked by nothing"
    assert all(values[name] == PIN_CODES[name] for name in left)


def _named(described: dict[str, Any], name: str) -> Any:
    return described[name] if name in described else described[OTHER_NAMES.get(name, name)]


def _agrees(name: str, values: dict[str, int], truth: dict[str, dict[str, svd.Register]]) -> bool:
    """A base address, a register of a single peripheral, or a field or a value inside one."""
    if name in PIN_CODES:
        return False
    if name.endswith("_BASE"):
        peripheral = _named(truth, name.removesuffix("_BASE"))
        assert values[name] == min(register.address for register in peripheral.values()), name
        return True
    group, register_name, *field = name.split("_", 2)
    peripheral = _named(truth, {"USART": "USART1", "GPIO": "GPIOA"}.get(group, group))
    register = _named(peripheral, register_name)
    if not field:
        assert values[name] == register.address, name
        return True
    masks = [
        mask
        for field_name, mask in register.fields.items()
        if field[0] == field_name or field[0].startswith(f"{field_name}_")
    ]
    assert masks, f"{name} names no field of {register_name}"
    mask = max(masks, key=int.bit_count)
    whole = field[0] in register.fields or field[0].endswith("_MASK")
    assert values[name] == mask if whole else values[name] & ~mask == 0, name
    return True


def _offset_agrees(
    name: str, values: dict[str, int], truth: dict[str, dict[str, svd.Register]]
) -> bool:
    """A register of every port alike: its offset holds for each of them."""
    group, register_name, *field = name.split("_", 2)
    if field:
        return False  # a value inside a field: see CODES
    ports = [
        p for p in truth if re.fullmatch({"GPIO": "GPIO[A-H]", "USART": "(LP)?US?ART1"}[group], p)
    ]
    for port in ports:
        base = min(register.address for register in truth[port].values())
        assert base + values[f"{name}(0u)"] == truth[port][register_name].address, (port, name)
    return bool(ports)


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_codes_inside_fields(board: str, tmp_path: Path) -> None:
    codes = CODES[board]
    assert evaluate(header(board, "registers.h"), list(codes), tmp_path) == codes


def test_core_registers_agree_with_the_svd_file(tmp_path: Path) -> None:
    """The file of the F103 also describes its Cortex-M3."""
    truth = peripherals("stm32f103c8")
    scb, timer, nvic = truth["SCB"], truth["STK"], truth["NVIC"]
    expected = {
        "SYST_CSR": timer["CTRL"].address,
        "SYST_CSR_ENABLE": timer["CTRL"].fields["ENABLE"],
        "SYST_CSR_TICKINT": timer["CTRL"].fields["TICKINT"],
        "SYST_CSR_CLKSOURCE": timer["CTRL"].fields["CLKSOURCE"],
        "SYST_RVR": timer["LOAD_"].address,
        "SYST_CVR": timer["VAL"].address,
        "NVIC_ISER(0u)": nvic["ISER0"].address,
        "NVIC_ISER(1u)": nvic["ISER1"].address,
        "SCB_ICSR": scb["ICSR"].address,
        "SCB_ICSR_PENDSTSET": scb["ICSR"].fields["PENDSTSET"],
        "SCB_VTOR": scb["VTOR"].address,
        "SCB_CCR": scb["CCR"].address,
        "SCB_CCR_DIV_0_TRP": scb["CCR"].fields["DIV_0_TRP"],
        "SCB_CCR_STKALIGN": scb["CCR"].fields["STKALIGN"],
        "SCB_SHCSR": scb["SHCRS"].address,
        "SCB_SHCSR_MEMFAULTENA": scb["SHCRS"].fields["MEMFAULTENA"],
        "SCB_SHCSR_BUSFAULTENA": scb["SHCRS"].fields["BUSFAULTENA"],
        "SCB_SHCSR_USGFAULTENA": scb["SHCRS"].fields["USGFAULTENA"],
        "SCB_CFSR": scb["CFSR_UFSR_BFSR_MMFSR"].address,
        "SCB_HFSR": scb["HFSR"].address,
        "SCB_MMFAR": scb["MMFAR"].address,
        "SCB_BFAR": scb["BFAR"].address,
        # Not in the file; ARMv7-M Architecture Reference Manual, "Debug register summary" and
        # "DWT register summary".
        "SCB_DHCSR": 0xE000EDF0,
        "SCB_DHCSR_C_DEBUGEN": 1,
        "SCB_DEMCR": 0xE000EDFC,
        "SCB_DEMCR_TRCENA": 1 << 24,
        "DWT_CTRL": 0xE0001000,
        "DWT_CTRL_CYCCNTENA": 1,
        "DWT_CYCCNT": 0xE0001004,
    }
    text = header("stm32f103c8", "cortex_m.h")
    assert evaluate(text, list(expected), tmp_path) == expected
    defined = {name for name, _ in macros(text)} - {"CORE_REGISTER"}
    assert defined == {name.split("(")[0] for name in expected}


def test_cortex_m7_registers(tmp_path: Path) -> None:
    """ARMv7-M Architecture Reference Manual, B3.2.2, B4.8 and C1.2; DDI0489, CCSIDR of 16 KiB."""
    expected = {
        "SCB_CCR_DC": 1 << 16,
        "SCB_CCR_IC": 1 << 17,
        "SCB_CCSIDR": 0xE000ED80,
        "SCB_CCSIDR_WAYS(0xF00FE019u)": 4,
        "SCB_CCSIDR_SETS(0xF00FE019u)": 128,
        "SCB_CSSELR": 0xE000ED84,
        "SCB_CSSELR_LEVEL_1_DATA": 0,
        "SCB_ICIALLU": 0xE000EF50,
        "SCB_DCISW": 0xE000EF60,
        "SCB_DCISW_LINE(127u, 3u)": 3 << 30 | 127 << 5,
        "DWT_LAR": 0xE0001FB0,
        "DWT_LAR_KEY": 0xC5ACCE55,
    }
    text = header("nucleo-h743zi2", "cortex_m.h")
    assert evaluate(text, list(expected), tmp_path) == expected
