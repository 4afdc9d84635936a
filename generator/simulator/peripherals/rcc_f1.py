"""Reset and clock control of the STM32F1 (not the connectivity line). Source: RM0008, section 7.

Start-up times are typical ones from the STM32F103x8 data sheet (DS5319, tables 22 to 27).
"""

from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.older_clock_control import OlderClockControl
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

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

HSI_HZ = 8_000_000
MAX_PCLK1_HZ = 36_000_000


class RccF1(OlderClockControl):
    """Oscillators, PLL, prescalers and the peripherals' clock enables."""

    REGISTERS: ClassVar = (CR, CFGR, CIR, APB2RSTR, APB1RSTR, AHBENR, APB2ENR, APB1ENR, BDCR, CSR)

    CR: ClassVar = CR
    CFGR: ClassVar = CFGR
    CSR: ClassVar = CSR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    SOURCES: ClassVar = ("HSI", "HSE", "PLL")
    RESET_HZ: ClassVar = HSI_HZ
    STARTUP_PS: ClassVar = {
        "HSI": 2 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 100 * MICROSECOND,
        "LSI": 85 * MICROSECOND,
    }

    def __init__(self, system: System, base: int, *, crystal: Crystal, max_hz: int) -> None:
        self._max_hz = max_hz
        super().__init__(system, base, crystal)

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        self.set(CSR, CSR.mask("SFTRSTF", "PINRSTF"))

    def write_control(self, word: int) -> None:
        """Oscillators go on and off."""
        self.set(CR, word)
        self.switch_oscillators("HSI", "HSE")
        turned_on = CR.get(word, "PLLON") and not self.pll.on
        if turned_on and self.field(CFGR, "PLLSRC") and not self.oscillators["HSE"].ready:
            self.system.report("RCC: the PLL is turned on before its source, the HSE, is ready.")
        self.switch_oscillators("PLL")

    def write_configuration(self, word: int) -> None:
        """The PLL's factors lie here as well."""
        frozen = CFGR.mask("PLLSRC", "PLLXTPRE", "PLLMUL")
        if self.pll.on and (word ^ self.get(CFGR)) & frozen:
            self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
            word = word & ~frozen | self.get(CFGR) & frozen
        super().write_configuration(word)

    def sysclk_hz(self) -> int:
        """HSI, HSE or what the PLL makes of them."""
        if self.source() == "PLL":
            return self._pll_hz()
        return HSI_HZ if self.source() == "HSI" else self._hse_hz or HSI_HZ

    def _pll_hz(self) -> int:
        factor = min(self.field(CFGR, "PLLMUL") + 2, 16)
        if not self.field(CFGR, "PLLSRC"):
            return HSI_HZ // 2 * factor
        return (self._hse_hz or 0) // (1 + self.field(CFGR, "PLLXTPRE")) * factor

    def check_limits(self) -> None:
        """Of the part, and of APB1."""
        if self.sysclk_hz() > self._max_hz:
            self.system.report(
                f"RCC: SYSCLK is {self.sysclk_hz() / 1e6:g} MHz, the part allows "
                f"{self._max_hz / 1e6:g} MHz."
            )
        if self.pclk1_hz() > MAX_PCLK1_HZ:
            self.system.report(
                f"RCC: PCLK1 is {self.pclk1_hz() / 1e6:g} MHz, the part allows 36 MHz."
            )
