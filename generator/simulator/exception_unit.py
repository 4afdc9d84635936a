"""When exceptions are taken and left, and the cycles that this takes."""

from generator.simulator.exceptions import FLOAT_FRAME_CYCLES, TAIL_CHAIN_CYCLES, Exceptions
from generator.simulator.execution import Execution
from generator.simulator.interrupts import BUS_FAULT, HARD_FAULT, NMI, SVCALL
from generator.simulator.peripherals.mpu import Mpu
from generator.simulator.system import System
from generator.simulator.timing.model import TimingModel

_HARD = (HARD_FAULT, NMI)


class ExceptionUnit:
    """Sends one core into handlers and back. mpu: None for a core without one."""

    def __init__(
        self,
        system: System,
        execution: Execution,
        exceptions: Exceptions,
        timing: TimingModel,
        mpu: Mpu | None,
    ) -> None:
        self._system = system
        self._execution = execution
        self._exceptions = exceptions
        self._timing = timing
        self._mpu = mpu
        self._entered_at = -1

    def reset(self) -> None:
        """No handler has been entered."""
        self._entered_at = -1
        self._tell_mpu()

    @property
    def floats_pending(self) -> bool:
        """Whether floating-point registers wait to be stored."""
        return self._exceptions.frames.floats_pending

    def next_exception(self) -> int | None:
        """The exception that may be taken now, or None."""
        interrupts = self._system.interrupts
        if not interrupts.has_candidate():
            return None
        return interrupts.next_exception(self._exceptions.execution_priority())

    def take(self) -> bool:
        """Enters the handler of the exception that may be taken now; whether there is one."""
        exception = self.next_exception()
        if exception is None:
            return False
        execution = self._execution
        if self._entered_at == execution.counter.instructions:
            execution.pc = self._exceptions.arrive_late(exception)
        else:
            execution.pc = self._exceptions.enter(exception, execution.pc)
            self._pass_entry()
            self._entered_at = execution.counter.instructions
        self._tell_mpu()
        return True

    def leave(self, exc_return: int) -> None:
        """A handler returns: to the next handler that waits, or to what was interrupted."""
        self._entered_at = -1
        self._exceptions.finish()
        exception = self.next_exception()
        if exception is not None:
            self._execution.pc = self._exceptions.chain(exception, exc_return)
            self._execution.pass_cycles(TAIL_CHAIN_CYCLES)
        else:
            self._execution.pc, cycles = self._exceptions.leave(exc_return)
            self._execution.pass_cycles(cycles)
        self._tell_mpu()

    def fault(self, exception: int, *status: str, address: int | None = None) -> None:
        """Raises a fault at `pc`."""
        self._entered_at = -1
        execution = self._execution
        execution.pc = self._exceptions.fault(exception, status, address, execution.pc)
        self._pass_entry()
        self._tell_mpu()

    def call_supervisor(self) -> None:
        """SVC; where it cannot be taken, a HardFault: B1.5.6."""
        self._system.interrupts.pend(SVCALL)
        if self.next_exception() != SVCALL:
            self._system.interrupts.clear(SVCALL)
            self.fault(HARD_FAULT)

    def preserve_floats(self) -> None:
        """Stores the floating-point registers that wait for it."""
        if not self.floats_pending:
            return
        self._execution.pass_cycles(FLOAT_FRAME_CYCLES)
        if not self._exceptions.frames.preserve_floats():
            self.fault(BUS_FAULT, "LSPERR")

    def _pass_entry(self) -> None:
        cycles = self._timing.entry_cycles + self._exceptions.entry_float_cycles()
        self._execution.pass_cycles(cycles)

    def _tell_mpu(self) -> None:
        if self._mpu is not None:
            self._mpu.follow_handlers(any(e in _HARD for e in self._system.interrupts.active))
