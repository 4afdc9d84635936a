"""Entering and leaving exceptions on the emulated core: stacking, EXC_RETURN, faults.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.6 to B1.5.8 and B1.5.14.
"""

from collections.abc import Callable

from generator.simulator import cpu
from generator.simulator.engine import Engine
from generator.simulator.frames import Frames, Lockup
from generator.simulator.interrupts import (
    BUS_FAULT,
    HARD_FAULT,
    MEM_MANAGE,
    NMI,
    USAGE_FAULT,
    InterruptController,
)
from generator.simulator.peripherals.floating_point import FloatContext
from generator.simulator.peripherals.scb import BFAR, MMFAR, VTOR, Scb

EXIT_CYCLES = 10
"""Cortex-M3 and M4 TRM, "Exception handling": latency without wait states."""

TAIL_CHAIN_CYCLES = 6
"""From one handler to the next: Cortex-M3 (DDI0337) and M4 (DDI0439) TRM; assumed of the others."""

FLOAT_FRAME_CYCLES = 17
"""Storing or reading S0 to S15 and FPSCR, one word a cycle: Arm's application note AN298."""

_SPSEL, _FPCA = 2, 4


class Exceptions:
    """The exception mechanism of one core. may_write: whether the MPU lets a frame be written."""

    def __init__(
        self, engine: Engine, controller: InterruptController, scb: Scb, floats: FloatContext | None
    ) -> None:
        self._engine = engine
        self._controller = controller
        self._scb = scb
        self._floats = floats
        self.frames = Frames(engine, scb, floats)
        self.may_write: Callable[[int], bool] = lambda address: True

    def execution_priority(self) -> int:
        """The priority at which the processor runs now."""
        engine = self._engine
        return self._controller.execution_priority(
            bool(engine.register(cpu.PRIMASK) & 1),
            bool(engine.register(cpu.FAULTMASK) & 1),
            engine.register(cpu.BASEPRI) & 0xFF,
        )

    def enter(self, exception: int, return_address: int) -> int:
        """Stacks the context and gives the handler's address.

        Where the stack cannot be written, the frame is lost and a bus fault is derived, which is
        taken first if it is the more urgent: DDI0403E, B1.5.14.
        """
        engine = self._engine
        control = engine.register(cpu.CONTROL)
        thread = engine.register(cpu.IPSR) & 0x1FF == 0
        with_floats = self._has_floats(control)
        if not self.frames.push(return_address, with_floats, thread):
            exception = self._derived_from_stacking(exception, BUS_FAULT, "STKERR")
        elif not self.may_write(engine.register(cpu.SP)):
            exception = self._derived_from_stacking(exception, MEM_MANAGE, "MSTKERR")
        exc_return = 0xFFFFFFE1 if with_floats else 0xFFFFFFF1
        if thread:
            exc_return |= 0x8 | (0x4 if control & _SPSEL else 0)
        return self._begin(exception, exc_return)

    def _has_floats(self, control: int) -> bool:
        """The emulator sets FPCA by itself, also where FPCCR.ASPEN is clear."""
        return bool(control & _FPCA) and self._floats is not None and self._floats.is_automatic

    def entry_float_cycles(self) -> int:
        """What storing floating-point registers adds to the latest entry."""
        stored = not self._engine.register(cpu.LR) & 0x10 and not self.frames.floats_pending
        return FLOAT_FRAME_CYCLES if stored else 0

    def _begin(self, exception: int, exc_return: int) -> int:
        engine = self._engine
        control = engine.register(cpu.CONTROL)
        engine.set_register(cpu.CONTROL, control & ~(_SPSEL | _FPCA))
        flags = engine.register(cpu.XPSR) & 0xF80F0000
        engine.set_register(cpu.XPSR, flags | 1 << 24 | exception)
        engine.set_register(cpu.LR, exc_return)
        self._controller.enter(exception)
        return self._vector(exception)

    def _derived_from_stacking(self, exception: int, derived: int, status: str) -> int:
        """The exception that is taken after all when another's frame could not be written."""
        controller, scb = self._controller, self._scb
        scb.note_fault(status)
        urgency = controller.group(controller.priority(derived))
        if derived not in controller.faults_enabled or urgency >= self.execution_priority():
            derived = HARD_FAULT
            scb.note_escalation()
        if controller.priority(derived) >= controller.priority(exception):
            return exception
        controller.pend(exception)
        return derived

    def finish(self) -> None:
        """The handler returns: its exception is active no more."""
        exception = self._engine.register(cpu.IPSR) & 0x1FF
        self._controller.leave(exception)
        if exception != NMI:
            self._engine.set_register(cpu.FAULTMASK, 0)

    def chain(self, exception: int, exc_return: int) -> int:
        """Hands the frame of a finished handler on to the next; gives that one's address."""
        return self._begin(exception, exc_return)

    def arrive_late(self, exception: int) -> int:
        """Takes over the frame of an exception whose handler has not begun: DDI0403E, B1.5.10."""
        self._controller.give_way(self._engine.register(cpu.IPSR) & 0x1FF)
        return self._begin(exception, self._engine.register(cpu.LR))

    def leave(self, exc_return: int) -> tuple[int, int]:
        """Unstacks the context; gives the address to go on at, and the cycles that it took."""
        engine = self._engine
        to_thread = bool(exc_return & 8)
        process_stack = to_thread and bool(exc_return & 4)
        with_floats = not exc_return & 0x10
        stack = cpu.PSP if process_stack else cpu.MSP
        address, read_floats = self.frames.pop(stack, with_floats)
        control = engine.register(cpu.CONTROL) & ~(_SPSEL | _FPCA)
        control |= (_SPSEL if process_stack else 0) | (_FPCA if with_floats else 0)
        engine.set_register(cpu.CONTROL, control)
        return address, EXIT_CYCLES + (FLOAT_FRAME_CYCLES if read_floats else 0)

    def fault(self, exception: int, status: tuple[str, ...], address: int | None, pc: int) -> int:
        """Raises a fault at an instruction; gives the handler's address.

        It escalates to a HardFault where its own handler is off or may not preempt, and to a
        lockup inside HardFault and NMI.
        """
        scb = self._scb
        scb.note_fault(*status)
        if address is not None:
            self._note_address(exception, address)
        running = self.execution_priority()
        controller = self._controller
        allowed = exception in controller.faults_enabled
        if allowed and controller.group(controller.priority(exception)) < running:
            return self.enter(exception, pc)
        if running <= controller.priority(HARD_FAULT):
            raise Lockup(f"{' '.join(status) or 'a fault'} at PC 0x{pc:08X} inside a fault handler")
        if exception != HARD_FAULT:
            scb.note_escalation()
        return self.enter(HARD_FAULT, pc)

    def _note_address(self, exception: int, address: int) -> None:
        if exception == BUS_FAULT:
            self._scb.set(BFAR, address)
            self._scb.note_fault("BFARVALID")
        elif exception == MEM_MANAGE:
            self._scb.set(MMFAR, address)
            self._scb.note_fault("MMARVALID")

    def _vector(self, exception: int) -> int:
        table = self._scb.get(VTOR)
        entry = self._engine.read_memory(table + 4 * exception, 4)
        if entry is None:
            raise Lockup(f"the vector table at 0x{table:08X} cannot be read")
        target = int.from_bytes(entry, "little")
        if not target & 1:
            raise Lockup(f"vector {exception} holds 0x{target:08X}, which is no Thumb address")
        return target & ~1


__all__ = ["BUS_FAULT", "EXIT_CYCLES", "USAGE_FAULT", "Exceptions", "Lockup"]
