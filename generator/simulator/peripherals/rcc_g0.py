"""Reset and clock control of the STM32G0. Source: RM0444, section 5.

Start-up times are typical ones from the STM32G071 data sheet (DS12232, "External clock source
characteristics", "Internal clock source characteristics", "PLL characteristics").
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.pllcfgr_control import PllcfgrControl
from generator.simulator.registers import Register, bits

CR = Register(
    "CR",
    0x00,
    0x500,
    {
        **bits(HSION=8, HSIRDY=10, HSEON=16, HSERDY=17, HSEBYP=18, PLLON=24, PLLRDY=25),
        "HSIDIV": (11, 3),
    },
)
CFGR = Register("CFGR", 0x08, 0, {"SW": (0, 3), "SWS": (3, 3), "HPRE": (8, 4), "PPRE": (12, 3)})
PLLCFGR = Register(
    "PLLCFGR",
    0x0C,
    0x1000,
    {"PLLSRC": (0, 2), "PLLM": (4, 3), "PLLN": (8, 7), "PLLREN": (28, 1), "PLLR": (29, 3)},
)
IOPENR = Register("IOPENR", 0x34, 0, bits(IOPAEN=0, IOPBEN=1, IOPCEN=2, IOPDEN=3, IOPFEN=5))
AHBENR = Register("AHBENR", 0x38, 0x100, bits(DMAEN=0, FLASHEN=8, CRCEN=12))
APBENR1 = Register(
    "APBENR1", 0x3C, 0, bits(USART2EN=17, USART3EN=18, LPUART1EN=20, DBGEN=27, PWREN=28)
)
APBENR2 = Register("APBENR2", 0x40, 0, bits(SYSCFGEN=0, USART1EN=14))
CCIPR = Register(
    "CCIPR", 0x54, 0, {"USART1SEL": (0, 2), "USART2SEL": (2, 2), "LPUART1SEL": (10, 2)}
)
CSR = Register(
    "CSR", 0x60, 0x0C000000, bits(LSION=0, LSIRDY=1, RMVF=23, PINRSTF=26, PWRRSTF=27, SFTRSTF=28)
)


class RccG0(PllcfgrControl):
    """One bus for all peripherals; the HSI16 can be divided before it drives the core."""

    REGISTERS: ClassVar = (CR, CFGR, PLLCFGR, IOPENR, AHBENR, APBENR1, APBENR2, CCIPR, CSR)
    CR: ClassVar = CR
    SWITCH: ClassVar = CFGR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    STATUS: ClassVar = CSR
    PLLCFGR: ClassVar = PLLCFGR
    PLL_REGISTERS: ClassVar = (PLLCFGR,)
    PLL_SOURCES: ClassVar = {2: "HSI", 3: "HSE"}
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_SOURCE: ClassVar = "HSI"
    STARTUP_PS: ClassVar = {
        "HSI": 1 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 15 * MICROSECOND,
    }
    VCO_HZ: ClassVar = (96_000_000, 344_000_000)
    PPRE_FIELDS: ClassVar = ("PPRE", "PPRE")

    def sysclk_hz(self) -> int:
        """The system clock; HSIDIV divides the HSI16 for it alone."""
        from_hsi = self.SOURCES[self.field(CFGR, "SWS")] == "HSI"
        return self.HSI_HZ >> self.field(CR, "HSIDIV") if from_hsi else super().sysclk_hz()
