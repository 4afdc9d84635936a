"""Reset and clock control of the STM32L4 and L4+. Source: RM0432, section 6.

Start-up times are typical ones from the STM32L4R5xx data sheet (DS12023, section 6.3.8 and 6.3.9).
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import MICROSECOND
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.older_clock_control import OlderClockControl
from generator.simulator.registers import Register, bits
from generator.simulator.system import System

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

HSI_HZ = 16_000_000
LSE_HZ = 32_768
BOOST_ABOVE_HZ = 80_000_000
"""Above this SYSCLK range 1 must be in boost mode: RM0432, section 5.1.8."""

_MSI_HZ = (
    100_000, 200_000, 400_000, 800_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000,
    24_000_000, 32_000_000, 48_000_000,
)  # fmt: skip
_MSI_RESET_HZ = 4_000_000
_VCO_HZ = (64_000_000, 344_000_000)
_SYSCLK, _HSI16, _LSE = 1, 2, 3


class RccL4(OlderClockControl):
    """Oscillators, PLL, prescalers, the peripherals' clock enables and kernel clocks.

    boosted: whether the regulator is in boost mode; the family wires it to PWR.
    """

    REGISTERS: ClassVar = (
        CR, ICSCR, CFGR, PLLCFGR, AHB1ENR, AHB2ENR, APB1ENR1, APB1ENR2, APB2ENR, CCIPR, CSR,
        *(Register(name, 0x18 + 4 * n) for n, name in enumerate(("CIER", "CIFR", "CICR"))),
    )  # fmt: skip

    CR: ClassVar = CR
    CFGR: ClassVar = CFGR
    CSR: ClassVar = CSR
    HPRE: ClassVar = CFGR
    PPRE: ClassVar = CFGR
    SOURCES: ClassVar = ("MSI", "HSI", "HSE", "PLL")
    RESET_HZ: ClassVar = _MSI_RESET_HZ
    STARTUP_PS: ClassVar = {
        "MSI": 3 * MICROSECOND,
        "HSI": 1 * MICROSECOND,
        "HSE": 2000 * MICROSECOND,
        "PLL": 15 * MICROSECOND,
        "LSI": 80 * MICROSECOND,
    }

    def __init__(self, system: System, base: int, *, crystal: Crystal, max_hz: int) -> None:
        self._max_hz = max_hz
        self.boosted: Callable[[], bool] = lambda: False
        super().__init__(system, base, crystal)

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        self.set(CSR, CSR.reset & 0xFFFFFF | CSR.mask("SFTRSTF", "PINRSTF"))

    def kernel_clock(self, selector: str, bus_hz: Callable[[], int]) -> Callable[[], int]:
        """A function that gives a serial port's clock, as CCIPR selects it."""

        def clock_hz() -> int:
            chosen = self.field(CCIPR, selector)
            fixed = {_SYSCLK: self.sysclk_hz(), _HSI16: HSI_HZ, _LSE: LSE_HZ}
            if chosen == _HSI16 and not self.oscillators["HSI"].ready:
                self.system.report(f"RCC: {selector} is HSI16, which does not run.")
            return fixed.get(chosen) or bus_hz()

        return clock_hz

    def check_limits(self) -> None:
        """Reports a clock that the part, or its voltage range, does not allow."""
        sysclk_hz = self.sysclk_hz()
        if sysclk_hz > self._max_hz:
            self.system.report(
                f"RCC: SYSCLK is {sysclk_hz / 1e6:g} MHz, the part allows "
                f"{self._max_hz / 1e6:g} MHz."
            )
        if self.hclk_hz() > BOOST_ABOVE_HZ and not self.boosted():
            self.system.report(
                f"RCC: HCLK is {self.hclk_hz() / 1e6:g} MHz without boost mode (PWR_CR5.R1MODE)."
            )

    def write(self, offset: int, word: int) -> None:
        """The PLL's factors have a register of their own."""
        if offset == PLLCFGR.offset:
            self._write_pll(word)
        else:
            super().write(offset, word)

    def write_control(self, word: int) -> None:
        """Oscillators go on and off; MSIRGSEL can only be set."""
        self.set(CR, word | self.get(CR) & CR.mask("MSIRGSEL"))
        self.switch_oscillators("MSI", "HSI", "HSE")
        if CR.get(word, "PLLON") and not self.pll.on and self._pll_input_hz() is None:
            self.system.report("RCC: the PLL is turned on before its source is ready.")
        self.switch_oscillators("PLL")
        self.follow()

    def _write_pll(self, word: int) -> None:
        frozen = PLLCFGR.mask("PLLSRC", "PLLM", "PLLN", "PLLR")
        if self.pll.on and (word ^ self.get(PLLCFGR)) & frozen:
            self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
            word = word & ~frozen | self.get(PLLCFGR) & frozen
        self.set(PLLCFGR, word)
        vco_hz = self._vco_hz()
        if vco_hz is not None and not _VCO_HZ[0] <= vco_hz <= _VCO_HZ[1]:
            self.system.report(
                f"RCC: the PLL's VCO runs at {vco_hz / 1e6:g} MHz; 64 to 344 MHz are allowed."
            )

    def is_ready(self, source: str) -> bool:
        """The PLL's output has a switch of its own."""
        if source == "PLL" and not self.field(PLLCFGR, "PLLREN"):
            self.system.report("RCC: the system clock is switched to the PLL while PLLREN is 0.")
            return False
        return super().is_ready(source)

    def _msi_hz(self) -> int:
        if not self.field(CR, "MSIRGSEL"):
            return _MSI_RESET_HZ
        return _MSI_HZ[min(self.field(CR, "MSIRANGE"), len(_MSI_HZ) - 1)]

    def sysclk_hz(self) -> int:
        """MSI, HSI, HSE or what the PLL makes of them."""
        source = self.source()
        if source == "PLL":
            return (self._vco_hz() or _MSI_RESET_HZ) // (2 * (self.field(PLLCFGR, "PLLR") + 1))
        return {"MSI": self._msi_hz(), "HSI": HSI_HZ}.get(source, self._hse_hz or _MSI_RESET_HZ)

    def _pll_input_hz(self) -> int | None:
        sources = {1: ("MSI", self._msi_hz()), 2: ("HSI", HSI_HZ), 3: ("HSE", None)}
        if self.field(PLLCFGR, "PLLSRC") not in sources:
            return None
        name, hz = sources[self.field(PLLCFGR, "PLLSRC")]
        return (hz or self._hse_hz) if self.oscillators[name].ready else None

    def _vco_hz(self) -> int | None:
        input_hz = self._pll_input_hz()
        if input_hz is None:
            return None
        return input_hz * self.field(PLLCFGR, "PLLN") // (self.field(PLLCFGR, "PLLM") + 1)
