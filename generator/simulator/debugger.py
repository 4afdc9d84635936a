"""What a debug probe does to the simulated chip: halt, step, breakpoints, registers, memory."""

from collections.abc import Callable

from generator.simulator import cpu
from generator.simulator.bus import Bus
from generator.simulator.engine import Engine
from generator.simulator.frames import Lockup
from generator.simulator.memories import Memories
from generator.simulator.processor import Processor
from generator.simulator.watchpoints import Watchpoint

CORE_REGISTERS: tuple[tuple[str, int], ...] = (
    *((f"r{n}", number) for n, number in enumerate(cpu.CORE_REGISTERS[:13])),
    ("sp", cpu.SP),
    ("lr", cpu.LR),
    ("pc", cpu.PC),
    ("xpsr", cpu.XPSR),
)
SYSTEM_REGISTERS = (
    ("msp", cpu.MSP),
    ("psp", cpu.PSP),
    ("primask", cpu.PRIMASK),
    ("basepri", cpu.BASEPRI),
    ("faultmask", cpu.FAULTMASK),
    ("control", cpu.CONTROL),
)
FLOAT_REGISTERS = (*((f"s{n}", cpu.S0 + n) for n in range(32)), ("fpscr", cpu.FPSCR))


class Debugger:
    """A probe on the chip.

    io_ranges: (origin, size) of what is peripherals and not memory. restart: starts the chip
    anew. forget_code: to be called when code has changed. lock_up: told why the processor has
    stopped for good. locked_up: whether a step has done that.
    """

    def __init__(
        self,
        processor: Processor,
        engine: Engine,
        bus: Bus,
        memories: Memories,
        *,
        io_ranges: tuple[tuple[int, int], ...],
        restart: Callable[[], None],
        forget_code: Callable[[], None],
        lock_up: Callable[[str], None],
    ) -> None:
        self._processor = processor
        self._engine = engine
        self._bus = bus
        self._memories = memories
        self._io_ranges = io_ranges
        self._forget_code = forget_code
        self._lock_up = lock_up
        self.locked_up = False
        self._restart = restart

    # --- running ----------------------------------------------------------------------------------

    @property
    def stopped(self) -> bool:
        """Whether the processor stands at a breakpoint, a watchpoint or a BKPT."""
        return self._processor.halted

    @property
    def watchpoint(self) -> Watchpoint | None:
        """The watchpoint that the next instruction is about to hit, or None."""
        return self._processor.watchpoint

    def attach(self, attached: bool) -> None:
        """With a debugger BKPT halts, without one it is a fault."""
        self._processor.debugged = attached
        if not attached:
            self._processor.edges.breakpoints.clear()
            self._processor.configure_flash()
            self._processor.protection.watchpoints.clear()
            self._processor.protection.follow()
            self._processor.watchpoint = None

    def go_on(self) -> None:
        """Leaves the place that the processor stands at; time passes in `Machine.run`."""
        here = self._processor.execution.pc in self._processor.edges.breakpoints
        if here or self._processor.watchpoint is not None:
            self.step()
        else:
            self._processor.halted = False

    def step(self) -> None:
        """Executes one instruction, or an IT and all that it covers; interrupts wait."""
        try:
            self._processor.step_instruction()
        except Lockup as lockup:
            self.locked_up = True
            self._lock_up(str(lockup))

    def reset(self) -> None:
        """Starts the chip anew, also where the processor has locked up."""
        self.locked_up = False
        self._restart()

    def set_breakpoint(self, address: int, present: bool) -> None:
        """Stops before this instruction, or no longer does."""
        breakpoints = self._processor.edges.breakpoints
        if present:
            breakpoints.add(address & ~1)
        else:
            breakpoints.discard(address & ~1)
        self._processor.configure_flash()

    def set_watchpoint(self, watchpoint: Watchpoint, present: bool) -> bool:
        """Stops before an instruction that accesses this memory; False where there is none."""
        protection = self._processor.protection
        if not protection.holds(range(watchpoint.address, watchpoint.end), loads=True):
            return False
        if present:
            protection.watchpoints.add(watchpoint)
        else:
            protection.watchpoints.discard(watchpoint)
        protection.follow()
        return True

    # --- looking and changing ---------------------------------------------------------------------

    def register(self, number: int) -> int:
        """A register by its number in the engine."""
        if number == cpu.PC:
            return self._processor.execution.pc
        return self._engine.register(number)

    def set_register(self, number: int, value: int) -> None:
        """Writes a register."""
        if number == cpu.PC:
            self._processor.execution.pc = value & 0xFFFFFFFE
        else:
            self._engine.set_register(number, value)

    def read(self, address: int, size: int) -> bytes | None:
        """Memory or registers of peripherals; None where there is neither."""
        if self._is_io(address):
            return b"".join(self._bus.read(address + n, 1).to_bytes() for n in range(size))
        return self._engine.read_memory(address, size)

    def write(self, address: int, data: bytes) -> bool:
        """Writes RAM, or words, halves and bytes of peripherals; False where neither is."""
        if self._is_io(address):
            if len(data) not in (1, 2, 4):
                return False
            self._bus.write(address, len(data), int.from_bytes(data, "little"))
            return True
        written = self._engine.write_memory(address, data)
        self._forget_code()
        return written

    def program(self, address: int, data: bytes) -> bool:
        """Writes flash, as a flash tool would; False where there is none."""
        written = self._memories.program(address, data)
        self._forget_code()
        return written

    def _is_io(self, address: int) -> bool:
        return any(origin <= address < origin + size for origin, size in self._io_ranges)
