"""The registers of the F4 and F7 against ST's SVD files, for `test_board_registers.py`."""

from board_registers import Checked

# Codes of values inside a field: RM0390: RCC_PLLCFGR, RCC_CFGR, PWR_CR, FLASH_ACR.
F4_CODES = {
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
}

# Codes of values inside a field: RM0385: RCC_PLLCFGR and RCC_CFGR as on the F4; PWR_CR1, FLASH_ACR.
F7_CODES = {
    **{code: value for code, value in F4_CODES.items() if not code.startswith(("PWR_", "FLASH_"))},
    "PWR_CR1_VOS(3u)": 3 << 14,
    "FLASH_ACR_LATENCY(7u)": 7,
}

# What a file leaves out: RM0390, RM0090 and RM0385, RCC_PLLCFGR bits 30:28; RM0090, PWR_CR bit 14.
UNDESCRIBED: dict[str, dict[str, int]] = {
    "STM32F401": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F411": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F446": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
    "STM32F407": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28, "PWR_CR_VOS_MASK": 1 << 14},
    "STM32F746": {"RCC_PLLCFGR_PLLR_MASK": 7 << 28},
}

# Board -> the SVD file of its part, and its codes.
BOARDS = {
    "blackpill-f401cc": Checked("STM32F401", F4_CODES, UNDESCRIBED["STM32F401"]),
    "blackpill-f411ce": Checked("STM32F411", F4_CODES, UNDESCRIBED["STM32F411"]),
    "nucleo-f411re": Checked("STM32F411", F4_CODES, UNDESCRIBED["STM32F411"]),
    "nucleo-f446re": Checked("STM32F446", F4_CODES, UNDESCRIBED["STM32F446"]),
    "stm32f407g-disc1": Checked("STM32F407", F4_CODES, UNDESCRIBED["STM32F407"]),
    "f407_uart4": Checked("STM32F407", F4_CODES, UNDESCRIBED["STM32F407"]),
    "nucleo-f746zg": Checked("STM32F746", F7_CODES, UNDESCRIBED["STM32F746"]),
    "stm32f746g-disco": Checked("STM32F746", F7_CODES, UNDESCRIBED["STM32F746"]),
}
