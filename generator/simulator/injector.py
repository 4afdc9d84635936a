"""Carries out the faults of the desk, each at its moment."""

from collections.abc import Callable, Sequence
from functools import partial

from generator.simulator.calls import CallWatch
from generator.simulator.clockwork import PICOSECONDS, Event
from generator.simulator.desk import Desk
from generator.simulator.injections import Injection
from generator.simulator.system import System

_WARM_UP = 1
"""The calls of the watched function before the one that is hit halfway."""


class Injector:
    """Waits for the moments of faults.

    watch: tells when an inference begins. A fault at the start is carried out at once.
    awaited: those whose moment has not come.
    """

    def __init__(
        self, system: System, desk: Desk, watch: CallWatch, injections: Sequence[Injection]
    ) -> None:
        self._system = system
        self._desk = desk
        self._watch = watch
        self._entries = 0
        self._at_inference: list[Injection] = []
        self.awaited: list[Injection] = list(injections)
        for injection in injections:
            self._plan(injection)
        watch.on_entry = self._on_entry

    def _plan(self, injection: Injection) -> None:
        kind, amount = injection.moment.kind, injection.moment.amount
        act = partial(self._carry_out, injection)
        if kind == "start":
            act()
        elif kind == "inference":
            self._at_inference.append(injection)
        elif kind == "cycles":
            _AtCycle(self._system, amount, act)
        else:
            self._system.clockwork.at(amount, act)

    def _carry_out(self, injection: Injection) -> None:
        self.awaited.remove(injection)
        system = self._system
        cycle, seconds = system.cycles(), system.now_ps() / PICOSECONDS
        sentence = injection.module.inject(self._desk, injection.value)
        when = f"cycle {cycle:,} ({seconds:.6f} s)" if cycle else "the start"
        system.report(f"As asked, at {when}: {sentence}.")

    def _on_entry(self, symbol: str) -> None:
        del symbol
        self._entries += 1
        if self._entries != _WARM_UP + 1 or not self._watch.calls:
            return
        half = self._watch.calls[-1].cycles // 2
        for injection in self._at_inference:
            self._system.after_cycles(half, partial(self._carry_out, injection))


class _AtCycle:
    """Carries something out at a cycle, however often the clock changes before."""

    def __init__(self, system: System, cycle: int, act: Callable[[], None]) -> None:
        self._system = system
        self._cycle = cycle
        self._act = act
        self._event: Event | None = None
        system.on_clock_change.append(self._plan)
        self._plan()

    def _plan(self) -> None:
        if self._event is not None:
            self._event.cancelled = True
        left = self._cycle - self._system.cycles()
        if left >= 0:
            self._event = self._system.after_cycles(left, self._act)
