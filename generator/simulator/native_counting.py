"""The native counter, in compiled code inside the emulator's own callback.

Where it cannot be compiled, `counter` falls back to Python, slower but with the same counts.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from generator.errors import ToolError
from generator.simulator.clockwork import NEVER
from generator.simulator.counting import (
    NO_STALLS,
    Counter,
    DataFlash,
    Edge,
    Load,
    PythonCounter,
    Resolve,
)
from generator.simulator.cpu import CORE_REGISTERS
from generator.simulator.engine import Engine
from generator.simulator.native_library import library
from generator.simulator.native_pages import NativePages
from generator.simulator.native_state import (
    MAX_LINES,
    MAX_MEMORIES,
    ON_WATCHED,
    RESOLVE,
    UNMASKS,
    WATCHED,
    LoadStruct,
    MemoryStruct,
    StateStruct,
    load_struct,
)


class NativeCounter:
    """Counts in C, inside the emulator's own callback."""

    def __init__(
        self,
        loaded: Any,
        engine: Engine,
        resolve: Resolve,
        on_watched: Callable[[int], None],
    ) -> None:
        self._library = loaded
        self._engine = engine
        self._resolve = resolve
        self._on_watched = on_watched
        self._watched: set[int] = set()
        self._loads: dict[tuple[Load, ...], int] = {}
        self._memory = ctypes.create_string_buffer(loaded.counter_size())
        self._address = ctypes.addressof(self._memory)
        self._state = StateStruct.from_buffer(self._memory)
        if not loaded.counter_init(self._address):
            raise ToolError("There is not enough memory for the cycle counter.")
        self._state.register_numbers[:] = CORE_REGISTERS
        self._state.deadline = NEVER
        functions = engine.native_functions()
        self._state.stop, self._state.reg_read = functions.stop, functions.reg_read
        self._state.memories = min(len(engine.memories), MAX_MEMORIES)
        for n, (origin, memory) in enumerate(engine.memories[:MAX_MEMORIES]):
            self._state.memory[n] = MemoryStruct(ctypes.addressof(memory), origin, len(memory))
        # Kept in attributes: the C side calls them as long as the counter lives.
        self._resolve_callback = RESOLVE(self._add_edge)
        self._watched_callback = ON_WATCHED(self._enter_watched)
        self._state.resolve = self._resolve_callback
        self._state.watched = self._watched_callback
        self.configure(NO_STALLS)
        hook = ctypes.cast(loaded.counter_on_block, ctypes.c_void_p).value
        assert hook is not None
        engine.hook_blocks_natively(hook, self._address)
        self._pages = NativePages(loaded, engine)

    def configure(self, flash: DataFlash) -> None:
        """Sets the flash's stalls and forgets all edges."""
        if flash.lines > MAX_LINES:
            raise ToolError(f"A data cache of {flash.lines} lines is larger than the model's.")
        self._state.flash_origin[:] = flash.origins
        self._state.flash_size = flash.size_bytes
        self._state.line_shift = flash.line_bytes.bit_length() - 1
        self._state.ways = flash.lines // flash.sets
        self._state.set_mask = flash.sets - 1
        self._state.read_cost = flash.read_cost
        self._library.counter_clear(self._address)
        self._loads.clear()

    def watch(self, block: int, watched: bool) -> None:
        """Calls `on_watched` whenever this block is entered."""
        (self._watched.add if watched else self._watched.discard)(block)
        self._library.counter_watch(self._address, block, watched)

    def close(self) -> None:
        """Gives the tables back; the emulator must not run any more."""
        self._library.counter_free(self._address)

    def _add_edge(self, block: int, size: int) -> None:
        try:
            state = self._state
            edge = self._resolve(state.block, state.block_size, block, size)
            if edge is None:
                self._engine.stop()
            else:
                self._store(state.block << 32 | block, edge, block)
        except BaseException as error:  # must not cross the C code in between
            self._engine.fail(error)

    def _store(self, key: int, edge: Edge, block: int) -> None:
        flags = WATCHED * (block in self._watched) + UNMASKS * edge.unmasks
        first = self._first_load(edge.loads) if edge.loads else 0
        added = self._library.counter_add_edge(
            self._address,
            key,
            edge.cost,
            edge.instructions,
            first,
            len(edge.loads),
            flags,
            edge.floats_at,
        )
        if not added:
            raise ToolError("There is not enough memory for the cycle counter.")

    def _first_load(self, loads: tuple[Load, ...]) -> int:
        if loads not in self._loads:
            packed = (LoadStruct * len(loads))(*(load_struct(load) for load in loads))
            self._loads[loads] = self._library.counter_add_loads(
                self._address, ctypes.addressof(packed), len(loads)
            )
        return self._loads[loads]

    @property
    def cycles(self) -> int:
        return int(self._state.cycles)

    @cycles.setter
    def cycles(self, value: int) -> None:
        self._state.cycles = value

    @property
    def instructions(self) -> int:
        return int(self._state.instructions)

    @instructions.setter
    def instructions(self, value: int) -> None:
        self._state.instructions = value

    @property
    def deadline(self) -> int:
        return int(self._state.deadline)

    @deadline.setter
    def deadline(self, value: int) -> None:
        self._state.deadline = value

    @property
    def block(self) -> int:
        return int(self._state.block)

    @block.setter
    def block(self, value: int) -> None:
        self._state.block = value

    @property
    def block_size(self) -> int:
        return int(self._state.block_size)

    @block_size.setter
    def block_size(self, value: int) -> None:
        self._state.block_size = value

    @property
    def stop_on_unmask(self) -> int:
        return int(self._state.stop_on_unmask)

    @stop_on_unmask.setter
    def stop_on_unmask(self, value: int) -> None:
        self._state.stop_on_unmask = value

    @property
    def misaligned_at(self) -> int:
        return int(self._state.misaligned_at)

    @misaligned_at.setter
    def misaligned_at(self, value: int) -> None:
        self._state.misaligned_at = value

    @property
    def stop_on_floats(self) -> int:
        return int(self._state.stop_on_floats)

    @stop_on_floats.setter
    def stop_on_floats(self, value: int) -> None:
        self._state.stop_on_floats = value

    @property
    def floats_at(self) -> int:
        return int(self._state.floats_at)

    @floats_at.setter
    def floats_at(self, value: int) -> None:
        self._state.floats_at = value

    @property
    def ignore_alignment(self) -> int:
        return int(self._state.ignore_alignment)

    @ignore_alignment.setter
    def ignore_alignment(self, value: int) -> None:
        self._state.ignore_alignment = value

    @property
    def flash_reads(self) -> int:
        return int(self._state.flash_reads)

    @flash_reads.setter
    def flash_reads(self, value: int) -> None:
        self._state.flash_reads = value

    @property
    def flash_misses(self) -> int:
        return int(self._state.flash_misses)

    @flash_misses.setter
    def flash_misses(self, value: int) -> None:
        self._state.flash_misses = value

    def _enter_watched(self, block: int) -> None:
        try:
            self._on_watched(block)
        except BaseException as error:  # must not cross the C code in between
            self._engine.fail(error)


def counter(
    engine: Engine, resolve: Resolve, on_watched: Callable[[int], None], *, native: bool = True
) -> Counter:
    """A native counter where one can be had and is wanted, else the Python one."""
    loaded = library() if native else None
    if loaded is None:
        return PythonCounter(engine, resolve, on_watched)
    return NativeCounter(loaded, engine, resolve, on_watched)
