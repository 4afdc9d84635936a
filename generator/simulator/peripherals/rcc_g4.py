"""Reset and clock control of the STM32G4. Source: RM0440, section 7.4.

Start-up times are typical ones from the STM32G474xx data sheet (DS12288, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics").
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.pllcfgr_control import BoostedControl
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x500,
    bits(HSION=8, HSIRDY=10, HSEON=16, HSERDY=17, HSEBYP=18, PLLON=24, PLLRDY=25),
)
CFGR = Register(
    "CFGR",
    0x08,
    0x5,
    {"SW": (0, 2), "SWS": (2, 2), "HPRE": (4, 4), "PPRE1": (8, 3), "PPRE2": (11, 3)},
)
PLLCFGR = Register(
    "PLLCFGR",
    0x0C,
    0x1000,
    {"PLLSRC": (0, 2), "PLLM": (4, 4), "PLLN": (8, 7), "PLLREN": (24, 1), "PLLR": (25, 2)},
)
AHB1ENR = Register("AHB1ENR", 0x48, 0x100, bits(DMA1EN=0, FLASHEN=8, CRCEN=12))
AHB2ENR = Register(
    "AHB2ENR",
    0x4C,
    0,
    bits(GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOFEN=5, GPIOGEN=6),
)
APB1ENR1 = Register(
    "APB1ENR1",
    0x58,
    0x400,
    bits(USART2EN=17, USART3EN=18, UART4EN=19, UART5EN=20, PWREN=28),
)
APB1ENR2 = Register("APB1ENR2", 0x5C, 0, bits(LPUART1EN=0))
APB2ENR = Register("APB2ENR", 0x60, 0, bits(SYSCFGEN=0, USART1EN=14))
CCIPR = Register(
    "CCIPR",
    0x88,
    0,
    {
        "USART1SEL": (0, 2),
        "USART2SEL": (2, 2),
        "USART3SEL": (4, 2),
        "UART4SEL": (6, 2),
        "UART5SEL": (8, 2),
        "LPUART1SEL": (10, 2),
    },
)
CSR = Register(
    "CSR", 0x94, 0x0C000000, bits(LSION=0, LSIRDY=1, RMVF=23, PINRSTF=26, BORRSTF=27, SFTRSTF=28)
)


class RccG4(BoostedControl):
    """Above 150 MHz range 1 must be in boost mode: RM0440, section 6.1.5."""

    REGISTERS: ClassVar = (
        CR, CFGR, PLLCFGR, AHB1ENR, AHB2ENR, APB1ENR1, APB1ENR2, APB2ENR, CCIPR, CSR,
    )  # fmt: skip
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLLCFGR: ClassVar = PLLCFGR
    PLL_REGISTERS: ClassVar = (PLLCFGR,)
    PLL_SOURCES: ClassVar = {2: "HSI", 3: "HSE"}
    SOURCES: ClassVar = ("", "HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "HSI"
    STARTUP_PS: ClassVar = {
        "HSI": 1 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 15 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (96_000_000, 344_000_000)
    BOOST_ABOVE_HZ: ClassVar = 150_000_000
