"""Reset and clock control of the STM32L4 and L4+. Source: RM0432, section 6.

Start-up times are typical ones from the STM32L4R5xx data sheet (DS12023, section 6.3.8 and 6.3.9).
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.pllcfgr_control import BoostedControl
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x63,
    {
        **bits(MSION=0, MSIRDY=1, MSIPLLEN=2, MSIRGSEL=3, HSION=8, HSIRDY=10),
        **bits(HSEON=16, HSERDY=17, HSEBYP=18, PLLON=24, PLLRDY=25),
        "MSIRANGE": (4, 4),
    },
)
ICSCR = Register("ICSCR", 0x04, 0x10000000)
CFGR = Register(
    "CFGR",
    0x08,
    0,
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
    bits(
        GPIOAEN=0, GPIOBEN=1, GPIOCEN=2, GPIODEN=3, GPIOEEN=4, GPIOFEN=5, GPIOGEN=6, GPIOHEN=7,
        GPIOIEN=8,
    ),
)  # fmt: skip
APB1ENR1 = Register("APB1ENR1", 0x58, 0, bits(USART2EN=17, USART3EN=18, PWREN=28))
APB1ENR2 = Register("APB1ENR2", 0x5C, 0, bits(LPUART1EN=0))
APB2ENR = Register("APB2ENR", 0x60, 0, bits(SYSCFGEN=0, USART1EN=14))
CCIPR = Register(
    "CCIPR",
    0x88,
    0,
    {"USART1SEL": (0, 2), "USART2SEL": (2, 2), "USART3SEL": (4, 2), "LPUART1SEL": (10, 2)},
)
CSR = Register(
    "CSR", 0x94, 0x0C000600, bits(LSION=0, LSIRDY=1, RMVF=23, PINRSTF=26, BORRSTF=27, SFTRSTF=28)
)

_MSI_HZ = (
    100_000, 200_000, 400_000, 800_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000,
    24_000_000, 32_000_000, 48_000_000,
)  # fmt: skip
_MSI_RESET_HZ = 4_000_000


class RccL4(BoostedControl):
    """Above 80 MHz range 1 must be in boost mode: RM0432, section 5.1.8."""

    REGISTERS: ClassVar = (
        CR, ICSCR, CFGR, PLLCFGR, AHB1ENR, AHB2ENR, APB1ENR1, APB1ENR2, APB2ENR, CCIPR, CSR,
        *(Register(name, 0x18 + 4 * n) for n, name in enumerate(("CIER", "CIFR", "CICR"))),
    )  # fmt: skip

    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLLCFGR: ClassVar = PLLCFGR
    PLL_REGISTERS: ClassVar = (PLLCFGR,)
    PLL_SOURCES: ClassVar = {1: "MSI", 2: "HSI", 3: "HSE"}
    SOURCES: ClassVar = ("MSI", "HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "MSI"
    STARTUP_PS: ClassVar = {
        "MSI": 3 * MICROSECOND,
        "HSI": 1 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 15 * MICROSECOND,
        "LSI": 80 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (64_000_000, 344_000_000)
    BOOST_ABOVE_HZ: ClassVar = 80_000_000

    def oscillator_hz(self, name: str) -> int:
        """MSI has ranges once MSIRGSEL is set."""
        if name != "MSI":
            return super().oscillator_hz(name)
        if not self.field(CR, "MSIRGSEL"):
            return _MSI_RESET_HZ
        return _MSI_HZ[min(self.field(CR, "MSIRANGE"), len(_MSI_HZ) - 1)]

    def write(self, offset: int, word: int) -> None:
        """MSIRGSEL can only be set."""
        if offset == CR.offset:
            word |= self.get(CR) & CR.mask("MSIRGSEL")
        super().write(offset, word)
