"""A board on the host: runs the same ELF file that would be flashed."""

from collections.abc import Callable, Sequence
from pathlib import Path

from generator.boards.facts import Board, Part
from generator.closing import Closing
from generator.discover import module
from generator.errors import RequestError, ToolError
from generator.simulator import bit_band
from generator.simulator.bit_band import BitBand
from generator.simulator.bus import Bus
from generator.simulator.calls import Call
from generator.simulator.chip import (
    PRIVATE_BUS,
    Chip,
    core_peripherals,
    interrupt_controller,
)
from generator.simulator.clockwork import PICOSECONDS
from generator.simulator.cost_cache import CostCache
from generator.simulator.debugger import Debugger
from generator.simulator.desk import Desk
from generator.simulator.engine import Engine
from generator.simulator.exceptions import Lockup
from generator.simulator.image import load_image
from generator.simulator.injections import Injection
from generator.simulator.injector import Injector
from generator.simulator.legality import Abilities
from generator.simulator.memories import Memories
from generator.simulator.native_counting import NativeCounter
from generator.simulator.peripherals.crystal import Crystal
from generator.simulator.peripherals.serial_line import SerialLine
from generator.simulator.processor import Processor
from generator.simulator.system import System
from generator.simulator.timing.model import TimingModel
from generator.simulator.vcd import PinTrace
from generator.targets import target

_ANY_HZ = 1_000_000  # until the family's clock control sets the reset clock


