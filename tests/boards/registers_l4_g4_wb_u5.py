"""The registers of the L4, G4, WB and U5 against ST's SVD files, for `test_board_registers.py`."""

from board_registers import Checked

# Codes of values inside a field: RM0432: RCC_CR, RCC_CFGR, RCC_PLLCFGR, FLASH_ACR.
L4_CODES = {
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
}

# Codes of values inside a field: RM0440: RCC_PLLCFGR, RCC_CFGR, FLASH_ACR.
G4_CODES = {
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

# Codes of values inside a field: RM0434: RCC_CR, RCC_PLLCFGR, RCC_CFGR, RCC_EXTCFGR, FLASH_ACR.
WB_CODES = {
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

# Codes of values inside a field: RM0456: RCC_ICSCR1, RCC_CFGR1, RCC_PLL1CFGR,
# RCC_PLL1DIVR, PWR_VOSR, FLASH_ACR.
U5_CODES = {
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

# Board -> the SVD file of its part, or of the nearest there is, and its codes.
BOARDS = {
    "nucleo-l4r5zi": Checked("STM32L4P5", L4_CODES),
    "l476_hse": Checked("STM32L476", L4_CODES),
    "nucleo-l476rg": Checked("STM32L476", L4_CODES),
    "b-l475e-iot01a": Checked("STM32L475", L4_CODES),
    "nucleo-g474re": Checked("STM32G474", G4_CODES),
    "nucleo-wb55rg": Checked("STM32WB55_CM4", WB_CODES),
    "nucleo-u575zi-q": Checked("STM32U545", U5_CODES),
    "b-u585i-iot02a": Checked("STM32U545", U5_CODES),
    "u575_lpuart": Checked("STM32U545", U5_CODES),
}
