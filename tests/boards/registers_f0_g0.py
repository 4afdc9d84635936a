"""The registers of the F0 and G0 against ST's SVD files, for `test_board_registers.py`."""

from board_registers import Checked

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

# What a file leaves out: RM0091, RCC_AHBENR bit 21 of the F07x.
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32F0x1": {"RCC_AHBENR_IOPEEN": 1 << 21},
    "STM32F0x2": {"RCC_AHBENR_IOPEEN": 1 << 21},
}

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "nucleo-f072rb": Checked("STM32F0x2", F0_CODES, UNDESCRIBED["STM32F0x2"]),
    "f091_crystal": Checked("STM32F0x1", F0_CODES, UNDESCRIBED["STM32F0x1"]),
    "nucleo-g071rb": Checked("STM32G071", G0_CODES),
    "g071_lpuart": Checked("STM32G071", G0_CODES),
    "g030_small": Checked("STM32G071", G0_CODES),
}
