"""Accesses that the emulator refuses: who asks for them, and which are let through after all."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import unicorn

from generator.simulator import cpu, it_block
from generator.simulator.stops import StopReason

_FETCHES = (unicorn.UC_MEM_FETCH_UNMAPPED, unicorn.UC_MEM_FETCH_PROT)
_READS = (unicorn.UC_MEM_READ_UNMAPPED, unicorn.UC_MEM_READ_PROT)
_LAST_ADDRESS = 0xFFFFFFFF
_STATE = (*cpu.CORE_REGISTERS, cpu.XPSR)


@dataclass(frozen=True)
class Refused:
    """An access that failed; pc: of its instruction; registers: of a store, as it found them."""

    reason: StopReason
    address: int
    pc: int = 0
    registers: tuple[int, ...] = ()


class RefusedAccesses:
    """Hears from Unicorn of accesses to nothing, and to pages that are protected.

    rams: (origin, our buffer) of what is writable. latest: the first refused since `forget`.
    failure: an error of `allows_store`, or None. allows_store: whether a store of these bytes, by
    the instruction at that address, may go where the protection forbids it. it_state_at: the state
    of the IT block in which an instruction of the block being executed stands, 0 for none.
    """

    def __init__(self, uc: Any, rams: "list[tuple[int, ctypes.Array[ctypes.c_char]]]") -> None:
        self._uc = uc
        self._rams = rams
        self._ram_hooks: list[Any] = []
        self.latest: Refused | None = None
        self.failure: BaseException | None = None
        self.allows_store: Callable[[range, int], bool] = lambda accessed, pc: False
        self.it_state_at: Callable[[int], int] = lambda pc: 0

    def watch(self) -> None:
        """From now on an access outside the memories mapped so far is told by its address.

        RAM, where none is invalid, is left out: a page that is watched is slow to write.
        """
        begin = 0
        for origin, ram in sorted(self._rams, key=itemgetter(0)):
            if begin < origin:
                self._hook(begin, origin - 1)
            begin = origin + len(ram)
        self._hook(begin, _LAST_ADDRESS)

    def watch_rams(self, watched: bool) -> None:
        """Whether accesses to RAM that its protection forbids are told, too."""
        if watched and not self._ram_hooks:
            self._ram_hooks = [self._hook(o, o + len(ram) - 1) for o, ram in self._rams]
        elif not watched:
            for hook in self._ram_hooks:
                self._uc.hook_del(hook)
            self._ram_hooks = []

    def forget(self) -> None:
        """The emulator starts again."""
        self.latest = self.failure = None

    def go_back(self) -> Refused | None:
        """Stands at the latest, if there is one, as it was before it: also at a dropped store."""
        refused = self.latest
        if refused is None:
            return None
        if self._uc.reg_read(cpu.PC) != refused.pc:
            for number, value in zip(_STATE, refused.registers, strict=False):
                self._uc.reg_write(number, value)
        state = self.it_state_at(refused.pc)
        if state:
            self._set_it_state(state)
        return refused

    def advance_it_state(self) -> None:
        """An instruction is left out whose effects have come about otherwise."""
        state = it_block.from_epsr(self._uc.reg_read(cpu.EAPSR))
        self._set_it_state(it_block.advanced(state))

    def _set_it_state(self, state: int) -> None:
        """The state of the IT block that the next instruction stands in; 0 for none."""
        flags = self._uc.reg_read(cpu.EAPSR)
        wanted = flags & ~it_block.EPSR_MASK | it_block.in_epsr(state)
        if wanted != flags:
            self._uc.reg_write(cpu.EAPSR, wanted)

    def _hook(self, begin: int, end: int) -> Any:
        return self._uc.hook_add(unicorn.UC_HOOK_MEM_INVALID, self._on_access, begin=begin, end=end)

    def _on_access(
        self, _: object, kind: int, address: int, size: int, value: int, __: object
    ) -> bool:
        if kind in _FETCHES:
            self.latest = Refused(StopReason.FETCH, address, self._uc.reg_read(cpu.PC))
        elif kind in _READS:
            self.latest = Refused(StopReason.READ, address, self._uc.reg_read(cpu.PC))
        elif kind == unicorn.UC_MEM_WRITE_PROT and self._lets_through(address, size):
            self._store(address, size, value)
            # Inside its translations the emulator keeps the state of an IT block as none.
            self._set_it_state(0)
            return True
        else:
            # It drops a conditional store, and goes on to the end of the block.
            state = tuple(self._uc.reg_read(number) for number in _STATE)
            self.latest = self.latest or Refused(StopReason.WRITE, address, state[15], state)
            self._uc.emu_stop()
        return False

    def _lets_through(self, address: int, size: int) -> bool:
        try:
            return self.allows_store(range(address, address + size), self._uc.reg_read(cpu.PC))
        except BaseException as error:  # must not cross the C code in between
            self.failure = self.failure or error
            return False

    def _store(self, address: int, size: int, value: int) -> None:
        """A store that the emulator, which takes it for handled, leaves to us."""
        data = (value & (1 << 8 * size) - 1).to_bytes(size, "little")
        for origin, ram in self._rams:
            inside = data[: max(0, origin + len(ram) - address)]
            if origin <= address and inside:
                ctypes.memmove(ctypes.addressof(ram) + address - origin, inside, len(inside))
