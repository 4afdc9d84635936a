"""The registers of the F0 and G0 against ST's SVD files, by `board_registers.py`."""

from pathlib import Path

import pytest
from board_registers import check_every_macro, evaluate, header

# Codes of values inside a field: RM0091: RCC_CFGR, RCC_CFGR2, FLASH_ACR.
F0_CODES = {
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
}

# Codes of values inside a field: RM0444: RCC_PLLCFGR, RCC_CFGR, FLASH_ACR.
G0_CODES = {
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
}

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "nucleo-f072rb": ("STM32F0x2", F0_CODES),
    "f091_crystal": ("STM32F0x1", F0_CODES),
    "nucleo-g071rb": ("STM32G071", G0_CODES),
    "g071_lpuart": ("STM32G071", G0_CODES),
}

# What a file leaves out: RM0091, RCC_AHBENR bit 21 of the F07x.
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32F0x1": {"RCC_AHBENR_IOPEEN": 1 << 21},
    "STM32F0x2": {"RCC_AHBENR_IOPEEN": 1 << 21},
}


@pytest.mark.parametrize("board", BOARDS)
def test_every_macro_agrees_with_the_svd_file(board: str, tmp_path: Path) -> None:
    svd_name, codes = BOARDS[board]
    check_every_macro(board, svd_name, codes, tmp_path, UNDESCRIBED.get(svd_name))


@pytest.mark.parametrize("board", BOARDS)
def test_codes_inside_fields(board: str, tmp_path: Path) -> None:
    codes = BOARDS[board][1]
    assert evaluate(header(board, "registers.h"), list(codes), tmp_path) == codes
