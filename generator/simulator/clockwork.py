"""Simulated time: processor cycles, seconds, and what happens when."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

PICOSECONDS = 10**12

NEVER = 1 << 62
"""A time that is never reached, in cycles or picoseconds."""


@dataclass(order=True)
class Event:
    """Something that will happen at a time; `cancelled` ones are dropped when due."""

    due_ps: int
    order: int
    action: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Clockwork:
    """Turns cycles into time and keeps the agenda.

    The processor clock may change while running; time is then counted on from that moment.
    """

    def __init__(self, hz: int) -> None:
        self.hz = hz
        self._base_cycles = 0
        self._base_ps = 0
        self._agenda: list[Event] = []
        self._order = 0

    def time_ps(self, cycles: int) -> int:
        """The time since power-on at which the cycle counter reads `cycles`."""
        return self._base_ps + (cycles - self._base_cycles) * PICOSECONDS // self.hz

    def cycles_at(self, time_ps: int) -> int:
        """The first cycle at or after a time, if the clock stays as it is."""
        if time_ps >= NEVER:
            return NEVER
        return self._base_cycles - (-(time_ps - self._base_ps) * self.hz // PICOSECONDS)

    def change(self, cycles: int, hz: int) -> None:
        """From this cycle on the processor runs at another frequency."""
        self._base_ps = self.time_ps(cycles)
        self._base_cycles = cycles
        self.hz = hz

    def at(self, due_ps: int, action: Callable[[], None]) -> Event:
        """Puts an action on the agenda."""
        self._order += 1
        event = Event(due_ps, self._order, action)
        heapq.heappush(self._agenda, event)
        return event

    def next_due_ps(self) -> int:
        """When the next event is due, or NEVER."""
        while self._agenda and self._agenda[0].cancelled:
            heapq.heappop(self._agenda)
        return self._agenda[0].due_ps if self._agenda else NEVER

    def run_due(self, now_ps: int) -> None:
        """Carries out everything that is due by now, in order."""
        while self.next_due_ps() <= now_ps:
            heapq.heappop(self._agenda).action()
