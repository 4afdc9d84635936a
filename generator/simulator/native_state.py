"""What Python and native/counter.c share: the counter's state and its loads, field by field."""

import ctypes

from generator.simulator.counting import Load

MAX_TERMS = 3
MAX_LINES = 1024
MAX_MEMORIES = 8
WATCHED = 1
UNMASKS = 2

RESOLVE = ctypes.CFUNCTYPE(None, ctypes.c_uint32, ctypes.c_uint32)
ON_WATCHED = ctypes.CFUNCTYPE(None, ctypes.c_uint32)


class MemoryStruct(ctypes.Structure):
    """memory_t: a memory that loads are followed through."""

    _fields_ = (
        ("bytes", ctypes.c_void_p),
        ("origin", ctypes.c_uint32),
        ("size", ctypes.c_uint32),
    )


class StateStruct(ctypes.Structure):
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
        ("memory", MemoryStruct * MAX_MEMORIES),
        ("stop", ctypes.c_void_p),
        ("reg_read", ctypes.c_void_p),
        ("resolve", RESOLVE),
        ("watched", ON_WATCHED),
    )


class LoadStruct(ctypes.Structure):
    """load_t: a load whose address follows from registers; reg: -1 for none."""

    _fields_ = (
        ("constant", ctypes.c_uint32),
        ("words", ctypes.c_uint32),
        ("aligned_at", ctypes.c_uint32),
        ("alignment", ctypes.c_uint32),
        ("slot", ctypes.c_int32),
        ("width", ctypes.c_int32),
        ("reg", ctypes.c_int32 * MAX_TERMS),
        ("scale", ctypes.c_uint32 * MAX_TERMS),
    )


def load_struct(load: Load) -> LoadStruct:
    """A load as the counter in C reads it."""
    registers = [register for register, _ in load.terms] + [-1] * MAX_TERMS
    scales = [scale & 0xFFFFFFFF for _, scale in load.terms] + [0] * MAX_TERMS
    packed = LoadStruct()
    packed.constant = load.constant & 0xFFFFFFFF
    packed.words = load.words
    packed.aligned_at = load.aligned_at
    packed.alignment = load.alignment
    packed.slot = load.slot
    packed.width = load.width
    packed.reg[:] = registers[:MAX_TERMS]
    packed.scale[:] = scales[:MAX_TERMS]
    return packed
