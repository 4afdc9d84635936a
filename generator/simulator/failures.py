"""What becomes of an access or a fetch at which the emulator has stopped."""

from generator.simulator import cpu
from generator.simulator.buffered_stores import BufferedStores
from generator.simulator.engine import Engine
from generator.simulator.exception_unit import ExceptionUnit
from generator.simulator.execution import Execution
from generator.simulator.instruction import Instruction
from generator.simulator.interrupts import BUS_FAULT, HARD_FAULT, MEM_MANAGE
from generator.simulator.peripherals.scb import Scb
from generator.simulator.protection import Protection
from generator.simulator.stops import Stop, StopReason
from generator.simulator.system import System

_RETURN_ADDRESSES = 0xFFFFFFE0
_NEVER_EXECUTED = (range(0x40000000, 0x60000000), range(0xA0000000, 1 << 32))


class Failures:
    """The accesses and fetches of one core that its memories refuse."""

    def __init__(
        self,
        system: System,
        engine: Engine,
        execution: Execution,
        exceptions: ExceptionUnit,
        protection: Protection,
        stores: BufferedStores,
        scb: Scb,
    ) -> None:
        self._system = system
        self._engine = engine
        self._execution = execution
        self._exceptions = exceptions
        self._protection = protection
        self._stores = stores
        self._scb = scb
        system.bus_error = self.fail_on_bus

    def access(self, stop: Stop) -> Stop | None:
        """A load or store at which the emulator has stopped.

        Gives the next stop where the access was let through, else None.
        """
        loads = stop.reason is StopReason.READ
        instruction = self._execution.instruction(stop.pc)
        if instruction is None:
            self._exceptions.fault(BUS_FAULT, "PRECISERR", address=stop.address)
            return None
        accessed = self._execution.locator.extent(instruction)
        forbidden = self._protection.forbidden(accessed, loads=loads)
        if forbidden is not None:
            self._exceptions.fault(MEM_MANAGE, "DACCVIOL", address=forbidden)
        elif self._protection.holds(accessed, loads=loads):
            return self._let_through(instruction, accessed, loads=loads)
        elif not loads and self._programs(instruction, accessed):
            self._execution.pc = self._stores.retire(instruction)
        elif not loads and self._stores.takes(instruction):
            self._execution.pc = self._stores.retire(instruction)
            self._fail_later()
        else:
            self._exceptions.fault(BUS_FAULT, "PRECISERR", address=stop.address)
        return None

    def fetch(self, stop: Stop) -> None:
        """Instructions are fetched where there are none, or none may run."""
        if stop.pc >= _RETURN_ADDRESSES and self._engine.register(cpu.IPSR):
            self._exceptions.leave(stop.pc | 1)
            return
        self._execution.pc = (stop.address or stop.pc) & ~1
        if _may_execute(self._execution.pc) and self._protection.rights(self._execution.pc).execute:
            self._exceptions.fault(BUS_FAULT, "IBUSERR")
        else:
            self._exceptions.fault(MEM_MANAGE, "IACCVIOL")

    def _let_through(
        self, instruction: Instruction, accessed: range, *, loads: bool
    ) -> Stop | None:
        """An access to a page that is shut only because of others."""
        watchpoint = self._protection.watching(accessed, loads=loads)
        if watchpoint is not None and self._protection.passing != instruction.address:
            self._protection.on_hit(watchpoint)
            return None
        with self._protection.opened(accessed):
            return self._execution.run_alone(instruction)

    def _programs(self, store: Instruction, accessed: range) -> bool:
        """Whether the flash interface takes a store."""
        _, register = store.operands[0]
        if register < 0:
            return False
        value = self._engine.register(cpu.CORE_REGISTERS[register])
        return self._system.store_to_flash(accessed.start, len(accessed), value)

    def _fail_later(self) -> None:
        """An imprecise fault waits for its turn where its handler is on: DDI0403E, B1.5.14."""
        self._execution.counter.instructions += 1
        self._execution.pass_cycles(1)
        if BUS_FAULT in self._system.interrupts.faults_enabled:
            self.fail_on_bus()
        else:
            self._exceptions.fault(BUS_FAULT, "IMPRECISERR")

    def fail_on_bus(self) -> None:
        """A store has failed behind the write buffer."""
        self._scb.note_fault("IMPRECISERR")
        if BUS_FAULT in self._system.interrupts.faults_enabled:
            self._system.pend(BUS_FAULT)
        else:
            self._scb.note_escalation()
            self._system.pend(HARD_FAULT)


def _may_execute(address: int) -> bool:
    """Not from devices and the system's space, with or without an MPU: DDI0403E, B3.1."""
    return not any(address in region for region in _NEVER_EXECUTED)
