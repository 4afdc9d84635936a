"""The processor at work: runs blocks, counts them, takes exceptions and raises faults."""

from generator.simulator import engine as cpu
from generator.simulator.access import AccessLocator
from generator.simulator.buffered_stores import BufferedStores
from generator.simulator.bus import Bus
from generator.simulator.calls import CallWatch
from generator.simulator.chip import CorePeripherals
from generator.simulator.clockwork import NEVER
from generator.simulator.cost_cache import CostCache
from generator.simulator.counting import HUNDREDTHS
from generator.simulator.decode import Kind
from generator.simulator.edges import Edges
from generator.simulator.engine import Engine, Stop, StopReason
from generator.simulator.exceptions import FLOAT_FRAME_CYCLES, TAIL_CHAIN_CYCLES, Exceptions
from generator.simulator.idle import IdleDetector, Moment, loops_without_storing, turn_of_waiting
from generator.simulator.interrupts import BUS_FAULT, HARD_FAULT, MEM_MANAGE, SVCALL, USAGE_FAULT
from generator.simulator.legality import Abilities
from generator.simulator.memories import Memories
from generator.simulator.native_counting import counter
from generator.simulator.peripherals.mpu import ALL, Rights
from generator.simulator.protection import Protection
from generator.simulator.system import System
from generator.simulator.timing.model import TimingModel, floats_at

_SVC, _BREAKPOINT, _EXCEPTION_RETURN, _STACK_LIMIT = 2, 7, 8, 19
_IT_REACH_BYTES = 18  # an IT and four instructions of four bytes
_WFI = b"\x30\xbf"


