"""Reset and clock control of the STM32F1 (not the connectivity line). Source: RM0008, section 7.

Start-up times are typical ones from the STM32F103x8 data sheet (DS5319, tables 22 to 27).
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_control import ClockControl, Factors
from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x83,
    bits(HSION=0, HSIRDY=1, HSEON=16, HSERDY=17, HSEBYP=18, CSSON=19, PLLON=24, PLLRDY=25),
)
CFGR = Register(
    "CFGR",
    0x04,
    0,
    {
        "SW": (0, 2),
        "SWS": (2, 2),
        "HPRE": (4, 4),
        "PPRE1": (8, 3),
        "PPRE2": (11, 3),
        "PLLSRC": (16, 1),
        "PLLXTPRE": (17, 1),
        "PLLMUL": (18, 4),
        "MCO": (24, 3),
    },
)
CIR = Register("CIR", 0x08)
APB2RSTR = Register("APB2RSTR", 0x0C)
APB1RSTR = Register("APB1RSTR", 0x10)
AHBENR = Register("AHBENR", 0x14, 0x14, bits(DMA1EN=0, SRAMEN=2, FLITFEN=4, CRCEN=6))
APB2ENR = Register(
    "APB2ENR",
    0x18,
    0,
    bits(
        AFIOEN=0, IOPAEN=2, IOPBEN=3, IOPCEN=4, IOPDEN=5, IOPEEN=6, IOPFEN=7, IOPGEN=8, USART1EN=14
    ),
)
APB1ENR = Register("APB1ENR", 0x1C, 0, bits(USART2EN=17, USART3EN=18, BKPEN=27, PWREN=28))
BDCR = Register("BDCR", 0x20)
CSR = Register(
    "CSR", 0x24, 0x0C000000, bits(LSION=0, LSIRDY=1, RMVF=24, PINRSTF=26, PORRSTF=27, SFTRSTF=28)
)

_MAX_PCLK1_HZ = 36_000_000
_MOST_PLLMUL = 16


class RccF1(ClockControl):
    """The PLL's fields share a register with the switch of the system clock."""

    REGISTERS: ClassVar = (CR, CFGR, CIR, APB2RSTR, APB1RSTR, AHBENR, APB2ENR, APB1ENR, BDCR, CSR)
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLL_FIELDS: ClassVar = ("PLLSRC", "PLLXTPRE", "PLLMUL")
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "HSI"
    STARTUP_PS: ClassVar = {
        "HSI": 2 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 100 * MICROSECOND,
        "LSI": 85 * MICROSECOND,
    }
    HSI_HZ: ClassVar = 8_000_000
    VCO_HZ: ClassVar = (16_000_000, 72_000_000)

    def factors(self) -> Factors:
        """PLLXTPRE halves the HSE; the HSI is always halved."""
        n = min(self.field(CFGR, "PLLMUL") + 2, _MOST_PLLMUL)
        if self.field(CFGR, "PLLSRC"):
            return Factors("HSE", 1 + self.field(CFGR, "PLLXTPRE"), n, 1)
        return Factors("HSI", 2, n, 1)

    def check_limits(self) -> None:
        """Of the part, and of APB1."""
        super().check_limits()
        self.check_limit("PCLK1", self.pclk1_hz(), _MAX_PCLK1_HZ, "the part")
