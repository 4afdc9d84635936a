"""Reset and clock control of the STM32F1 (not the connectivity line). Source: RM0008, section 7.

Start-up times are typical ones from the STM32F103x8 data sheet (DS5319, tables 22 to 27).
"""

from collections.abc import Callable
from typing import ClassVar

from generator.simulator.peripherals.crystal import Crystal, CrystalDriven
from generator.simulator.peripherals.oscillator import Oscillator
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
_MICROSECOND = 10**6  # in picoseconds
_HSI, _HSE, _PLL = range(3)
_AHB_DIVIDERS = (1,) * 8 + (2, 4, 8, 16, 64, 128, 256, 512)
_APB_DIVIDERS = (1, 1, 1, 1, 2, 4, 8, 16)


class RccF1(CrystalDriven):
    """Oscillators, PLL, prescalers and the peripherals' clock enables."""

    REGISTERS: ClassVar = (CR, CFGR, CIR, APB2RSTR, APB1RSTR, AHBENR, APB2ENR, APB1ENR, BDCR, CSR)

    def __init__(self, system: System, base: int, *, crystal: Crystal, max_hz: int) -> None:
        self._max_hz = max_hz
        super().__init__(system, base, crystal)

    def reset(self) -> None:
        """The HSI runs, everything else is off."""
        super().reset()
        self._hsi = Oscillator(self.system, 2 * _MICROSECOND)
        self._hsi.run_at_once()
        self._hse = Oscillator(self.system, 2000 * _MICROSECOND, dead=self._hse_stands)
        self._pll = Oscillator(self.system, 100 * _MICROSECOND)
        self._lsi = Oscillator(self.system, 85 * _MICROSECOND)
        self.system.change_clock(HSI_HZ)

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        self.set(CSR, CSR.mask("SFTRSTF", "PINRSTF"))

    def enabled(self, register: Register, name: str) -> Callable[[], bool]:
        """A function that says whether a clock-enable bit is set."""
        return lambda: bool(self.field(register, name))

    def core_hz(self) -> int:
        """The clock of the processor."""
        return self.hclk_hz()

    def hclk_hz(self) -> int:
        """The clock of the processor and the AHB."""
        return self._sysclk_hz() // _AHB_DIVIDERS[self.field(CFGR, "HPRE")]

    def pclk1_hz(self) -> int:
        """The clock of APB1."""
        return self.hclk_hz() // _APB_DIVIDERS[self.field(CFGR, "PPRE1")]

    def pclk2_hz(self) -> int:
        """The clock of APB2."""
        return self.hclk_hz() // _APB_DIVIDERS[self.field(CFGR, "PPRE2")]

    def peek(self, offset: int) -> int:
        """The ready flags show the oscillators' state."""
        word = super().peek(offset)
        if offset == CR.offset:
            flags = {"HSIRDY": self._hsi, "HSERDY": self._hse, "PLLRDY": self._pll}
            for name, oscillator in flags.items():
                word = CR.put(word, name, oscillator.ready)
        elif offset == CSR.offset:
            word = CSR.put(word, "LSIRDY", self._lsi.ready)
        return word

    def write(self, offset: int, word: int) -> None:
        """Switches oscillators, the system clock and the peripherals' clocks."""
        if offset == CR.offset:
            self._write_control(word)
        elif offset == CFGR.offset:
            self._write_configuration(word)
        elif offset == CSR.offset:
            self._write_status(word)
        else:
            super().write(offset, word)

    def _write_control(self, word: int) -> None:
        in_use = {_HSI: "HSION", _HSE: "HSEON", _PLL: "PLLON"}[self.field(CFGR, "SWS")]
        word |= CR.mask(in_use)  # the source of the system clock cannot be stopped
        self.set(CR, word)
        self._hsi.switch(bool(CR.get(word, "HSION")))
        self._hse.switch(bool(CR.get(word, "HSEON")))
        turned_on = CR.get(word, "PLLON") and not self._pll.on
        if turned_on and self.field(CFGR, "PLLSRC") and not self._hse.ready:
            self.system.report("RCC: the PLL is turned on before its source, the HSE, is ready.")
        self._pll.switch(bool(CR.get(word, "PLLON")))

    def _write_configuration(self, word: int) -> None:
        frozen = CFGR.mask("PLLSRC", "PLLXTPRE", "PLLMUL")
        if self._pll.on and (word ^ self.get(CFGR)) & frozen:
            self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
            word = word & ~frozen | self.get(CFGR) & frozen
        wanted = CFGR.get(word, "SW")
        source = {_HSI: self._hsi, _HSE: self._hse, _PLL: self._pll}.get(wanted)
        old_source = self.field(CFGR, "SWS")
        ready = source is not None and source.ready
        if not ready:
            self.system.report("RCC: the system clock is switched to a source that is not ready.")
        self.set(CFGR, CFGR.put(word, "SWS", wanted if ready else old_source))
        self._check_limits()
        self.system.change_clock(self.hclk_hz())

    def _write_status(self, word: int) -> None:
        if CSR.get(word, "RMVF"):
            self.set(CSR, self.get(CSR) & 0x00FFFFFF)
        self.set(CSR, CSR.put(self.get(CSR), "LSION", CSR.get(word, "LSION")))
        self._lsi.switch(bool(CSR.get(word, "LSION")))

    def _sysclk_hz(self) -> int:
        source = self.field(CFGR, "SWS")
        if source == _PLL:
            return self._pll_hz()
        return HSI_HZ if source == _HSI else self._hse_hz or HSI_HZ

    def _pll_hz(self) -> int:
        factor = min(self.field(CFGR, "PLLMUL") + 2, 16)
        if not self.field(CFGR, "PLLSRC"):
            return HSI_HZ // 2 * factor
        return (self._hse_hz or 0) // (1 + self.field(CFGR, "PLLXTPRE")) * factor

    def _check_limits(self) -> None:
        if self._sysclk_hz() > self._max_hz:
            self.system.report(
                f"RCC: SYSCLK is {self._sysclk_hz() / 1e6:g} MHz, the part allows "
                f"{self._max_hz / 1e6:g} MHz."
            )
        if self.pclk1_hz() > MAX_PCLK1_HZ:
            self.system.report(
                f"RCC: PCLK1 is {self.pclk1_hz() / 1e6:g} MHz, the part allows 36 MHz."
            )
