"""The registers of the F1 and of the core against ST's SVD files, by `board_registers.py`."""

from pathlib import Path

import pytest
from board_registers import check_every_macro, described, evaluate, header, macros

# Codes of values inside a field: RM0008: RCC_CFGR, FLASH_ACR, AFIO_MAPR.
F1_CODES = {
    "RCC_CFGR_PLLMUL(2u)": 0 << 18,
    "RCC_CFGR_PLLMUL(9u)": 7 << 18,
    "RCC_CFGR_PLLMUL(16u)": 14 << 18,
    "RCC_CFGR_PPRE1_DIV1": 0 << 8,
    "RCC_CFGR_PPRE1_DIV2": 4 << 8,
    "RCC_CFGR_SW_HSI": 0,
    "RCC_CFGR_SW_HSE": 1,
    "RCC_CFGR_SW_PLL": 2,
    "FLASH_ACR_LATENCY(2u)": 2,
    "AFIO_MAPR_USART1_REMAP(1u)": 1 << 2,
    "AFIO_MAPR_USART2_REMAP(1u)": 1 << 3,
    "AFIO_MAPR_USART3_REMAP(3u)": 3 << 4,
}

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "stm32f103c8": ("STM32F103", F1_CODES),
    "nucleo-f103rb": ("STM32F103", F1_CODES),
    "f103_usart2": ("STM32F103", F1_CODES),
    "f103_remap": ("STM32F103", F1_CODES),
}


@pytest.mark.parametrize("board", BOARDS)
def test_every_macro_agrees_with_the_svd_file(board: str, tmp_path: Path) -> None:
    svd_name, codes = BOARDS[board]
    check_every_macro(board, svd_name, codes, tmp_path)


@pytest.mark.parametrize("board", BOARDS)
def test_codes_inside_fields(board: str, tmp_path: Path) -> None:
    codes = BOARDS[board][1]
    assert evaluate(header(board, "registers.h"), list(codes), tmp_path) == codes


def test_core_registers_agree_with_the_svd_file(tmp_path: Path) -> None:
    """The file of the F103 also describes its Cortex-M3."""
    truth = described("STM32F103")
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
