"""The emulated core. Beside `cpu` and `refused_accesses` this alone knows Unicorn.

It executes Thumb code on mapped memory and says why it stopped. Exceptions, peripherals and time
are the business of its callers. Memory hooks are never used: in Unicorn 2.1.4 UC_HOOK_MEM_READ
corrupts a register.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import unicorn
from unicorn.unicorn_py3.unicorn import Uc, UcError, uclib

from generator.errors import ToolError
from generator.simulator import cpu
from generator.simulator.refused_accesses import RefusedAccesses
from generator.simulator.stops import Stop, StopReason

_STATE = (ctypes.c_int * 17)(*cpu.CORE_REGISTERS, cpu.XPSR)

PAGE_BYTES = 1024
"""What can be protected by itself."""

_NOWHERE = 0xFFFFFFFE
"""An address where no code can be: "run until stopped"."""


@dataclass(frozen=True)
class NativeFunctions:
    """The addresses of uc_emu_stop, uc_reg_read and uc_reg_write."""

    stop: int
    reg_read: int
    reg_write: int


def _address(function: Any) -> int:
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return address


class Engine:
    """One Cortex-M core with its memories.

    memories: (origin, our buffer) of all that is mapped, RAM and flash. rams: of what is writable.
    refused: accesses to nothing, and to what is protected.
    """

    def __init__(self, core: str) -> None:
        if core not in cpu.MODELS:
            raise ToolError(f"The simulator has no model of the core {core}.")
        make: Any = Uc  # unicorn's functions carry no types
        self._uc: Any = make(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        self._uc.ctl_set_cpu_model(cpu.MODELS[core])
        self._exception = 0
        self._failure: BaseException | None = None
        self._areas: list[tuple[int, int, bool]] = []
        self.memories: list[tuple[int, ctypes.Array[ctypes.c_char]]] = []
        self.rams: list[tuple[int, ctypes.Array[ctypes.c_char]]] = []
        self.refused = RefusedAccesses(self._uc, self.rams)
        self._word = ctypes.c_uint32()
        self._word_pointer = ctypes.byref(self._word)
        self._state = (ctypes.c_uint32 * len(_STATE))()
        first = ctypes.addressof(self._state)
        self._state_pointers = (ctypes.c_void_p * len(_STATE))(
            *(first + 4 * n for n in range(len(_STATE)))
        )
        self._uc.hook_add(unicorn.UC_HOOK_INTR, self._on_exception)

    @property
    def handle(self) -> int:
        """The address of the engine, as native code needs it."""
        return int(self._uc._uch.value)

    @staticmethod
    def native_functions() -> NativeFunctions:
        """Where native code finds the emulator."""
        return NativeFunctions(
            _address(uclib.uc_emu_stop), _address(uclib.uc_reg_read), _address(uclib.uc_reg_write)
        )

    def map_memory(
        self, origin: int, memory: "ctypes.Array[ctypes.c_char]", writable: bool
    ) -> None:
        """Maps a buffer of ours at an address; its size is a multiple of 1 KiB."""
        rights = unicorn.UC_PROT_READ | unicorn.UC_PROT_EXEC
        if writable:
            rights |= unicorn.UC_PROT_WRITE
            self.rams.append((origin, memory))
        self.memories.append((origin, memory))
        self._areas.append((origin, len(memory), writable))
        self._uc.mem_map_ptr(origin, len(memory), rights, ctypes.addressof(memory))

    def areas(self) -> list[tuple[int, int, bool]]:
        """(origin, bytes, whether it can be written) of every memory."""
        return list(self._areas)

    def protect(self, origin: int, size: int, read: bool, write: bool, execute: bool) -> None:
        """Says what may be done with whole pages of memory."""
        rights = unicorn.UC_PROT_READ * read | unicorn.UC_PROT_WRITE * write
        self._uc.mem_protect(origin, size, rights | unicorn.UC_PROT_EXEC * execute)

    def map_io(
        self,
        origin: int,
        size: int,
        read: Callable[[int, int], int],
        write: Callable[[int, int, int], None],
    ) -> None:
        """Maps registers: read(address, size) and write(address, size, value) are called."""

        def on_read(_: object, offset: int, width: int, __: object) -> int:
            try:
                return read(origin + offset, width)
            except BaseException as error:  # must not cross the C code in between
                self._fail(error)
                return 0

        def on_write(_: object, offset: int, width: int, value: int, __: object) -> None:
            try:
                write(origin + offset, width, value)
            except BaseException as error:  # must not cross the C code in between
                self._fail(error)

        self._uc.mmio_map(origin, size, on_read, None, on_write, None)

    def hook_blocks(self, function: Callable[[int, int], None]) -> None:
        """Calls function(address, size) before every block of instructions."""

        def on_block(_: object, address: int, size: int, __: object) -> None:
            try:
                function(address, size)
            except BaseException as error:  # must not cross the C code in between
                self._fail(error)

        self._uc.hook_add(unicorn.UC_HOOK_BLOCK, on_block)

    def hook_blocks_natively(self, function: int, data: int) -> None:
        """Calls the C function at that address before every block, without entering Python."""
        self._hook_natively(unicorn.UC_HOOK_BLOCK, function, data)

    def hook_pages_natively(self, function: int, data: int) -> None:
        """Asks the C function at that address which rights a page has, wherever it needs them."""
        self._uc.ctl_set_tlb_mode(unicorn.UC_TLB_VIRTUAL)
        self._hook_natively(unicorn.UC_HOOK_TLB_FILL, function, data)

    def _hook_natively(self, kind: int, function: int, data: int) -> None:
        hook = ctypes.c_size_t()
        status = uclib.uc_hook_add(
            self._uc._uch,
            ctypes.byref(hook),
            kind,
            ctypes.c_void_p(function),
            ctypes.c_void_p(data),
            ctypes.c_uint64(1),
            ctypes.c_uint64(0),
        )
        if status != unicorn.UC_ERR_OK:
            raise ToolError(f"Unicorn refuses a native hook (error {status}).")

    def fail(self, error: BaseException) -> None:
        """Stops, and raises this error once the C code has been left."""
        self._fail(error)

    def register(self, number: int) -> int:
        """The value of a register."""
        uclib.uc_reg_read(self._uc._uch, number, self._word_pointer)
        return int(self._word.value)

    def set_register(self, number: int, value: int) -> None:
        """Writes a register."""
        self._uc.reg_write(number, value)

    def registers(self) -> tuple[int, ...]:
        """r0 … r12, sp, lr, pc and xPSR: all that an integer program can tell apart."""
        uclib.uc_reg_read_batch(self._uc._uch, _STATE, self._state_pointers, len(_STATE))
        return tuple(self._state)

    def read_memory(self, address: int, size: int) -> bytes | None:
        """Bytes of memory, or None where there is none."""
        try:
            return bytes(self._uc.mem_read(address, size))
        except UcError:
            return None

    def write_memory(self, address: int, data: bytes) -> bool:
        """Writes memory; False where there is none, or none that can be written."""
        try:
            self._uc.mem_write(address, data)
        except UcError:
            return False
        return True

    def forget_code(self) -> None:
        """Reads instructions anew: memory has changed under their translations."""
        self._uc.ctl_flush_tb()

    def forget_block(self, begin: int, end: int) -> None:
        """Translates anew what lies there: a block that was cut short becomes whole again."""
        self._uc.ctl_remove_cache(begin, end)

    def stop(self) -> None:
        """Ends `run`; called from inside a callback."""
        self._uc.emu_stop()

    def run(self, pc: int, until: int | None = None) -> Stop:
        """Executes from an address until something stops it, or up to an instruction."""
        self._exception = 0
        self.refused.forget()
        reason = StopReason.REQUESTED
        if until is not None:
            # Blocks translated before would run past it.
            self.forget_block(pc, until + 4)
        try:
            self._uc.emu_start(pc | 1, _NOWHERE if until is None else until)
        except UcError as error:
            reason = self._reason(error)
        failure, self._failure = self._failure or self.refused.failure, None
        if failure is not None:
            raise failure
        refused = self.refused.go_back()
        stopped_at = self.register(cpu.PC)
        if refused is not None:
            return Stop(refused.reason, stopped_at, address=refused.address)
        if self._exception:
            return Stop(StopReason.EXCEPTION, stopped_at, number=self._exception)
        if stopped_at == _NOWHERE:
            return Stop(StopReason.FETCH, stopped_at)
        return Stop(reason, stopped_at)

    def _fail(self, error: BaseException) -> None:
        self._failure = self._failure or error
        self._uc.emu_stop()

    def _on_exception(self, _: object, number: int, __: object) -> None:
        self._exception = number
        self._uc.emu_stop()

    @staticmethod
    def _reason(error: Any) -> StopReason:
        if error.errno in (unicorn.UC_ERR_INSN_INVALID, unicorn.UC_ERR_EXCEPTION):
            return StopReason.UNDEFINED
        if error.errno in (unicorn.UC_ERR_FETCH_UNMAPPED, unicorn.UC_ERR_FETCH_PROT):
            return StopReason.FETCH
        if error.errno in (unicorn.UC_ERR_READ_UNMAPPED, unicorn.UC_ERR_READ_PROT):
            return StopReason.READ
        if error.errno in (unicorn.UC_ERR_WRITE_UNMAPPED, unicorn.UC_ERR_WRITE_PROT):
            return StopReason.WRITE
        raise error
