"""What drives a chip's HSE pins: a crystal, or the clock that a probe sends."""

from abc import abstractmethod
from collections.abc import Callable

from generator.simulator.peripherals.peripheral import Peripheral
from generator.simulator.registers import Register
from generator.simulator.system import System

_MILLION = 1_000_000


class Crystal:
    """A source of clock outside of the chip.

    nominal_hz: what the board's file says; None where none is connected. hz: what it really runs
    at. dead: whether it stands still. on_change: called when either has changed.
    """

    def __init__(self, nominal_hz: int | None) -> None:
        self.nominal_hz = nominal_hz
        self.hz = nominal_hz
        self.dead = nominal_hz is None
        self.on_change: list[Callable[[], None]] = []

    def drift(self, parts_per_million: float) -> None:
        """From now on it is off by so much."""
        if self.nominal_hz is not None:
            self.hz = round(self.nominal_hz * (1 + parts_per_million / _MILLION))
            self._notify()

    def die(self) -> None:
        """From now on it stands still."""
        self.dead = True
        self._notify()

    def _notify(self) -> None:
        for notify in self.on_change:
            notify()


class CrystalDriven(Peripheral):
    """A clock control with an HSE, and with the clock-enable bits of the peripherals."""

    def __init__(self, system: System, base: int, crystal: Crystal) -> None:
        self._crystal = crystal
        super().__init__(system, "RCC", base)
        crystal.on_change.append(self._follow_crystal)

    @property
    def _hse_hz(self) -> int | None:
        return self._crystal.hz

    def _hse_stands(self) -> bool:
        return self._crystal.dead

    def enabled(self, register: Register, name: str) -> Callable[[], bool]:
        """A function that says whether a clock-enable bit is set."""
        return lambda: bool(self.field(register, name))

    @abstractmethod
    def core_hz(self) -> int:
        """The clock of the processor as the registers and the crystal have it."""

    def _follow_crystal(self) -> None:
        """A clock that comes from the crystal changes with it, or ends.

        Without the clock security system, which no firmware of ours switches on, nothing takes
        over: RM0008, section 7.2.7.
        """
        if self._crystal.dead and self._comes_from_crystal():
            self.system.stop_clock("the crystal, which the processor's clock comes from, stopped")
        elif not self._crystal.dead:
            self.system.change_clock(self.core_hz())

    def _comes_from_crystal(self) -> bool:
        """Whether the processor's clock would change with the crystal's."""
        crystal = self._crystal
        hz, dead, crystal.dead = crystal.hz, crystal.dead, False
        before = self.core_hz()
        crystal.hz = 2 * (hz or 0)
        after = self.core_hz()
        crystal.hz, crystal.dead = hz, dead
        return after != before
