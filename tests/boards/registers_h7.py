"""The registers of the H7 against ST's SVD files, for `test_board_registers.py`."""

from board_registers import Checked

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

# What a file leaves out: RM0433, SYSCFG_PWRCR bit 0; RM0399, FLASH_ACR bits 3:0.
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32H743": {"SYSCFG_PWRCR_ODEN": 1},
    "STM32H747_CM7": {"FLASH_ACR_LATENCY_MASK": 0xF},
}

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "nucleo-h743zi2": Checked("STM32H743", H7_CODES, UNDESCRIBED["STM32H743"]),
    "nucleo-h723zg": Checked("STM32H723", H7_CODES),
    "h723_boost": Checked("STM32H723", H7_CODES),
    "stm32h747i-disco": Checked("STM32H747_CM7", H7_CODES, UNDESCRIBED["STM32H747_CM7"]),
}
