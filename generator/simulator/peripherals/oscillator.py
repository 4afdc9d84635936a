"""An oscillator or PLL: switched on, ready some time later, or never."""

from collections.abc import Callable

from generator.simulator.clockwork import Event
from generator.simulator.system import System


def never() -> bool:
    """What an oscillator inside the chip is."""
    return False


class Oscillator:
    """A clock source that needs `startup_ps` before it can be used.

    dead: whether it stands still, like a crystal that is broken or not fitted.
    """

    def __init__(
        self, system: System, startup_ps: int, *, dead: Callable[[], bool] = never
    ) -> None:
        self._system = system
        self._startup_ps = startup_ps
        self._dead = dead
        self._event: Event | None = None
        self.on = False
        self._started = False

    @property
    def ready(self) -> bool:
        """Whether it can be used."""
        return self._started and not self._dead()

    def switch(self, on: bool) -> None:
        """Turns it on or off; nothing happens when it is so already."""
        if on == self.on:
            return
        self.on = on
        self._started = False
        if self._event is not None:
            self._event.cancelled = True
            self._event = None
        if on:
            self._event = self._system.after(self._startup_ps, self._become_ready)

    def run_at_once(self) -> None:
        """Running and ready, as the reset oscillator is when the processor starts."""
        self.on = self._started = True

    def _become_ready(self) -> None:
        self._started = True
