"""The processor: the one module that knows Unicorn.

It executes Thumb code on mapped memory and says why it stopped. Exceptions, peripherals and time
are the business of its callers. Memory hooks are never used: in Unicorn 2.1.4 UC_HOOK_MEM_READ
corrupts a register.
"""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from operator import itemgetter
from typing import Any

from generator.errors import ToolError

try:
    import unicorn
    from unicorn import arm_const
    from unicorn.unicorn_py3.unicorn import Uc, UcError, uclib
except ImportError as error:
    raise ToolError(
        "The simulator needs the package unicorn, which is not installed.",
        hint="Type: pip install 'generator[simulator]'",
    ) from error

_CPU_MODELS = {
    "cortex-m0": arm_const.UC_CPU_ARM_CORTEX_M0,
    "cortex-m0plus": arm_const.UC_CPU_ARM_CORTEX_M0,
    "cortex-m3": arm_const.UC_CPU_ARM_CORTEX_M3,
    "cortex-m4": arm_const.UC_CPU_ARM_CORTEX_M4,
    "cortex-m7": arm_const.UC_CPU_ARM_CORTEX_M7,
    "cortex-m33": arm_const.UC_CPU_ARM_CORTEX_M33,
}

CORE_REGISTERS = (
    *range(arm_const.UC_ARM_REG_R0, arm_const.UC_ARM_REG_R12 + 1),
    arm_const.UC_ARM_REG_SP,
    arm_const.UC_ARM_REG_LR,
    arm_const.UC_ARM_REG_PC,
)
"""Unicorn's numbers of r0 … r12, sp, lr, pc, in this order."""

SP, LR, PC = CORE_REGISTERS[13:]
EAPSR = arm_const.UC_ARM_REG_EAPSR
XPSR = arm_const.UC_ARM_REG_XPSR
IPSR = arm_const.UC_ARM_REG_IPSR
MSP = arm_const.UC_ARM_REG_MSP
PSP = arm_const.UC_ARM_REG_PSP
CONTROL = arm_const.UC_ARM_REG_CONTROL
PRIMASK = arm_const.UC_ARM_REG_PRIMASK
BASEPRI = arm_const.UC_ARM_REG_BASEPRI
FAULTMASK = arm_const.UC_ARM_REG_FAULTMASK
FPSCR = arm_const.UC_ARM_REG_FPSCR
S0 = arm_const.UC_ARM_REG_S0

FETCH = unicorn.UC_MEM_FETCH
"""What Unicorn calls a fetch of instructions."""

_STATE = (ctypes.c_int * 17)(*CORE_REGISTERS, XPSR)

_IT_STATE = 0x0600FC00
"""Of the EPSR: DDI0403E, B1.4.2."""

_LAST_ADDRESS = 0xFFFFFFFF
PAGE_BYTES = 1024
"""What can be protected by itself."""

_NOWHERE = 0xFFFFFFFE
"""An address that execution never reaches: "run until stopped"."""


class StopReason(Enum):
    """Why the processor stopped."""

    REQUESTED = auto()
    EXCEPTION = auto()
    FETCH = auto()
    READ = auto()
    WRITE = auto()
    UNDEFINED = auto()


@dataclass(frozen=True)
class Stop:
    """Where and why the processor stopped.

    number: QEMU's exception number where the reason is EXCEPTION (2: SVC, 7: BKPT,
    8: exception return, 19: below the stack limit), else 0. address: the address that could not
    be accessed.
    """

    reason: StopReason
    pc: int
    number: int = 0
    address: int = 0


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
    """

    def __init__(self, core: str) -> None:
        if core not in _CPU_MODELS:
            raise ToolError(f"The simulator has no model of the core {core}.")
        make: Any = Uc  # unicorn's functions carry no types
        self._uc: Any = make(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
        self._uc.ctl_set_cpu_model(_CPU_MODELS[core])
        self._exception = 0
        self._invalid: tuple[StopReason, int] | None = None
        self._failure: BaseException | None = None
        self._areas: list[tuple[int, int, bool]] = []
        self.memories: list[tuple[int, ctypes.Array[ctypes.c_char]]] = []
        self.rams: list[tuple[int, ctypes.Array[ctypes.c_char]]] = []
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

    def watch_invalid_accesses(self) -> None:
        """From now on an access outside the memories mapped so far is told by its address.

        RAM, where none is invalid, is left out: a page that is watched is slow to write.
        """
        begin = 0
        for origin, ram in sorted(self.rams, key=itemgetter(0)):
            if begin < origin:
                self._watch_invalid(begin, origin - 1)
            begin = origin + len(ram)
        self._watch_invalid(begin, _LAST_ADDRESS)

    def _watch_invalid(self, begin: int, end: int) -> None:
        self._uc.hook_add(
            unicorn.UC_HOOK_MEM_INVALID, self._on_invalid_access, begin=begin, end=end
        )

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

    def it_state(self) -> int:
        """The flags with the state of the IT block that `pc` stands in; 0 outside of one."""
        flags = self.register(EAPSR)
        return flags if flags & _IT_STATE else 0

    def restore_it_state(self, flags: int) -> None:
        """Goes back into an IT block; flags: what `it_state` has given there."""
        self.set_register(EAPSR, flags)

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
        self._invalid = None
        reason = StopReason.REQUESTED
        if until is not None:
            # Blocks translated before would run past it.
            self.forget_block(pc, until + 4)
        try:
            self._uc.emu_start(pc | 1, _NOWHERE if until is None else until)
        except UcError as error:
            reason = self._reason(error)
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        stopped_at = self.register(PC)
        if self._invalid is not None:
            return Stop(self._invalid[0], stopped_at, address=self._invalid[1])
        if self._exception:
            return Stop(StopReason.EXCEPTION, stopped_at, number=self._exception)
        return Stop(reason, stopped_at)

    def _fail(self, error: BaseException) -> None:
        self._failure = self._failure or error
        self._uc.emu_stop()

    def _on_exception(self, _: object, number: int, __: object) -> None:
        self._exception = number
        self._uc.emu_stop()

    def _on_invalid_access(
        self, _: object, kind: int, address: int, __: int, ___: int, ____: object
    ) -> bool:
        fetches = (unicorn.UC_MEM_FETCH_UNMAPPED, unicorn.UC_MEM_FETCH_PROT)
        reads = (unicorn.UC_MEM_READ_UNMAPPED, unicorn.UC_MEM_READ_PROT)
        if kind in fetches:
            reason = StopReason.FETCH
        else:
            reason = StopReason.READ if kind in reads else StopReason.WRITE
        self._invalid = (reason, address)
        return False

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
