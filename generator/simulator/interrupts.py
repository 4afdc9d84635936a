"""The nested vectored interrupt controller: what is pending, active, and may be taken.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5 "The exception model".
"""

RESET, NMI, HARD_FAULT, MEM_MANAGE, BUS_FAULT, USAGE_FAULT = range(1, 7)
SVCALL, PENDSV, SYSTICK = 11, 14, 15
FIRST_INTERRUPT = 16

THREAD_PRIORITY = 256
"""Lower than that of any exception."""

_FIXED = {RESET: -3, NMI: -2, HARD_FAULT: -1}


class InterruptController:
    """Exceptions by number, 16 + n for the chip's interrupt n.

    priority_bits: how many upper bits of a priority exist; 4 on these chips.
    """

    def __init__(self, interrupts: int, priority_bits: int = 4) -> None:
        self.count = FIRST_INTERRUPT + interrupts
        self._priority_mask = 0xFF & ~((1 << (8 - priority_bits)) - 1)
        self.reset()

    def reset(self) -> None:
        """As after power-on: nothing enabled, nothing pending."""
        self.pending: set[int] = set()
        self.active: list[int] = []
        self.enabled: set[int] = set()
        self.levels: dict[int, bool] = {}
        self.priorities = [0] * self.count
        self.group_bits = 0
        self.faults_enabled: set[int] = set()

    def pend(self, exception: int) -> None:
        """Makes an exception pending."""
        if exception < self.count:
            self.pending.add(exception)

    def clear(self, exception: int) -> None:
        """Takes a pending exception back."""
        self.pending.discard(exception)

    def set_level(self, exception: int, asserted: bool) -> None:
        """A peripheral's interrupt line goes up or down.

        Going up pends the interrupt; a line that is up pends it again when its handler returns.
        """
        rises = asserted and not self.levels.get(exception)
        self.levels[exception] = asserted
        if rises:
            self.pend(exception)

    def set_priority(self, exception: int, priority: int) -> None:
        """Sets the priority of an exception whose priority is not fixed."""
        if exception < self.count:
            self.priorities[exception] = priority & self._priority_mask

    def priority(self, exception: int) -> int:
        """The priority of an exception, smaller is more urgent."""
        return _FIXED.get(exception, self.priorities[exception])

    def group(self, priority: int) -> int:
        """The part of a priority that decides about preemption."""
        if priority < 0 or priority >= THREAD_PRIORITY:
            return priority
        return priority & ~((2 << self.group_bits) - 1) & 0xFF

    def execution_priority(self, primask: bool, faultmask: bool, basepri: int) -> int:
        """The priority at which the processor runs now."""
        running = min((self.group(self.priority(e)) for e in self.active), default=THREAD_PRIORITY)
        if basepri:
            running = min(running, self.group(basepri & self._priority_mask))
        if primask:
            running = min(running, 0)
        return min(running, -1) if faultmask else running

    def next_exception(self, execution_priority: int) -> int | None:
        """The pending exception that preempts, the most urgent and lowest in number."""
        ready = [e for e in self.pending if e < FIRST_INTERRUPT or e in self.enabled]
        if not ready:
            return None
        best = min(ready, key=lambda e: (self.priority(e), e))
        return best if self.group(self.priority(best)) < execution_priority else None

    def has_candidate(self) -> bool:
        """Whether anything enabled waits, masked or not: it wakes WFI."""
        return any(e < FIRST_INTERRUPT or e in self.enabled for e in self.pending)

    def enter(self, exception: int) -> None:
        """The processor takes the exception."""
        self.pending.discard(exception)
        self.active.append(exception)

    def give_way(self, exception: int) -> None:
        """An exception that has been entered waits again for a more urgent one."""
        self.active.remove(exception)
        self.pending.add(exception)

    def leave(self, exception: int) -> None:
        """The handler returns; a line that is still up pends again."""
        if exception in self.active:
            self.active.remove(exception)
        if self.levels.get(exception):
            self.pend(exception)
