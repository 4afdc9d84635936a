"""What peripherals share: time, the agenda, interrupts and the report of what went wrong."""

from collections.abc import Callable

from generator.simulator.clockwork import PICOSECONDS, Clockwork, Event
from generator.simulator.interrupts import InterruptController


class System:
    """The ground that all peripherals of a chip stand on.

    The machine fills in `cycles` and `program_counter`; peripherals change the rest.
    stop_clock: the processor has no clock any more, for that reason. store_to_flash: whether the
    flash interface takes a store of so many bytes. read_flash, write_flash: what the flash holds,
    None or False outside of it. stall: the flash cannot be read for so many picoseconds, in which
    code that runs from it waits.
    caches_on: whether the core's own instruction and data caches are on.
    """

    def __init__(self, core_hz: int, interrupts: InterruptController) -> None:
        self.clockwork = Clockwork(core_hz)
        self.interrupts = interrupts
        self.reports: list[str] = []
        self.cycles: Callable[[], int] = lambda: 0
        self.program_counter: Callable[[], int] = lambda: 0
        self.request_reset: Callable[[], None] = lambda: None
        self.bus_error: Callable[[], None] = lambda: None
        self.store_to_flash: Callable[[int, int, int], bool] = lambda address, size, value: False
        self.read_flash: Callable[[int, int], bytes | None] = lambda address, size: None
        self.write_flash: Callable[[int, bytes], bool] = lambda address, data: False
        self.stall: Callable[[int], None] = lambda duration_ps: None
        self.stop_clock: Callable[[str], None] = lambda reason: None
        self.agenda_changed: Callable[[], None] = lambda: None
        self.caches_on: Callable[[], tuple[bool, bool]] = lambda: (False, False)
        self.on_clock_change: list[Callable[[], None]] = []
        self.on_flash_change: list[Callable[[], None]] = []

    def now_ps(self) -> int:
        """The time since power-on in picoseconds."""
        return self.clockwork.time_ps(self.cycles())

    def after(self, delay_ps: int, action: Callable[[], None]) -> Event:
        """Puts something on the agenda."""
        event = self.clockwork.at(self.now_ps() + delay_ps, action)
        self.agenda_changed()
        return event

    def after_cycles(self, cycles: int, action: Callable[[], None]) -> Event:
        """Puts something on the agenda, counted in processor cycles at today's clock."""
        return self.after(-(-cycles * PICOSECONDS // self.clockwork.hz), action)

    def change_clock(self, hz: int) -> None:
        """The processor's clock is another one from now on."""
        if hz == self.clockwork.hz:
            return
        self.clockwork.change(self.cycles(), hz)
        for notify in self.on_clock_change:
            notify()
        self.agenda_changed()

    def pend(self, exception: int) -> None:
        """Makes an exception pending; the processor takes it when it may."""
        self.interrupts.pend(exception)
        self.agenda_changed()

    def report(self, sentence: str) -> None:
        """Notes something that a developer should know; each sentence once."""
        if sentence not in self.reports:
            self.reports.append(sentence)

    def set_level(self, exception: int, asserted: bool) -> None:
        """A peripheral's interrupt line goes up or down."""
        self.interrupts.set_level(exception, asserted)
        if asserted:
            self.agenda_changed()