class Processor:
    """One core executing from its memories.

    pc: where it goes on. edges: the costs of its blocks, and its breakpoints. at_breakpoint: it
    has stopped at one. debugged: BKPT stops it, too, instead of being a fault.
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
        self.edges = Edges(timing, core.scb, abilities, costs)
        self._exceptions = Exceptions(engine, system.interrupts, core.scb, core.floats)
        self._stores = BufferedStores(engine, core.auxiliary)
        if core.mpu is not None:
            self._protection = Protection(system, engine, core.mpu)
            self._exceptions.may_write = lambda address: self._rights(address).write
        self.watch = CallWatch(engine)
        self.counter = counter(engine, self.edges.edge, self._enter_watched, native=native)
        self._locator = AccessLocator(lambda n: engine.register(cpu.CORE_REGISTERS[n]))
        self._idle = IdleDetector(self._moment, self._counts, self._skip)
        self.pc = 0
        self.at_breakpoint = False
        self.debugged = False
        self._limit_ps = NEVER
        self._running = False
        self._sleeping = False
        self._accesses = 0
        self._entered_at = -1
        system.cycles = self.cycles
        system.program_counter = self.program_counter
        system.agenda_changed = self._update_deadline
        system.bus_error = self._fail_on_bus
        core.scb.on_coprocessor_change = self.configure_flash

    # --- time -----------------------------------------------------------------------------------

    def cycles(self) -> int:
        """Cycles since power-on, to the instruction while one accesses a peripheral."""
        cost = self.counter.cycles
        if self._running:
            cost += self._timing.until(*self._block(), self.program_counter())[0]
        return cost // HUNDREDTHS

    def program_counter(self) -> int:
        """The instruction being executed, as well as it is known."""
        if not self._running:
            return self.pc
        block, size = self._block()
        found = self._locator.program_counter(self._timing.block(block, size))
        return block if found is None else found

    def _block(self) -> tuple[int, int]:
        return self.counter.block, self.counter.block_size

    def _counts(self) -> tuple[int, int]:
        return self.counter.cycles, self.counter.instructions

    def _moment(self) -> Moment:
        block = self._timing.block(*self._block())
        turn = len(block) if loops_without_storing(block) else 0
        memory = () if turn else self._memories.ram_contents()
        place = (self.counter.block, self._locator.position)
        return Moment(place, self._engine.registers(), memory, turn)

    def _skip(self, cost: int, instructions: int) -> None:
        # The last turn begins before the deadline: at it the emulator would have stopped.
        turns = (self.counter.deadline - 1 - self.counter.cycles) // cost
        if turns > 0:
            self.counter.cycles += turns * cost
            self.counter.instructions += turns * instructions

    def skip_waiting(self, limit_ps: int) -> None:
        """Lets time pass at once up to the next event where only memory is polled meanwhile."""
        self._limit_ps = limit_ps
        self._update_deadline()
        if self._sleeping or self.counter.stop_on_unmask:
            return
        deadline = self.counter.deadline
        turn = turn_of_waiting(
            lambda: self._advance(deadline),
            self._engine.registers,
            self._memories.ram_contents,
            self._counts,
        )
        self._update_deadline()
        if turn is not None and turn[0] > 0:
            self._skip(*turn)

    def _advance(self, deadline: int) -> bool:
        """Executes one block; whether it left peripherals alone, and it is not yet that late."""
        accesses = self._accesses
        self.counter.deadline = self.counter.cycles + 1
        self._handle(self._run())
        computed = self._accesses == accesses and not (self._sleeping or self.at_breakpoint)
        return computed and self.counter.cycles < deadline

    def _pass(self, cycles: int) -> None:
        self.counter.cycles += cycles * HUNDREDTHS

    def _update_deadline(self) -> None:
        """The emulator stops for the next event, or at once for an exception."""
        due_ps = min(self._system.clockwork.next_due_ps(), self._limit_ps)
        deadline = min(self._system.clockwork.cycles_at(due_ps) * HUNDREDTHS, NEVER)
        waiting = self._system.interrupts.has_candidate()
        self.counter.stop_on_unmask = waiting
        if waiting and self._next_exception() is not None:
            deadline = 0
        self.counter.deadline = deadline
        self.counter.stop_on_floats = self._exceptions.frames.floats_pending
        self._idle.disturb()

    # --- accesses to peripherals ----------------------------------------------------------------

    def read_io(self, address: int, size: int) -> int:
        """The processor reads a peripheral."""
        self._accesses += 1
        self._locator.note(self._execution(), address, writes=False)
        value = self._bus.read(address, size)
        self._idle.observe(address, value)
        return value

    def write_io(self, address: int, size: int, value: int) -> None:
        """The processor writes a peripheral."""
        self._accesses += 1
        self._locator.note(self._execution(), address, writes=True)
        self._idle.disturb()
        self._bus.write(address, size, value)

    def _execution(self) -> int:
        return self.counter.instructions << 32 | self.counter.block

    # --- running --------------------------------------------------------------------------------

    def reset(self) -> None:
        """Starts from the vector table in flash."""
        table = self._engine.read_memory(self._core.scb.vector_table, 8) or bytes(8)
        for number in cpu.CORE_REGISTERS[:13]:
            self._engine.set_register(number, 0)
        for number in (cpu.CONTROL, cpu.PRIMASK, cpu.BASEPRI, cpu.FAULTMASK):
            self._engine.set_register(number, 0)
        self._engine.set_register(cpu.XPSR, 1 << 24)
        self._engine.set_register(cpu.MSP, int.from_bytes(table[:4], "little") & ~3)
        self._engine.set_register(cpu.LR, 0xFFFFFFFF)
        self.pc = int.from_bytes(table[4:], "little") & ~1
        self._sleeping = False
        self.counter.block = 0
        self._entered_at = -1
        self.watch.forget_open_calls(self.counter)
        self.configure_flash()

    def configure_flash(self) -> None:
        """Costs are others from now on: wait states or the coprocessor access have changed."""
        self.edges.follow_setup()
        self.counter.configure(self._timing.flash.data)

    def step(self, limit_ps: int) -> None:
        """Runs up to the next event, exception or fault, at most to a time."""
        self._limit_ps = limit_ps
        self._take_exceptions()
        self._update_deadline()
        if self._sleeping:
            self._sleep()
            return
        self._handle(self._run())

    def step_instruction(self) -> None:
        """Executes one instruction, or an IT and all that it covers; interrupts wait.

        Time passes, and what has become due happens when `step` runs the next time.
        """
        self._sleeping = False
        kept, self.edges.breakpoints = self.edges.breakpoints, set()
        self.counter.deadline, self.counter.stop_on_unmask = NEVER, 0
        if floats_at(self._timing.block(self.pc, _IT_REACH_BYTES)) == self.pc:
            self._preserve_floats()
        self.counter.stop_on_floats = 0
        self._running = True
        try:
            stop = self._engine.step(self.pc, self._covered(self.pc))
        finally:
            self._running = False
            self.edges.breakpoints = kept
        self._settle(stop)
        self._handle(stop)

    def _covered(self, pc: int) -> tuple[int, ...]:
        """Where the instructions lie that an IT makes conditional."""
        block = self._timing.block(pc, _IT_REACH_BYTES)
        if not block or block[0].kind is not Kind.IT:
            return ()
        return tuple(i.address for i in block[1 : len(block[0].name)])

    def _sleep(self) -> None:
        """WFI: time passes to the next event in one step."""
        if self._system.interrupts.has_candidate():
            self._sleeping = False
            return
        self.counter.cycles = max(self.counter.cycles, self.counter.deadline)

    def _take_exceptions(self) -> None:
        exception = self._next_exception()
        if exception is None:
            return
        self._sleeping = False
        if self._entered_at == self.counter.instructions:
            self.pc = self._exceptions.arrive_late(exception)
            return
        self.pc = self._exceptions.enter(exception, self.pc)
        self._pass(self._timing.entry_cycles + self._exceptions.entry_float_cycles())
        self._entered_at = self.counter.instructions

    def _next_exception(self) -> int | None:
        interrupts = self._system.interrupts
        if not interrupts.has_candidate():
            return None
        return interrupts.next_exception(self._exceptions.execution_priority())

    def _settle(self, stop: Stop) -> None:
        """Counts what the last block has done of itself; the next one starts afresh."""
        block, size = self._block()
        if stop.reason is StopReason.REQUESTED and not block <= stop.pc < block + size:
            cost, instructions = self._timing.leaving(block, size, stop.pc)
        else:
            cost, instructions = self._timing.until(block, size, stop.pc)
        self.counter.cycles += cost
        self.counter.instructions += instructions
        self.counter.block = self.counter.block_size = 0
        self.pc = stop.pc

    def _handle(self, stop: Stop) -> None:
        if stop.reason is StopReason.REQUESTED:
            self._handle_request()
        elif stop.reason is StopReason.EXCEPTION:
            self._handle_exception(stop)
        elif stop.reason is StopReason.UNDEFINED:
            self._fault(USAGE_FAULT, "UNDEFINSTR")
        elif stop.reason is StopReason.FETCH:
            self._handle_fetch(stop)
        else:
            self._handle_access(stop)

    def _handle_access(self, stop: Stop) -> None:
        """A read or write where there is nothing, or where the MPU forbids it.

        Of a forbidden one the emulator does not tell the address.
        """
        reads = stop.reason is StopReason.READ
        instruction = self._timing.block(stop.pc, 4)[0]
        for address in self._locator.span(instruction):
            rights = self._rights(address)
            if not (rights.read if reads else rights.write):
                self._fault(MEM_MANAGE, "DACCVIOL", address=address)
                return
        if not reads and self._stores.takes(instruction):
            self.pc = self._stores.retire(instruction)
            self._fail_later()
        else:
            self._fault(BUS_FAULT, "PRECISERR", address=stop.address)

    def _fail_later(self) -> None:
        """An imprecise fault waits for its turn where its handler is on: DDI0403E, B1.5.14."""
        self.counter.instructions += 1
        self._pass(1)
        if BUS_FAULT in self._system.interrupts.faults_enabled:
            self._fail_on_bus()
        else:
            self._fault(BUS_FAULT, "IMPRECISERR")

    def _fail_on_bus(self) -> None:
        """A store has failed behind the write buffer."""
        scb = self._core.scb
        scb.note_fault("IMPRECISERR")
        if BUS_FAULT in self._system.interrupts.faults_enabled:
            self._system.pend(BUS_FAULT)
        else:
            scb.note_escalation()
            self._system.pend(HARD_FAULT)

    def _rights(self, address: int) -> Rights:
        return ALL if self._core.mpu is None else self._core.mpu.rights(address)

    def _handle_request(self) -> None:
        edges = self.edges
        if edges.break_at is not None:
            address, edges.break_at = edges.break_at, None
            self._run_to_breakpoint(address)
            return
        if edges.undefined_at is not None:
            address, edges.undefined_at = edges.undefined_at, None
            self._run_to_fault(address, edges.undefined_status(address))
            return
        if self.counter.misaligned_at:
            address, self.counter.misaligned_at = self.counter.misaligned_at, 0
            self._run_to_fault(address, "UNALIGNED")
            return
        if self.counter.floats_at:
            address, self.counter.floats_at = self.counter.floats_at, 0
            self._run_to_floats(address)
            return
        before = self._engine.read_memory(self.pc - 2, 2)
        if before == _WFI and self.counter.cycles < self.counter.deadline:
            self._sleeping = True

    def _run_to_breakpoint(self, address: int) -> None:
        if self.pc != address:
            stop = self._run(until=address)
            if stop.pc != address or stop.reason is not StopReason.REQUESTED:
                self._handle(stop)
                return
        self.at_breakpoint = True

    def _run_to_fault(self, address: int, status: str) -> None:
        """Executes a block up to an instruction that faults, although the emulator would run it."""
        if self.pc != address:
            self.counter.ignore_alignment = 1
            stop = self._run(until=address)
            self.counter.ignore_alignment = 0
            if stop.pc != address or stop.reason is not StopReason.REQUESTED:
                self._handle(stop)
                return
        self._fault(USAGE_FAULT, status)

    def _run_to_floats(self, address: int) -> None:
        """Executes a block up to its first use of the registers that wait to be stored."""
        if self.pc != address:
            self.counter.stop_on_floats = 0
            stop = self._run(until=address)
            if stop.pc != address or stop.reason is not StopReason.REQUESTED:
                self._handle(stop)
                return
        self._preserve_floats()

    def _preserve_floats(self) -> None:
        frames = self._exceptions.frames
        if not frames.floats_pending:
            return
        self._pass(FLOAT_FRAME_CYCLES)
        if not frames.preserve_floats():
            self._fault(BUS_FAULT, "LSPERR")

    def _run(self, until: int | None = None) -> Stop:
        self._running = True
        try:
            stop = self._engine.run(self.pc, until)
        finally:
            self._running = False
        self._settle(stop)
        return stop

    def _handle_exception(self, stop: Stop) -> None:
        if stop.number == _SVC:
            self._system.interrupts.pend(SVCALL)
            if self._next_exception() != SVCALL:
                self._system.interrupts.clear(SVCALL)
                self._fault(HARD_FAULT)  # SVC where it cannot be taken: B1.5.6
        elif stop.number == _EXCEPTION_RETURN:
            self._return(stop.pc | 1)
        elif stop.number == _BREAKPOINT and self.debugged:
            self.at_breakpoint = True
        elif stop.number == _BREAKPOINT:
            self._system.report(f"BKPT at 0x{stop.pc:08X} without a debugger.")
            self._fault(HARD_FAULT)
        elif stop.number == _STACK_LIMIT:
            self._fault(USAGE_FAULT, "STKOF")
        else:
            self._fault(USAGE_FAULT, "UNDEFINSTR")

    def _handle_fetch(self, stop: Stop) -> None:
        if stop.pc >= 0xFFFFFFE0:
            self._return(stop.pc | 1)
        else:
            self.pc = (stop.address or stop.pc) & ~1
            if self._rights(self.pc).execute:
                self._fault(BUS_FAULT, "IBUSERR")
            else:
                self._fault(MEM_MANAGE, "IACCVIOL")

    def _return(self, exc_return: int) -> None:
        self._entered_at = -1
        self._exceptions.finish()
        exception = self._next_exception()
        if exception is not None:
            self.pc = self._exceptions.chain(exception, exc_return)
            self._pass(TAIL_CHAIN_CYCLES)
            return
        self.pc, cycles = self._exceptions.leave(exc_return)
        self._pass(cycles)

    def _fault(self, exception: int, *status: str, address: int | None = None) -> None:
        self._entered_at = -1
        self.pc = self._exceptions.fault(exception, status, address, self.pc)
        self._pass(self._timing.entry_cycles + self._exceptions.entry_float_cycles())

    def _enter_watched(self, block: int) -> None:
        self.watch.entered(self.counter, block)
