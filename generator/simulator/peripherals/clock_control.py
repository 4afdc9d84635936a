"""What the clock controls of all families but the H7 have in common.

Oscillators with an ON and a RDY bit in CR, a field SW that names the system clock and SWS that
follows it, one PLL, and prescalers for AHB and both APBs. Sources: RM0008 (F1), section 7;
RM0390 (F4), section 6; RM0432 (L4), section 6; RM0440 (G4), section 7; RM0434 (WB), section 8;
RM0456 (U5), section 11; RM0091 (F0), section 6; RM0444 (G0), section 5.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import ClockTree
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.oscillator import Oscillator, never
from generator.simulator.registers import Register
from generator.simulator.system import System

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
    after reset. STARTUP_PS: the typical times of the data sheets; that of the LSI, which STATUS
    switches, where it is modelled. SWITCH: the register with SW and SWS. PLL_REGISTERS: keep the
    PLL's factors while it runs, as PLL_FIELDS of SWITCH do. VCO_HZ: the PLL's limits. RESET_FLAGS:
    what STATUS shows after a software reset.
    """

    CR: ClassVar[Register]
    SWITCH: ClassVar[Register]
    STATUS: ClassVar[Register]
    PLL_REGISTERS: ClassVar[tuple[Register, ...]] = ()
    PLL_FIELDS: ClassVar[tuple[str, ...]] = ()
    SOURCES: ClassVar[tuple[str, ...]]
    RESET_SOURCE: ClassVar[str]
    STARTUP_PS: ClassVar[Mapping[str, int]]
    VCO_HZ: ClassVar[tuple[int, int]]
    HSI_HZ: ClassVar[int] = 16_000_000
    RESET_FLAGS: ClassVar[tuple[str, ...]] = ("SFTRSTF", "PINRSTF")

    def __init__(self, system: System, base: int, *, crystal: Crystal, max_hz: int) -> None:
        self._max_hz = max_hz
        super().__init__(system, base, crystal)

    # --- what a family says -----------------------------------------------------------------------

    @abstractmethod
    def factors(self) -> Factors:
        """The setting of the PLL."""

    def pll_output_enabled(self) -> bool:
        """Whether the PLL's output for the system clock is on; some cannot be switched off."""
        return True

    def oscillator_hz(self, name: str) -> int:
        """The frequency of an oscillator that runs."""
        return {"HSI": self.HSI_HZ, "HSE": self._hse_hz or 0}[name]

    def check_limits(self) -> None:
        """Reports a clock that the part, its buses or its voltage do not allow."""
        self.check_limit("SYSCLK", self.sysclk_hz(), self._max_hz, "the part")

    def check_limit(self, name: str, hz: int, highest_hz: int, who: str) -> None:
        """Reports a clock that is faster than somebody allows."""
        if hz > highest_hz:
            self.system.report(
                f"RCC: {name} is {hz / 1e6:g} MHz, {who} allows {highest_hz / 1e6:g} MHz."
            )

    def check_pll(self) -> None:
        """Reports a PLL that is switched on without its source, or out of its range."""
        vco_hz = self.vco_hz()
        if vco_hz is None:
            self.system.report("RCC: the PLL is turned on before its source is ready.")
        else:
            self.check_pll_range("VCO", vco_hz, self.VCO_HZ)

    def check_pll_range(self, name: str, hz: float, allowed_hz: tuple[int, int]) -> None:
        """Reports a frequency inside the PLL that it cannot run at."""
        low_hz, high_hz = allowed_hz
        if not low_hz <= hz <= high_hz:
            self.system.report(
                f"RCC: the PLL's {name} runs at {hz / 1e6:g} MHz; "
                f"{low_hz / 1e6:g} to {high_hz / 1e6:g} MHz are allowed."
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
        self.set(self.STATUS, kept | self.STATUS.mask(*self.RESET_FLAGS))

    @property
    def pll(self) -> Oscillator:
        """The PLL of the system clock."""
        return self.oscillators[self.SOURCES[-1]]

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
            return {1: self.sysclk_hz(), 2: self.HSI_HZ, 3: LSE_HZ}.get(chosen) or bus_hz()

        return clock_hz

    # --- registers --------------------------------------------------------------------------------

    def peek(self, offset: int) -> int:
        """The ready flags show the oscillators' state."""
        word = super().peek(offset)
        if offset == self.CR.offset:
            for name in self._switched_in_cr():
                word = self.CR.put(word, f"{name}RDY", self.ready(name))
        elif offset == self.STATUS.offset and "LSI" in self.oscillators:
            word = self.STATUS.put(word, "LSIRDY", self.ready("LSI"))
        return word

    def write(self, offset: int, word: int) -> None:
        """Switches oscillators, the system clock and the peripherals' clocks."""
        pll_register = next((r for r in self.PLL_REGISTERS if r.offset == offset), None)
        if offset == self.CR.offset:
            self._write_control(word)
        elif offset == self.STATUS.offset:
            self._write_status(word)
        elif offset == self.SWITCH.offset:
            self._write_switch(word)
        elif pll_register is not None:
            factors = [name for name in pll_register.fields if not name.endswith("EN")]
            self.set(pll_register, self._unless_pll_runs(pll_register, word, factors))
        else:
            super().write(offset, word)
            self.follow()

    def follow(self) -> None:
        """Carries a change of the clock to the processor."""
        self.check_limits()
        self.system.change_clock(self.hclk_hz())

    def _source(self) -> str:
        return self.SOURCES[self.field(self.SWITCH, "SWS")]

    def _switched_in_cr(self) -> Iterator[str]:
        return (name for name in self.SOURCES if name)

    def _driving(self) -> Iterator[str]:
        """What the system clock comes from, directly or through the PLL: it cannot be stopped."""
        yield self._source()
        if self._source() == self.SOURCES[-1] and self.factors().source:
            yield self.factors().source

    def _write_control(self, word: int) -> None:
        word |= self.CR.mask(*(f"{name}ON" for name in self._driving()))
        if self.oscillators["HSE"].on and (word ^ self.get(self.CR)) & self.CR.mask("HSEBYP"):
            self.system.report("RCC: HSEBYP is written while the HSE is on; it is kept.")
            word ^= self.CR.mask("HSEBYP")
        self.set(self.CR, word)
        for name in self._switched_in_cr():
            on = bool(self.CR.get(word, f"{name}ON"))
            if name == self.SOURCES[-1] and on and not self.pll.on:
                self.check_pll()
            self.oscillators[name].switch(on)
        self.follow()

    def _write_status(self, word: int) -> None:
        status = self.STATUS
        if status.get(word, "RMVF"):
            self.set(status, self.get(status) & 0x00FFFFFF)
        if "LSI" in self.oscillators:
            self.set(status, status.put(self.get(status), "LSION", status.get(word, "LSION")))
            self.oscillators["LSI"].switch(bool(status.get(word, "LSION")))

    def _unless_pll_runs(self, register: Register, word: int, factors: Iterable[str]) -> int:
        """The word as it arrives: while the PLL runs, its factors stay what they are."""
        kept, frozen = self.get(register), register.mask(*factors)
        if not self.pll.on or not (word ^ kept) & frozen:
            return word
        self.system.report("RCC: the PLL's factors are written while it runs; they are kept.")
        return word & ~frozen | kept & frozen

    def _write_switch(self, word: int) -> None:
        word = self._unless_pll_runs(self.SWITCH, word, self.PLL_FIELDS)
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
