"""The processor at work: runs blocks, takes exceptions, and sees to whatever stops it."""

import struct
from collections.abc import Callable

from generator.simulator import cpu
from generator.simulator.buffered_stores import BufferedStores
from generator.simulator.bus import Bus
from generator.simulator.chip import CorePeripherals
from generator.simulator.clockwork import NEVER, PICOSECONDS
from generator.simulator.cost_cache import CostCache
from generator.simulator.counting import HUNDREDTHS
from generator.simulator.edges import Cause, Edges, Refusal
from generator.simulator.engine import Engine
from generator.simulator.exception_unit import ExceptionUnit
from generator.simulator.exceptions import Exceptions
from generator.simulator.execution import Execution
from generator.simulator.failures import Failures
from generator.simulator.idle import IdleDetector, Moment, loops_without_storing, turn_of_waiting
from generator.simulator.instruction import Instruction, Kind
from generator.simulator.interrupts import HARD_FAULT, MEM_MANAGE, USAGE_FAULT
from generator.simulator.legality import Abilities
from generator.simulator.memories import Memories
from generator.simulator.protection import Protection
from generator.simulator.stops import Stop, StopReason
from generator.simulator.system import System
from generator.simulator.timing.model import TimingModel, floats_at
from generator.simulator.watchpoints import Watchpoint

_SVC, _BREAKPOINT, _EXCEPTION_RETURN, _STACK_LIMIT = 2, 7, 8, 19
_THUMB = 1 << 24
_IT_REACH_BYTES = 18  # an IT and four instructions of four bytes
_WFI = b"\x30\xbf"