class Machine(Closing):
    """A board that runs a firmware.

    line: the console's wire. reports: what a developer should know, e.g. a peripheral that was
    used without its clock. lockup: why the processor has stopped for good, or None. debugger: a
    probe that may halt it; `run` ends at a breakpoint.
    Raises RequestError for an ELF file that does not fit the board, ToolError for a board that
    cannot be simulated.
    """

    def __init__(
        self,
        board: Board,
        elf: Path,
        *,
        injections: Sequence[Injection] = (),
        native: bool = True,
    ) -> None:
        part = board.part
        self.board = board
        self.lockup: str | None = None
        self._image = load_image(elf)
        self._engine = Engine(part.core)
        self._system = System(_ANY_HZ, interrupt_controller(part))
        self.reports = self._system.reports
        self.line = SerialLine(self._system, board.console.baud)
        self._core = core_peripherals(self._system, part)
        self._crystal = _crystal(board)
        self._chip = _assemble(self._system, board, self.line, self._crystal)
        self._core.scb.vector_table = self._chip.vector_table
        self._core.scb.reset()
        self._peripherals = (*self._core.all(), *self._chip.peripherals)
        self._timing = TimingModel(part.core, self._engine.read_memory, self._chip.core_rules)
        self._memories = Memories(
            self._engine, part, self._image, self._chip.rom, self._chip.flash_alias
        )
        self._costs = CostCache(self._chip.core_rules or part.core, elf.read_bytes())
        self._processor = self._make_processor(native)
        self._map_peripherals()
        self._system.on_flash_change.append(self._follow_flash)
        self._system.read_flash = self._memories.flash_content
        self._system.request_reset = self._request_reset
        self._system.stop_clock = self._lock_up
        self._reset_requested = False
        self._closed = False
        self.debugger = self._make_debugger()
        self._system.write_flash = self.debugger.program
        self._timing.flash = self._chip.flash_timing()
        calls = self._processor.execution.watch
        self._injector = Injector(self._system, self._desk(), calls, injections)
        self._processor.reset()

    @property
    def cycles(self) -> int:
        """Processor cycles since power-on."""
        return self._processor.execution.cycles()

    @property
    def instructions(self) -> int:
        """Instructions executed since power-on."""
        return self._processor.execution.counter.instructions

    @property
    def seconds(self) -> float:
        """Simulated time since power-on."""
        return self._system.now_ps() / PICOSECONDS

    @property
    def core_hz(self) -> int:
        """The processor's clock now."""
        return self._system.clockwork.hz

    @property
    def calls(self) -> list[Call]:
        """The calls of watched functions that have returned, in order of their return."""
        return self._processor.execution.watch.calls

    @property
    def awaited(self) -> list[Injection]:
        """The faults whose moment has not come."""
        return self._injector.awaited

    @property
    def band_percent(self) -> float:
        """Simulated times are expected within this error of a board's: docs/timing.md."""
        return self._timing.band_percent

    @property
    def counts_natively(self) -> bool:
        """Whether cycles are summed in compiled code."""
        return isinstance(self._processor.execution.counter, NativeCounter)

    def watch_function(self, symbol: str) -> None:
        """Counts the calls of a function from now on; raises RequestError for an unknown one."""
        address = self._image.address_of(symbol)
        self._processor.execution.watch.watch(self._processor.execution.counter, symbol, address)

    def read_memory(self, address: int, size: int) -> bytes | None:
        """What lies in memory; None where there is none."""
        return self._engine.read_memory(address, size)

    def trace_pins(self) -> PinTrace:
        """Notes from now on what the output pins do."""
        return PinTrace(self._system, self._peripherals)

    def symbol(self, name: str) -> int:
        """The address of a symbol of the firmware; raises RequestError with near misses."""
        return self._image.address_of(name)

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Runs for a simulated time, or until a condition holds after an event."""
        if self._closed:
            raise ValueError("the machine is closed")
        limit_ps = self._system.now_ps() + int(seconds * PICOSECONDS)
        while not self._halted():
            self._system.clockwork.run_due(self._system.now_ps())
            if self._reset_requested:
                self._reset()
            if self._halted() or until() or self._system.now_ps() >= limit_ps:
                break
            try:
                self._processor.step(limit_ps)
            except Lockup as lockup:
                self._lock_up(str(lockup))

    def skip_waiting(self, seconds: float) -> None:
        """Lets at most so much simulated time pass at once while the firmware waits in a loop.

        Does nothing where it does anything else; cycles and instructions count as if executed.
        """
        self.run(0)
        if self._halted() or self._closed:
            return
        try:
            self._processor.skip_waiting(self._system.now_ps() + int(seconds * PICOSECONDS))
        except Lockup as lockup:
            self._lock_up(str(lockup))

    def _halted(self) -> bool:
        return self.lockup is not None or self.debugger.stopped

    def close(self) -> None:
        """Gives native memory back; the machine cannot run any more."""
        self._closed = True
        self._processor.execution.counter.close()
        self._costs.save()

    def _make_processor(self, native: bool) -> Processor:
        return Processor(
            self._system,
            self._engine,
            self._core,
            Bus(self._system, self._peripherals),
            memories=self._memories,
            timing=self._timing,
            abilities=_abilities(self.board.part),
            costs=self._costs,
            native=native,
        )

    def _make_debugger(self) -> Debugger:
        return Debugger(
            self._processor,
            self._engine,
            Bus(self._system, self._peripherals),
            self._memories,
            io_ranges=(*self._chip.io_ranges, PRIVATE_BUS),
            restart=self._power_cycle,
            forget_code=self._forget_code,
            lock_up=self._lock_up,
        )

    def _map_peripherals(self) -> None:
        processor = self._processor
        for origin, size in (*self._chip.io_ranges, PRIVATE_BUS):
            self._engine.map_io(origin, size, processor.read_io, processor.write_io)
        if self.board.part.core in bit_band.CORES:
            BitBand(self._engine, Bus(self._system, self._peripherals)).map()

    def _follow_flash(self) -> None:
        self._timing.flash = self._chip.flash_timing()
        self._processor.configure_flash()

    def _request_reset(self) -> None:
        self._reset_requested = True
        self._system.after(0, lambda: None)  # stops the processor at the next block

    def _lock_up(self, reason: str) -> None:
        self.lockup = reason
        self._system.report(f"The processor has locked up: {reason}.")

    def _reset(self) -> None:
        self._reset_requested = False
        self._reset_peripherals()
        self._chip.note_software_reset()
        self._restart()

    def _power_cycle(self) -> None:
        self.lockup = None
        self._reset_peripherals()  # the reset flags' own reset values are those of a power-on
        self._restart()

    def _reset_peripherals(self) -> None:
        self._system.interrupts.reset()
        for peripheral in self._peripherals:
            peripheral.reset()

    def _restart(self) -> None:
        self._follow_flash()
        self._processor.reset()

    def _forget_code(self) -> None:
        self._costs.retire()
        self._engine.forget_code()
        self._processor.configure_flash()

    def _desk(self) -> Desk:
        return Desk(
            self._crystal,
            self.line,
            self._memories,
            self._image,
            self._core.dwt,
            self._power_cycle,
            self._forget_code,
        )


def _abilities(part: Part) -> Abilities:
    core = target(part.core)
    return Abilities(thumb2=core.thumb2, dsp=core.dsp, fpu=part.fpu is not None)


def _crystal(board: Board) -> Crystal:
    wish = board.clock_wish
    return Crystal(wish.source_hz if wish.source.startswith("hse") else None)


def _assemble(system: System, board: Board, line: SerialLine, crystal: Crystal) -> Chip:
    try:
        family = module("generator.simulator.families", board.part.family, "simulated family")
    except RequestError as error:
        raise ToolError(
            f"The simulator has no model of the family {board.part.family} yet.", hint=error.hint
        ) from error
    chip = family.assemble(system, board, line, crystal)
    assert isinstance(chip, Chip)
    return chip
