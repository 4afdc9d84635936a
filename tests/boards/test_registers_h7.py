"""The registers of the H7 against ST's SVD files, by `board_registers.py`."""

from pathlib import Path

import pytest
from board_registers import check_every_macro, evaluate, header

# Codes of values inside a field: RM0433: RCC_CFGR, RCC_D1CFGR, RCC_D2CFGR, RCC_D3CFGR,
# RCC_PLLCKSELR, RCC_PLLCFGR, RCC_PLL1DIVR, PWR_D3CR, FLASH_ACR.
H7_CODES = {
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

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "nucleo-h743zi2": ("STM32H743", H7_CODES),
    "nucleo-h723zg": ("STM32H723", H7_CODES),
    "h723_boost": ("STM32H723", H7_CODES),
    "stm32h747i-disco": ("STM32H747_CM7", H7_CODES),
}

# What a file leaves out: RM0433, SYSCFG_PWRCR bit 0; RM0399, FLASH_ACR bits 3:0.
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32H743": {"SYSCFG_PWRCR_ODEN": 1},
    "STM32H747_CM7": {"FLASH_ACR_LATENCY_MASK": 0xF},
}


@pytest.mark.parametrize("board", BOARDS)
def test_every_macro_agrees_with_the_svd_file(board: str, tmp_path: Path) -> None:
    svd_name, codes = BOARDS[board]
    check_every_macro(board, svd_name, codes, tmp_path, UNDESCRIBED.get(svd_name))


@pytest.mark.parametrize("board", BOARDS)
def test_codes_inside_fields(board: str, tmp_path: Path) -> None:
    codes = BOARDS[board][1]
    assert evaluate(header(board, "registers.h"), list(codes), tmp_path) == codes


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