class Processor:
    """One core executing from its memories.

    execution: where it is, and its counts. edges: the costs of its blocks, and its breakpoints.
    protection: what it may access, and its watchpoints. halted: it stands at a breakpoint or a
    watchpoint; watchpoint: the one it is about to hit. debugged: BKPT halts it, too, instead of
    being a fault.
    """

    def __init__(
        self,
        system: System,
        engine: Engine,
        core: CorePeripherals,
        bus: Bus,
        *,
        memories: Memories,
        timing: TimingModel,
        abilities: Abilities,
        costs: CostCache,
        native: bool,
    ) -> None:
        self._system = system
        self._engine = engine
        self._core = core
        self._bus = bus
        self._memories = memories
        self._timing = timing
        self.protection = Protection(engine, core.mpu)
        self.protection.on_change = self.configure_flash
        self.edges = Edges(timing, core.scb, abilities, costs, self.protection)
        self.execution = Execution(engine, timing, self.edges, native=native)
        exceptions = Exceptions(engine, system.interrupts, core.scb, core.floats)
        exceptions.may_write = lambda address: self.protection.rights(address).write
        self._exceptions = ExceptionUnit(system, self.execution, exceptions, timing, core.mpu)
        stores = BufferedStores(engine, core.auxiliary)
        self._failures = Failures(
            system, engine, self.execution, self._exceptions, self.protection, stores, core.scb
        )
        self.protection.on_hit = self._halt_at_watchpoint
        self._idle = IdleDetector(self._moment, self.execution.counts, self.execution.skip)
        self.halted = False
        self.watchpoint: Watchpoint | None = None
        self.debugged = False
        self._limit_ps = NEVER
        self._sleeping = False
        self._accesses = 0
        system.cycles = self.execution.cycles
        system.program_counter = self.execution.program_counter
        system.agenda_changed = self._update_deadline
        system.stall = self._stall
        core.scb.on_coprocessor_change = self.configure_flash

    # --- time -----------------------------------------------------------------------------------

    def skip_waiting(self, limit_ps: int) -> None:
        """Lets time pass at once up to the next event where only memory is polled meanwhile."""
        self._limit_ps = limit_ps
        self._update_deadline()
        counter = self.execution.counter
        if self._sleeping or counter.stop_on_unmask:
            return
        deadline = counter.deadline
        turn = turn_of_waiting(
            lambda: self._advance(deadline),
            self._engine.registers,
            self._memories.ram_contents,
            self.execution.counts,
        )
        self._update_deadline()
        if turn is not None and turn[0] > 0:
            # The last turn begins before the deadline: at it the emulator would have stopped.
            self.execution.skip(*turn)

    def _advance(self, deadline: int) -> bool:
        """Executes one block; whether it left peripherals alone, and it is not yet that late."""
        accesses, counter = self._accesses, self.execution.counter
        counter.deadline = counter.cycles + 1
        self._handle(self.execution.run())
        computed = self._accesses == accesses and not (self._sleeping or self.halted)
        return computed and counter.cycles < deadline

    def _moment(self) -> Moment:
        block = self._timing.block(*self.execution.block)
        turn = len(block) if loops_without_storing(block) else 0
        memory = () if turn else self._memories.ram_contents()
        place = (self.execution.counter.block, self.execution.locator.position)
        return Moment(place, self._engine.registers(), memory, turn)

    def _update_deadline(self) -> None:
        """The emulator stops for the next event, or at once for an exception."""
        due_ps = min(self._system.clockwork.next_due_ps(), self._limit_ps)
        deadline = min(self._system.clockwork.cycles_at(due_ps) * HUNDREDTHS, NEVER)
        waiting = self._system.interrupts.has_candidate()
        counter = self.execution.counter
        counter.stop_on_unmask = waiting
        if waiting and self._exceptions.next_exception() is not None:
            deadline = 0
        counter.deadline = deadline
        counter.stop_on_floats = self._exceptions.floats_pending
        self._idle.disturb()

    def _stall(self, duration_ps: int) -> None:
        """The flash cannot be read: time passes where the next instruction comes from there."""
        if self._timing.is_fixed(self._system.program_counter()):
            hz = self._system.clockwork.hz
            self.execution.pass_cycles(-(-duration_ps * hz // PICOSECONDS))

    # --- accesses to peripherals ----------------------------------------------------------------

    def read_io(self, address: int, size: int) -> int:
        """The processor reads a peripheral."""
        self._accesses += 1
        self.execution.locator.note(self.execution.serial_number(), address, writes=False)
        value = self._bus.read(address, size)
        self._idle.observe(address, value)
        return value

    def write_io(self, address: int, size: int, value: int) -> None:
        """The processor writes a peripheral."""
        self._accesses += 1
        self.execution.locator.note(self.execution.serial_number(), address, writes=True)
        self._idle.disturb()
        self._bus.write(address, size, value)

    # --- running --------------------------------------------------------------------------------

    def reset(self) -> None:
        """Starts from the vector table in flash."""
        table = self._engine.read_memory(self._core.scb.vector_table, 8) or bytes(8)
        self.execution.restart(*struct.unpack("<II", table))
        self._sleeping = False
        self._exceptions.reset()
        self.configure_flash()

    def configure_flash(self) -> None:
        """Costs are others from now on: wait states or the coprocessor access have changed."""
        self.edges.follow_setup()
        self.execution.counter.configure(self._timing.flash.data)

    def step(self, limit_ps: int) -> None:
        """Runs up to the next event, exception or fault, at most to a time."""
        self._limit_ps = limit_ps
        if self._exceptions.take():
            self._sleeping = False
        self._update_deadline()
        if self._sleeping:
            self._sleep()
        else:
            self._handle(self.execution.run())

    def step_instruction(self) -> None:
        """Executes one instruction, or an IT and all that it covers; interrupts wait.

        The first may hit a watchpoint that has halted it before. Time passes, and what has become
        due happens when `step` runs the next time.
        """
        pc = self.execution.pc
        self.protection.passing = None if self.watchpoint is None else pc
        self._sleeping, self.halted, self.watchpoint = False, False, None
        block = self._timing.block(pc, _IT_REACH_BYTES)
        if floats_at(block) == pc:
            self._exceptions.preserve_floats()
        self.execution.counter.stop_on_floats = 0
        self._step_over(self.execution.instruction(pc))
        self.protection.passing = None
        covered = block[1 : len(block[0].name)] if block and block[0].kind is Kind.IT else ()
        for instruction in covered:
            if self.execution.pc == instruction.address and not self.halted:
                self._step_over(instruction)

    def _step_over(self, instruction: Instruction | None) -> None:
        self._handle(self.execution.run_alone(instruction))

    def _sleep(self) -> None:
        """WFI: time passes to the next event in one step."""
        counter = self.execution.counter
        if self._system.interrupts.has_candidate():
            self._sleeping = False
            return
        counter.cycles = max(counter.cycles, counter.deadline)

    def _handle(self, stop: Stop) -> None:
        further: Stop | None = stop
        while further is not None:
            further = self._answer(further)

    def _answer(self, stop: Stop) -> Stop | None:
        """Sees to a stop; gives the next one where the processor has run on meanwhile."""
        if stop.reason is StopReason.REQUESTED:
            return self._answer_request()
        if stop.reason in (StopReason.READ, StopReason.WRITE):
            return self._failures.access(stop)
        if stop.reason is StopReason.EXCEPTION:
            self._answer_exception(stop)
        elif stop.reason is StopReason.UNDEFINED:
            in_thumb = self._engine.register(cpu.XPSR) & _THUMB
            self._exceptions.fault(USAGE_FAULT, "UNDEFINSTR" if in_thumb else "INVSTATE")
        else:
            self._failures.fetch(stop)
        return None

    def _answer_exception(self, stop: Stop) -> None:
        if stop.number == _SVC:
            self._exceptions.call_supervisor()
        elif stop.number == _EXCEPTION_RETURN:
            self._failures.fetch(stop)
        elif stop.number == _BREAKPOINT and self.debugged:
            self.halted = True
        elif stop.number == _BREAKPOINT:
            self._system.report(f"BKPT at 0x{stop.pc:08X} without a debugger.")
            self._exceptions.fault(HARD_FAULT)
        elif stop.number == _STACK_LIMIT:
            self._exceptions.fault(USAGE_FAULT, "STKOF")
        else:
            self._exceptions.fault(USAGE_FAULT, "UNDEFINSTR")

    # --- stops before an instruction ------------------------------------------------------------

    def _answer_request(self) -> Stop | None:
        counter = self.execution.counter
        refusal = self.edges.take_refusal()
        if refusal is not None:
            return self._answer_refusal(refusal)
        if counter.misaligned_at:
            address, counter.misaligned_at = counter.misaligned_at, 0
            return self._run_to_fault(address, USAGE_FAULT, "UNALIGNED")
        if counter.floats_at:
            address, counter.floats_at = counter.floats_at, 0
            counter.stop_on_floats = 0
            return self._run_to(address, self._exceptions.preserve_floats)
        before = self._engine.read_memory(self.execution.pc - 2, 2)
        if before == _WFI and counter.cycles < counter.deadline:
            self._sleeping = True
        return None

    def _answer_refusal(self, refusal: Refusal) -> Stop | None:
        address = refusal.address
        if refusal.cause is Cause.BREAKPOINT:
            return self._run_to(address, self._halt)
        if refusal.cause is Cause.UNDEFINED:
            return self._run_to_fault(address, USAGE_FAULT, self.edges.undefined_status(address))
        return self._run_to_fault(address, MEM_MANAGE, "IACCVIOL")

    def _run_to_fault(self, address: int, exception: int, status: str) -> Stop | None:
        """Executes a block up to an instruction that faults, although the emulator would run it."""
        self.execution.counter.ignore_alignment = 1
        try:
            return self._run_to(address, lambda: self._exceptions.fault(exception, status))
        finally:
            self.execution.counter.ignore_alignment = 0

    def _run_to(self, address: int, act: Callable[[], None]) -> Stop | None:
        """Executes a block up to an instruction and does something there, if it comes that far."""
        if self.execution.pc != address:
            stop = self.execution.run(until=address)
            if stop.pc != address or stop.reason is not StopReason.REQUESTED:
                return stop
        act()
        return None

    def _halt(self) -> None:
        self.halted = True

    def _halt_at_watchpoint(self, watchpoint: Watchpoint) -> None:
        self.halted, self.watchpoint = True, watchpoint
