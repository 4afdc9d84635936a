"""Entering and leaving exceptions on the emulated core: stacking, EXC_RETURN, faults.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.6 to B1.5.8 and B1.5.14.
"""

from collections.abc import Callable

from generator.simulator import engine as cpu
from generator.simulator.engine import Engine
from generator.simulator.interrupts import (
    BUS_FAULT,
    HARD_FAULT,
    MEM_MANAGE,
    NMI,
    USAGE_FAULT,
    InterruptController,
)
from generator.simulator.peripherals.scb import BFAR, CCR, CFSR, HFSR, MMFAR, VTOR, Scb

EXIT_CYCLES = 10
"""Cortex-M3 and M4 TRM, "Exception handling": latency without wait states."""

_SPSEL, _FPCA = 2, 4
_BASIC_WORDS, _FLOAT_WORDS = 8, 18
_STACKED_ALIGNED = 1 << 9


class Lockup(Exception):  # noqa: N818 - a state of the processor, not an error of ours
    """A fault that no handler can take: the processor has stopped for good."""


class Exceptions:
    """The exception mechanism of one core. may_write: whether the MPU lets a frame be written."""

    def __init__(self, engine: Engine, controller: InterruptController, scb: Scb) -> None:
        self._engine = engine
        self._controller = controller
        self._scb = scb
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
        with_floats = bool(control & _FPCA)
        if not self._stack(return_address, with_floats):
            exception = self._derived_from_stacking(exception, BUS_FAULT, "STKERR")
        elif not self.may_write(engine.register(cpu.SP)):
            exception = self._derived_from_stacking(exception, MEM_MANAGE, "MSTKERR")
        exc_return = 0xFFFFFFE1 if with_floats else 0xFFFFFFF1
        if thread:
            exc_return |= 0x8 | (0x4 if control & _SPSEL else 0)
            engine.set_register(cpu.CONTROL, control & ~(_SPSEL | _FPCA))
        elif with_floats:
            engine.set_register(cpu.CONTROL, control & ~_FPCA)
        flags = engine.register(cpu.XPSR) & 0xF80F0000
        engine.set_register(cpu.XPSR, flags | 1 << 24 | exception)
        engine.set_register(cpu.LR, exc_return)
        self._controller.enter(exception)
        return self._vector(exception)

    def _derived_from_stacking(self, exception: int, derived: int, status: str) -> int:
        """The exception that is taken after all when another's frame could not be written."""
        controller, scb = self._controller, self._scb
        scb.set(CFSR, scb.get(CFSR) | CFSR.mask(status))
        urgency = controller.group(controller.priority(derived))
        if derived not in controller.faults_enabled or urgency >= self.execution_priority():
            derived = HARD_FAULT
            scb.set(HFSR, scb.get(HFSR) | HFSR.mask("FORCED"))
        if controller.priority(derived) >= controller.priority(exception):
            return exception
        controller.pend(exception)
        return derived

    def leave(self, exc_return: int) -> int:
        """Unstacks the context and gives the address to go on at."""
        engine = self._engine
        exception = engine.register(cpu.IPSR) & 0x1FF
        self._controller.leave(exception)
        if exception != NMI:
            engine.set_register(cpu.FAULTMASK, 0)
        to_thread = bool(exc_return & 8)
        process_stack = to_thread and bool(exc_return & 4)
        pointer = engine.register(cpu.PSP if process_stack else cpu.MSP)
        with_floats = not exc_return & 0x10
        frame = engine.read_memory(pointer, 4 * _BASIC_WORDS)
        if frame is None:
            raise Lockup(f"the stack at 0x{pointer:08X} cannot be read on exception return")
        words = [int.from_bytes(frame[4 * n : 4 * n + 4], "little") for n in range(_BASIC_WORDS)]
        size = 4 * (_BASIC_WORDS + (_FLOAT_WORDS if with_floats else 0))
        size += 4 if words[7] & _STACKED_ALIGNED else 0
        for number, word in zip((0, 1, 2, 3, 12), words[:5], strict=True):
            engine.set_register(cpu.CORE_REGISTERS[number], word)
        if with_floats:
            self._unstack_floats(pointer + 4 * _BASIC_WORDS)
        engine.set_register(cpu.PSP if process_stack else cpu.MSP, pointer + size)
        engine.set_register(cpu.XPSR, words[7] & ~_STACKED_ALIGNED & 0xFFFFFFFF)
        if to_thread:
            control = engine.register(cpu.CONTROL) & ~(_SPSEL | _FPCA)
            control |= (_SPSEL if process_stack else 0) | (_FPCA if with_floats else 0)
            engine.set_register(cpu.CONTROL, control)
        engine.set_register(cpu.LR, words[5])
        return words[6] & ~1

    def fault(self, exception: int, status: tuple[str, ...], address: int | None, pc: int) -> int:
        """Raises a fault at an instruction; gives the handler's address.

        It escalates to a HardFault where its own handler is off or may not preempt, and to a
        lockup inside HardFault and NMI.
        """
        scb = self._scb
        scb.set(CFSR, scb.get(CFSR) | CFSR.mask(*status))
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
            scb.set(HFSR, scb.get(HFSR) | HFSR.mask("FORCED"))
        return self.enter(HARD_FAULT, pc)

    def _note_address(self, exception: int, address: int) -> None:
        if exception == BUS_FAULT:
            self._scb.set(BFAR, address)
            self._scb.set(CFSR, self._scb.get(CFSR) | CFSR.mask("BFARVALID"))
        elif exception == MEM_MANAGE:
            self._scb.set(MMFAR, address)
            self._scb.set(CFSR, self._scb.get(CFSR) | CFSR.mask("MMARVALID"))

    def _vector(self, exception: int) -> int:
        table = self._scb.get(VTOR)
        entry = self._engine.read_memory(table + 4 * exception, 4)
        if entry is None:
            raise Lockup(f"the vector table at 0x{table:08X} cannot be read")
        target = int.from_bytes(entry, "little")
        if not target & 1:
            raise Lockup(f"vector {exception} holds 0x{target:08X}, which is no Thumb address")
        return target & ~1

    def _stack(self, return_address: int, with_floats: bool) -> bool:
        """Writes the frame; whether all of it could be written. The pointer moves in any case."""
        engine = self._engine
        top = engine.register(cpu.SP)
        size = 4 * (_BASIC_WORDS + (_FLOAT_WORDS if with_floats else 0))
        aligned = self._scb.field(CCR, "STKALIGN") or with_floats
        padded = bool(aligned and top & 4)
        pointer = (top - size) & (~7 if aligned else ~3)
        core = [engine.register(cpu.CORE_REGISTERS[n]) for n in (0, 1, 2, 3, 12, 14)]
        xpsr = engine.register(cpu.XPSR) & ~_STACKED_ALIGNED
        words = [*core, return_address, xpsr | (_STACKED_ALIGNED if padded else 0)]
        if with_floats:
            words += [engine.register(cpu.S0 + n) for n in range(16)]
            words += [engine.register(cpu.FPSCR), 0]
        data = b"".join(word.to_bytes(4, "little") for word in words)
        engine.set_register(cpu.SP, pointer)
        return bool(engine.write_memory(pointer, data))

    def _unstack_floats(self, pointer: int) -> None:
        data = self._engine.read_memory(pointer, 68)
        if data is None:
            raise Lockup(f"the stack at 0x{pointer:08X} cannot be read on exception return")
        words = [int.from_bytes(data[4 * n : 4 * n + 4], "little") for n in range(17)]
        for number, word in enumerate(words[:16]):
            self._engine.set_register(cpu.S0 + number, word)
        self._engine.set_register(cpu.FPSCR, words[16])


__all__ = ["BUS_FAULT", "EXIT_CYCLES", "USAGE_FAULT", "Exceptions", "Lockup"]
