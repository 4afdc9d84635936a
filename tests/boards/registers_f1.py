"""The registers of the F1 and of the core against ST's SVD files, for `test_board_registers.py`."""

from board_registers import Checked

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
    "stm32f103c8": Checked("STM32F103", F1_CODES),
    "nucleo-f103rb": Checked("STM32F103", F1_CODES),
    "f103_usart2": Checked("STM32F103", F1_CODES),
    "f103_remap": Checked("STM32F103", F1_CODES),
}
