"""The frame that an exception leaves on the stack: 8 words, or 26 with floating-point registers.

Source: ARMv7-M Architecture Reference Manual (DDI0403E), B1.5.6 to B1.5.8.
"""

from generator.simulator import cpu
from generator.simulator.engine import Engine
from generator.simulator.peripherals.floating_point import FloatContext
from generator.simulator.peripherals.scb import CCR, Scb

_BASIC_WORDS, _FLOAT_WORDS = 8, 18
_FLOAT_BYTES_USED = 68
_ORDER = (0, 1, 2, 3, 12, 14)
_STACKED_ALIGNED = 1 << 9


class Lockup(Exception):
    """A fault that no handler can take: the processor has stopped for good."""


class Frames:
    """Writes and reads frames. floats: None for a core without floating-point registers."""

    def __init__(self, engine: Engine, scb: Scb, floats: FloatContext | None) -> None:
        self._engine = engine
        self._scb = scb
        self._floats = floats

    @property
    def floats_pending(self) -> bool:
        """Whether floating-point registers wait to be stored in the room reserved for them."""
        return self._floats is not None and self._floats.is_pending

    def push(self, return_address: int, with_floats: bool, thread: bool) -> bool:
        """Writes the frame; whether all of it could be written. The pointer moves in any case.

        Of the floating-point registers it may only reserve the room.
        """
        engine = self._engine
        top = engine.register(cpu.SP)
        size = 4 * (_BASIC_WORDS + (_FLOAT_WORDS if with_floats else 0))
        aligned = self._scb.field(CCR, "STKALIGN") or with_floats
        padded = bool(aligned and top & 4)
        pointer = (top - size) & (~7 if aligned else ~3)
        core = [engine.register(cpu.CORE_REGISTERS[n]) for n in _ORDER]
        xpsr = engine.register(cpu.XPSR) & ~_STACKED_ALIGNED
        words = [*core, return_address, xpsr | (_STACKED_ALIGNED if padded else 0)]
        engine.set_register(cpu.SP, pointer)
        written = engine.write_memory(pointer, _bytes(words))
        if with_floats and self._floats is not None:
            self._floats.reserve(pointer + 4 * _BASIC_WORDS, thread)
            written = written and (self._floats.is_lazy or self.preserve_floats())
        return written

    def preserve_floats(self) -> bool:
        """Stores the registers in the room reserved for them; whether that was possible."""
        if self._floats is None:
            return True
        self._floats.settle()
        words = [self._engine.register(cpu.S0 + n) for n in range(16)]
        words.append(self._engine.register(cpu.FPSCR))
        return self._engine.write_memory(self._floats.reserved_at, _bytes(words))

    def pop(self, stack: int, with_floats: bool) -> tuple[int, bool]:
        """Restores registers, flags and the stack pointer in the register `stack`.

        Gives where to go on, and whether floating-point registers were read.
        """
        engine = self._engine
        pointer = engine.register(stack)
        words = self._words(pointer, 4 * _BASIC_WORDS)
        read_floats = with_floats and not self.floats_pending
        if read_floats:
            self._pop_floats(pointer + 4 * _BASIC_WORDS)
        elif with_floats and self._floats is not None:
            self._floats.settle()
        for number, word in zip(_ORDER, words[:6], strict=True):
            engine.set_register(cpu.CORE_REGISTERS[number], word)
        size = 4 * (_BASIC_WORDS + (_FLOAT_WORDS if with_floats else 0))
        size += 4 if words[7] & _STACKED_ALIGNED else 0
        engine.set_register(stack, pointer + size)
        engine.set_register(cpu.XPSR, words[7] & ~_STACKED_ALIGNED & 0xFFFFFFFF)
        return words[6] & ~1, read_floats

    def _pop_floats(self, pointer: int) -> None:
        words = self._words(pointer, _FLOAT_BYTES_USED)
        for number, word in enumerate(words[:16]):
            self._engine.set_register(cpu.S0 + number, word)
        self._engine.set_register(cpu.FPSCR, words[16])

    def _words(self, pointer: int, size: int) -> list[int]:
        data = self._engine.read_memory(pointer, size)
        if data is None:
            raise Lockup(f"the stack at 0x{pointer:08X} cannot be read on exception return")
        return [int.from_bytes(data[n : n + 4], "little") for n in range(0, size, 4)]


def _bytes(words: list[int]) -> bytes:
    return b"".join(word.to_bytes(4, "little") for word in words)
