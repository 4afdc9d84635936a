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

_MAX_TERMS = 3
_MAX_LINES = 1024
_MAX_MEMORIES = 8
_WATCHED = 1
_UNMASKS = 2

_RESOLVE = ctypes.CFUNCTYPE(None, ctypes.c_uint32, ctypes.c_uint32)
_ON_WATCHED = ctypes.CFUNCTYPE(None, ctypes.c_uint32)


class _Memory(ctypes.Structure):
    _fields_ = (
        ("bytes", ctypes.c_void_p),
        ("origin", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
    )


class _State(ctypes.Structure):
    """The part of counter_t that Python sees, in the same order."""

    _fields_ = (
        ("cycles", ctypes.c_uint64),
        ("instructions", ctypes.c_uint64),
        ("deadline", ctypes.c_uint64),
        ("block", ctypes.c_uint32),
        ("block_size", ctypes.c_uint32),
        ("stop_on_unmask", ctypes.c_uint32),
        ("misaligned_at", ctypes.c_uint32),
        ("stop_on_floats", ctypes.c_uint32),
        ("floats_at", ctypes.c_uint32),
        ("ignore_alignment", ctypes.c_uint32),
        ("flash_reads", ctypes.c_uint64),
        ("flash_misses", ctypes.c_uint64),
        ("flash_origin", ctypes.c_uint32 * 2),
        ("flash_size", ctypes.c_uint32),
        ("line_shift", ctypes.c_uint32),
        ("ways", ctypes.c_uint32),
        ("set_mask", ctypes.c_uint32),
        ("read_cost", ctypes.c_uint32),
        ("register_numbers", ctypes.c_int32 * 16),
        ("memories", ctypes.c_uint32),
        ("memory", _Memory * _MAX_MEMORIES),
        ("stop", ctypes.c_void_p),
        ("reg_read", ctypes.c_void_p),
        ("resolve", _RESOLVE),
        ("watched", _ON_WATCHED),
    )


class _Load(ctypes.Structure):
    _fields_ = (
        ("constant", ctypes.c_uint32),
        ("words", ctypes.c_uint32),
        ("aligned_at", ctypes.c_uint32),
        ("alignment", ctypes.c_uint32),
        ("slot", ctypes.c_int32),
        ("width", ctypes.c_int32),
        ("reg", ctypes.c_int32 * _MAX_TERMS),
        ("scale", ctypes.c_uint32 * _MAX_TERMS),
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
        self._state = _State.from_buffer(self._memory)
        if not loaded.counter_init(self._address):
            raise ToolError("There is not enough memory for the cycle counter.")
        self._state.register_numbers[:] = CORE_REGISTERS
        self._state.deadline = NEVER
        functions = engine.native_functions()
        self._state.stop, self._state.reg_read = functions.stop, functions.reg_read
        self._state.memories = min(len(engine.memories), _MAX_MEMORIES)
        for n, (origin, memory) in enumerate(engine.memories[:_MAX_MEMORIES]):
            self._state.memory[n] = _Memory(ctypes.addressof(memory), origin, len(memory))
        # Kept in attributes: the C side calls them as long as the counter lives.
        self._resolve_callback = _RESOLVE(self._add_edge)
        self._watched_callback = _ON_WATCHED(self._enter_watched)
        self._state.resolve = self._resolve_callback
        self._state.watched = self._watched_callback
        self.configure(NO_STALLS)
        hook = ctypes.cast(loaded.counter_on_block, ctypes.c_void_p).value
        assert hook is not None
        engine.hook_blocks_natively(hook, self._address)
        self._pages = NativePages(loaded, engine)

    def configure(self, flash: DataFlash) -> None:
        """Sets the flash's stalls and forgets all edges."""
        if flash.lines > _MAX_LINES:
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
        flags = _WATCHED * (block in self._watched) + _UNMASKS * edge.unmasks
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
            packed = (_Load * len(loads))(*(_pack(load) for load in loads))
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


def _pack(load: Load) -> _Load:
    registers = [register for register, _ in load.terms] + [-1] * _MAX_TERMS
    scales = [scale & 0xFFFFFFFF for _, scale in load.terms] + [0] * _MAX_TERMS
    packed = _Load()
    packed.constant = load.constant & 0xFFFFFFFF
    packed.words = load.words
    packed.aligned_at = load.aligned_at
    packed.alignment = load.alignment
    packed.slot = load.slot
    packed.width = load.width
    packed.reg[:] = registers[:_MAX_TERMS]
    packed.scale[:] = scales[:_MAX_TERMS]
    return packed


def counter(
    engine: Engine, resolve: Resolve, on_watched: Callable[[int], None], *, native: bool = True
) -> Counter:
    """A native counter where one can be had and is wanted, else the Python one."""
    loaded = library() if native else None
    if loaded is None:
        return PythonCounter(engine, resolve, on_watched)
    return NativeCounter(loaded, engine, resolve, on_watched)
