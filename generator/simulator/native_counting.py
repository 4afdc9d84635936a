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


class _Field:
    """A number of the structure that the C code counts in, under the attribute's own name."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, counter: "NativeCounter", owner: type) -> int:
        return int(getattr(counter.state, self._name))

    def __set__(self, counter: "NativeCounter", value: int) -> None:
        setattr(counter.state, self._name, value)


class NativeCounter:
    """Counts in C, inside the emulator's own callback. state: what it shares with that code."""

    cycles = _Field()
    instructions = _Field()
    deadline = _Field()
    block = _Field()
    block_size = _Field()
    stop_on_unmask = _Field()
    misaligned_at = _Field()
    stop_on_floats = _Field()
    floats_at = _Field()
    ignore_alignment = _Field()
    flash_reads = _Field()
    flash_misses = _Field()

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
        self.state = StateStruct.from_buffer(self._memory)
        if not loaded.counter_init(self._address):
            raise ToolError("There is not enough memory for the cycle counter.")
        self.state.register_numbers[:] = CORE_REGISTERS
        self.state.deadline = NEVER
        functions = engine.native_functions()
        self.state.stop, self.state.reg_read = functions.stop, functions.reg_read
        self.state.memories = min(len(engine.memories), MAX_MEMORIES)
        for n, (origin, memory) in enumerate(engine.memories[:MAX_MEMORIES]):
            self.state.memory[n] = MemoryStruct(ctypes.addressof(memory), origin, len(memory))
        # Kept in attributes: the C side calls them as long as the counter lives.
        self._resolve_callback = RESOLVE(self._add_edge)
        self._watched_callback = ON_WATCHED(self._enter_watched)
        self.state.resolve = self._resolve_callback
        self.state.watched = self._watched_callback
        self.configure(NO_STALLS)
        hook = ctypes.cast(loaded.counter_on_block, ctypes.c_void_p).value
        assert hook is not None
        engine.hook_blocks_natively(hook, self._address)
        self._pages = NativePages(loaded, engine)

    def configure(self, flash: DataFlash) -> None:
        """Sets the flash's stalls and forgets all edges."""
        if flash.lines > MAX_LINES:
            raise ToolError(f"A data cache of {flash.lines} lines is larger than the model's.")
        self.state.flash_origin[:] = flash.origins
        self.state.flash_size = flash.size_bytes
        self.state.line_shift = flash.line_bytes.bit_length() - 1
        self.state.ways = flash.lines // flash.sets
        self.state.set_mask = flash.sets - 1
        self.state.read_cost = flash.read_cost
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
            state = self.state
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
