"""What the clock controls of the F1, F4, F7 and L4 have in common.

CR with an ON and a RDY bit for each oscillator and the PLL, CFGR with SW, SWS and the prescalers,
CSR with the LSI and the reset flags. Sources: RM0008 (F1), section 7; RM0390 (F4), section 6;
RM0432 (L4), section 6.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from generator.simulator.peripherals.clock_tree import ClockTree
from generator.simulator.peripherals.oscillator import Oscillator, never
from generator.simulator.registers import Register


class OlderClockControl(ClockTree):
    """Oscillators, PLL, prescalers and the peripherals' clock enables.

    SOURCES: the system clocks by their code in SW, the PLL last; their names with ON and RDY behind
    are bits of CR. The first runs after reset, at RESET_HZ. STARTUP_PS: the typical times of the
    data sheets, the LSI's as well.
    """

    CR: ClassVar[Register]
    CFGR: ClassVar[Register]
    CSR: ClassVar[Register]
    SOURCES: ClassVar[tuple[str, ...]]
    STARTUP_PS: ClassVar[Mapping[str, int]]
    RESET_HZ: ClassVar[int]

    def reset(self) -> None:
        """The first source runs, everything else is off."""
        super().reset()
        self.oscillators = {
            name: Oscillator(
                self.system, startup_ps, dead=self._hse_stands if name == "HSE" else never
            )
            for name, startup_ps in self.STARTUP_PS.items()
        }
        self.oscillators[self.SOURCES[0]].run_at_once()
        self.system.change_clock(self.RESET_HZ)

    @abstractmethod
    def check_limits(self) -> None:
        """Reports a clock that the part, its buses or its voltage do not allow."""

    @abstractmethod
    def write_control(self, word: int) -> None:
        """CR is written; what drives the core is still on in `word`."""

    @property
    def pll(self) -> Oscillator:
        """The PLL of the system clock."""
        return self.oscillators[self.SOURCES[-1]]

    def source(self) -> str:
        """What the system clock is now."""
        return self.SOURCES[self.field(self.CFGR, "SWS")]

    def is_ready(self, source: str) -> bool:
        """Whether the system clock can be switched to it."""
        return self.oscillators[source].ready

    def peek(self, offset: int) -> int:
        """The ready flags show the oscillators' state."""
        word = super().peek(offset)
        if offset == self.CR.offset:
            for name in self.SOURCES:
                word = self.CR.put(word, f"{name}RDY", self.oscillators[name].ready)
        elif offset == self.CSR.offset:
            word = self.CSR.put(word, "LSIRDY", self.oscillators["LSI"].ready)
        return word

    def write(self, offset: int, word: int) -> None:
        """Switches oscillators, the system clock and the peripherals' clocks."""
        if offset == self.CR.offset:
            self.write_control(word | self.CR.mask(f"{self.source()}ON"))
        elif offset == self.CFGR.offset:
            self.write_configuration(word)
        elif offset == self.CSR.offset:
            self._write_status(word)
        else:
            super().write(offset, word)

    def write_configuration(self, word: int) -> None:
        """CFGR is written: SWS follows SW where that names a source that runs."""
        wanted = self.CFGR.get(word, "SW")
        ready = wanted < len(self.SOURCES) and self.is_ready(self.SOURCES[wanted])
        if not ready:
            self.system.report("RCC: the system clock is switched to a source that is not ready.")
        running = self.field(self.CFGR, "SWS")
        self.set(self.CFGR, self.CFGR.put(word, "SWS", wanted if ready else running))
        self.follow()

    def follow(self) -> None:
        """Carries a change of the clock to the processor."""
        self.check_limits()
        self.system.change_clock(self.hclk_hz())

    def switch_oscillators(self, *names: str) -> None:
        """On or off as CR has it."""
        for name in names:
            self.oscillators[name].switch(bool(self.field(self.CR, f"{name}ON")))

    def _write_status(self, word: int) -> None:
        csr = self.CSR
        if csr.get(word, "RMVF"):
            self.set(csr, self.get(csr) & 0x00FFFFFF)
        self.set(csr, csr.put(self.get(csr), "LSION", csr.get(word, "LSION")))
        self.oscillators["LSI"].switch(bool(csr.get(word, "LSION")))
