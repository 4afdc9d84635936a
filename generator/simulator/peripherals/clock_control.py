"""What the clock controls of many families (F0, G0, G4, WB, U5) have in common.

Oscillators with an ON and a RDY bit in CR, a field SW that names the system clock and SWS that
follows it, one PLL, and prescalers for AHB and both APBs. Sources: RM0440 (G4), section 7;
RM0434 (WB), section 8; RM0456 (U5), section 11; RM0091 (F0), section 6; RM0444 (G0), section 5.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import ClockTree
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.oscillator import Oscillator, never
from generator.simulator.registers import Register
from generator.simulator.system import System

HSI_HZ = 16_000_000
LSE_HZ = 32_768


@dataclass(frozen=True)
class Factors:
    """How the PLL is set: its source, "" for none, and f = source / m * n / r."""

    source: str
    m: int
    n: int
    r: int


class ClockControl(ClockTree):
    """Oscillators, PLL, prescalers, the peripherals' clock enables and kernel clocks.

    SOURCES: the system clocks by their code in SW, the PLL last; "" and codes behind the last are
    reserved or not modelled. Their names with ON and RDY behind are bits of CR. RESET_SOURCE runs
    after reset. STARTUP_PS: the typical times of the data sheets. SWITCH: the register with SW and
    SWS. PLL_REGISTERS: may not be written while the PLL runs.
    VCO_HZ: the PLL's limits.
    """

    CR: ClassVar[Register]
    SWITCH: ClassVar[Register]
    STATUS: ClassVar[Register]
    PLL_REGISTERS: ClassVar[tuple[Register, ...]]
    SOURCES: ClassVar[tuple[str, ...]]
    RESET_SOURCE: ClassVar[str]
    STARTUP_PS: ClassVar[Mapping[str, int]]
    VCO_HZ: ClassVar[tuple[int, int]]

    def __init__(self, system: System, base: int, *, crystal: Crystal, max_hz: int) -> None:
        self._max_hz = max_hz
        super().__init__(system, base, crystal)

    # --- what a family says -----------------------------------------------------------------------

    @abstractmethod
    def factors(self) -> Factors:
        """The setting of the PLL."""

    @abstractmethod
    def pll_output_enabled(self) -> bool:
        """Whether the PLL's output for the system clock is on."""

    def oscillator_hz(self, name: str) -> int:
        """The frequency of an oscillator that runs."""
        return {"HSI": HSI_HZ, "HSE": self._hse_hz or 0}[name]

    def check_limits(self) -> None:
        """Reports a clock that the part, or its voltage, does not allow."""
        if self.sysclk_hz() > self._max_hz:
            self.system.report(
                f"RCC: SYSCLK is {self.sysclk_hz() / 1e6:g} MHz, the part allows "
                f"{self._max_hz / 1e6:g} MHz."
            )

    # --- clocks -----------------------------------------------------------------------------------

    def reset(self) -> None:
        """The reset oscillator runs, everything else is off."""
        super().reset()
        self.oscillators = {
            name: Oscillator(
                self.system, startup_ps, dead=self._hse_stands if name == "HSE" else never
            )
            for name, startup_ps in self.STARTUP_PS.items()
        }
        self.oscillators[self.RESET_SOURCE].run_at_once()
        self.system.change_clock(self.oscillator_hz(self.RESET_SOURCE))

    def note_software_reset(self) -> None:
        """The reset flags after SYSRESETREQ."""
        kept = self.STATUS.reset & 0xFFFFFF
        self.set(self.STATUS, kept | self.STATUS.mask("SFTRSTF", "PINRSTF"))

    def ready(self, name: str) -> bool:
        """Whether an oscillator or the PLL runs."""
        return self.oscillators[name].ready

    def sysclk_hz(self) -> int:
        """The system clock."""
        source = self._source()
        if source != self.SOURCES[-1]:
            return self.oscillator_hz(source)
        return (self.vco_hz() or self.oscillator_hz(self.RESET_SOURCE)) // self.factors().r

    def vco_hz(self) -> int | None:
        """The frequency in the PLL; None while its source does not run."""
        factors = self.factors()
        if not factors.source or not self.ready(factors.source):
            return None
        return self.oscillator_hz(factors.source) * factors.n // factors.m

    def kernel_clock(
        self, register: Register, selector: str, bus_hz: Callable[[], int]
    ) -> Callable[[], int]:
        """A function that gives a serial port's clock, as a CCIPR register selects it."""

        def clock_hz() -> int:
            chosen = self.field(register, selector)
            if chosen == 2 and not self.ready("HSI"):
                self.system.report(f"RCC: {selector} is HSI16, which does not run.")
            return {1: self.sysclk_hz(), 2: HSI_HZ, 3: LSE_HZ}.get(chosen) or bus_hz()

        return clock_hz

    # --- registers --------------------------------------------------------------------------------

    def peek(self, offset: int) -> int:
        """The ready flags show the oscillators' state."""
        word = super().peek(offset)
        if offset == self.CR.offset:
            for name, oscillator in self.oscillators.items():
                word = self.CR.put(word, f"{name}RDY", oscillator.ready)
        return word

    def write(self, offset: int, word: int) -> None:
        """Switches oscillators, the system clock and the peripherals' clocks."""
        if offset == self.CR.offset:
            self._write_control(word)
        elif any(offset == register.offset for register in self.PLL_REGISTERS):
            self._write_pll(offset, word)
        elif offset == self.STATUS.offset:
            if self.STATUS.get(word, "RMVF"):
                self.set(self.STATUS, self.get(self.STATUS) & 0x00FFFFFF)
        elif offset == self.SWITCH.offset:
            self._write_switch(word)
        else:
            super().write(offset, word)
            self.follow()

    def follow(self) -> None:
        """Carries a change of the clock to the processor."""
        self.check_limits()
        if self.system.clockwork.hz != self.hclk_hz():
            self.system.change_clock(self.hclk_hz())

    def _source(self) -> str:
        return self.SOURCES[self.field(self.SWITCH, "SWS")]

    def _write_control(self, word: int) -> None:
        word |= self.CR.mask(f"{self._source()}ON")  # what drives the core cannot be stopped
        self.set(self.CR, word)
        pll = self.SOURCES[-1]
        for name, oscillator in self.oscillators.items():
            on = bool(self.CR.get(word, f"{name}ON"))
            if name == pll and on and not oscillator.on:
                self._check_pll()
            oscillator.switch(on)
        self.follow()

    def _check_pll(self) -> None:
        vco_hz = self.vco_hz()
        low_hz, high_hz = self.VCO_HZ
        if vco_hz is None:
            self.system.report("RCC: the PLL is turned on before its source is ready.")
        elif not low_hz <= vco_hz <= high_hz:
            self.system.report(
                f"RCC: the PLL's VCO runs at {vco_hz / 1e6:g} MHz; "
                f"{low_hz / 1e6:g} to {high_hz / 1e6:g} MHz are allowed."
            )

    def _write_pll(self, offset: int, word: int) -> None:
        before = self.factors()
        kept = self.values[offset]
        self.values[offset] = word
        if self.oscillators[self.SOURCES[-1]].on and self.factors() != before:
            self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
            self.values[offset] = kept

    def _write_switch(self, word: int) -> None:
        wanted = self.SWITCH.get(word, "SW")
        name = self.SOURCES[wanted] if wanted < len(self.SOURCES) else ""
        ready = bool(name) and self.ready(name)
        if ready and name == self.SOURCES[-1] and not self.pll_output_enabled():
            self.system.report("RCC: the system clock is switched to the PLL, whose output is off.")
            ready = False
        elif not ready:
            self.system.report("RCC: the system clock is switched to a source that is not ready.")
        running = self.field(self.SWITCH, "SWS")
        self.set(self.SWITCH, self.SWITCH.put(word, "SWS", wanted if ready else running))
        self.follow()
