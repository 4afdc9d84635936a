"""Running blocks on the emulated core and counting what they cost."""

from generator.simulator import cpu, it_block
from generator.simulator.access import AccessLocator
from generator.simulator.calls import CallWatch
from generator.simulator.clockwork import NEVER
from generator.simulator.counting import HUNDREDTHS
from generator.simulator.edges import Edges
from generator.simulator.engine import Engine
from generator.simulator.instruction import Instruction, Kind
from generator.simulator.native_counting import counter
from generator.simulator.stops import Stop, StopReason
from generator.simulator.timing.model import TimingModel

_THUMB = 1 << 24
"""The bit T of xPSR."""


class Execution:
    """Where the core is, and the cycles and instructions that have brought it there.

    pc: where it goes on. counter: what it has taken. watch: calls of functions. locator: the
    instruction inside a block that accesses something.
    """

    def __init__(self, engine: Engine, timing: TimingModel, edges: Edges, *, native: bool) -> None:
        self._engine = engine
        self._timing = timing
        self._edges = edges
        self.watch = CallWatch(engine)
        self.counter = counter(engine, edges.edge, self._enter_watched, native=native)
        self.locator = AccessLocator(lambda n: engine.register(cpu.CORE_REGISTERS[n]))
        self.pc = 0
        self._running = False
        engine.refused.it_state_at = self.it_state_at

    # --- counts ---------------------------------------------------------------------------------

    @property
    def block(self) -> tuple[int, int]:
        """The address and size of the block being executed."""
        return self.counter.block, self.counter.block_size

    def cycles(self) -> int:
        """Cycles since power-on, to the instruction while one accesses a peripheral."""
        cost = self.counter.cycles
        if self._running:
            cost += self._timing.until(*self.block, self.program_counter())[0]
        return cost // HUNDREDTHS

    def program_counter(self) -> int:
        """The instruction being executed, as well as it is known."""
        if not self._running:
            return self.pc
        found = self.locator.program_counter(self._timing.block(*self.block))
        return self.counter.block if found is None else found

    def counts(self) -> tuple[int, int]:
        """(hundredths of cycles, instructions) up to the start of the block."""
        return self.counter.cycles, self.counter.instructions

    def serial_number(self) -> int:
        """Tells one run of a block from all others."""
        return self.counter.instructions << 32 | self.counter.block

    def pass_cycles(self, cycles: int) -> None:
        """Time passes without instructions."""
        self.counter.cycles += cycles * HUNDREDTHS

    def skip(self, cost: int, instructions: int) -> None:
        """Turns of a loop pass at once, as many as begin before the deadline."""
        turns = (self.counter.deadline - 1 - self.counter.cycles) // cost
        if turns > 0:
            self.counter.cycles += turns * cost
            self.counter.instructions += turns * instructions

    # --- running --------------------------------------------------------------------------------

    def restart(self, stack_pointer: int, entry: int) -> None:
        """The core's registers after a reset, with what the vector table says: DDI0403E, B1.5.5."""
        for number in cpu.CORE_REGISTERS[:13]:
            self._engine.set_register(number, 0)
        for number in (cpu.CONTROL, cpu.PRIMASK, cpu.BASEPRI, cpu.FAULTMASK):
            self._engine.set_register(number, 0)
        self._engine.set_register(cpu.XPSR, _THUMB)
        self._engine.set_register(cpu.MSP, stack_pointer & ~3)
        self._engine.set_register(cpu.LR, 0xFFFFFFFF)
        self.pc = entry & ~1
        self.counter.block = 0
        self.watch.forget_open_calls(self.counter)

    def instruction(self, address: int) -> Instruction | None:
        """The instruction at an address; None where there is none."""
        block = self._timing.block(address, 4) or self._timing.block(address, 2)
        return block[0] if block else None

    def it_state_at(self, pc: int) -> int:
        """The state of the IT block in which an instruction of this block stands; 0 for none."""
        state = 0
        for instruction in self._timing.block(*self.block):
            if instruction.address == pc:
                return state
            if instruction.kind is Kind.IT:
                code = self._engine.read_memory(instruction.address, 1)
                state = code[0] if code else 0
            else:
                state = it_block.advanced(state)
        return 0

    def run(self, until: int | None = None) -> Stop:
        """Runs until something stops it, or up to an instruction of this block."""
        stop = self._emulate(until)
        self._settle(stop)
        return stop

    def run_alone(self, instruction: Instruction | None) -> Stop:
        """Executes the one instruction at `pc`, whatever waits for the processor's attention.

        None: what lies there is no instruction; a fault will come of it. The deadline is spoiled:
        the next step sets it anew.
        """
        counter = self.counter
        counter.stop_on_unmask = 0
        # No block starts at an odd address: what this one costs is not taken for another's cost.
        counter.block, counter.block_size = self.pc | 1, 0
        self._edges.alone = True
        try:
            if instruction is None or instruction.ends_flow:
                counter.deadline = counter.cycles + 1  # reached at the next block
                stop = self._emulate(None)
            else:
                counter.deadline = NEVER
                stop = self._emulate(instruction.end)
        finally:
            self._edges.alone = False
            self._engine.forget_block(self.pc, self.pc + 4)
        self._settle(stop)
        return stop

    def _emulate(self, until: int | None) -> Stop:
        self._running = True
        try:
            return self._engine.run(self.pc, until)
        finally:
            self._running = False

    def _settle(self, stop: Stop) -> None:
        """Counts what the last block has done of itself; the next one starts afresh."""
        block, size = self.block
        if not size:
            cost, instructions = 0, 0
        elif self._has_left(stop, block, size):
            cost, instructions = self._timing.leaving(block, size, stop.pc)
        else:
            cost, instructions = self._timing.until(block, size, stop.pc)
        self.counter.cycles += cost
        self.counter.instructions += instructions
        self.counter.block = self.counter.block_size = 0
        self.pc = stop.pc

    @staticmethod
    def _has_left(stop: Stop, block: int, size: int) -> bool:
        return stop.reason is StopReason.REQUESTED and not block <= stop.pc < block + size

    def _enter_watched(self, block: int) -> None:
        if not self._edges.alone:  # what is executed alone has been entered before
            self.watch.entered(self.counter, block)
