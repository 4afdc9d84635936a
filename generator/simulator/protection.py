"""Makes the emulator's memory as accessible as the MPU and watchpoints want it.

The emulator knows rights for whole pages of 1 KiB. A page of which a part is forbidden or watched
is shut as a whole: the emulator asks about every store to it, and stops at every load; what is
allowed after all is let through by opening the page for that one instruction. Code is looked at
block by block instead.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from generator.simulator.engine import PAGE_BYTES, Engine
from generator.simulator.peripherals.mpu import ALL, Mpu, Rights
from generator.simulator.watchpoints import Watchpoint


class Protection:
    """Which pages are shut. mpu: None for a core without one.

    watchpoints: to be followed by a call of `follow`. active: whether anything may be shut.
    on_change: called when rights have changed. on_hit: told the watchpoint that an access hits.
    passing: the address of an instruction that may hit one unnoticed.
    """

    def __init__(self, engine: Engine, mpu: Mpu | None) -> None:
        self._engine = engine
        self._mpu = mpu
        self.watchpoints: set[Watchpoint] = set()
        self.active = False
        self.passing: int | None = None
        self.on_change: Callable[[], None] = lambda: None
        self.on_hit: Callable[[Watchpoint], None] = lambda watchpoint: None
        engine.refused.allows_store = self.allows_store
        if mpu is not None:
            mpu.on_change = self.follow

    def rights(self, address: int) -> Rights:
        """What the MPU lets code do at an address."""
        return ALL if self._mpu is None else self._mpu.rights(address)

    def forbidden(self, accessed: range, *, loads: bool) -> int | None:
        """The first address of an access that the MPU forbids, or None."""
        if self._mpu is None or not self._mpu.enabled:
            return None
        for address in accessed:
            rights = self._mpu.rights(address)
            if not (rights.read if loads else rights.write):
                return address
        return None

    def allows_store(self, accessed: range, pc: int) -> bool:
        """Whether a store to a page that is shut may go through.

        It may not where it hits a watchpoint, at which the processor halts before it. Before a
        conditional store the emulator cannot stop: the processor halts soon after it instead.
        """
        inside = self.holds(accessed, loads=False)
        if not inside or self.forbidden(accessed, loads=False) is not None:
            return False
        watchpoint = self.watching(accessed, loads=False)
        if watchpoint is None or pc == self.passing:
            return True
        conditional = self._engine.refused.it_state_at(pc) != 0
        if conditional:
            self.on_hit(watchpoint)
            self._engine.stop()
        return conditional

    def watching(self, accessed: range, *, loads: bool) -> Watchpoint | None:
        """A watchpoint that an access hits, or None."""
        return next((w for w in self.watchpoints if w.sees(accessed, loads=loads)), None)

    def follow(self) -> None:
        """The MPU or the watchpoints are others than before."""
        wanted = bool(self.watchpoints) or (self._mpu is not None and self._mpu.enabled)
        if not (wanted or self.active):
            return
        self.active = wanted
        self._engine.refused.watch_rams(wanted)
        cuts = self._cuts()
        for origin, size, _ in self._engine.areas():
            inside = {cut for cut in cuts if origin < cut < origin + size}
            edges = {c // PAGE_BYTES * PAGE_BYTES for c in inside}
            edges |= {-(-c // PAGE_BYTES) * PAGE_BYTES for c in inside}
            for begin, end in pairwise(sorted(edges | {origin, origin + size})):
                self._shut(begin, end, cuts)
        self.on_change()

    @contextmanager
    def opened(self, accessed: range) -> Iterator[None]:
        """Lets everything in the pages of an access."""
        first, last = (a // PAGE_BYTES * PAGE_BYTES for a in (accessed.start, accessed.stop - 1))
        pages = [p for p in range(first, last + 1, PAGE_BYTES) if self._writable(p) is not None]
        for page in pages:
            self._engine.protect(page, PAGE_BYTES, True, bool(self._writable(page)), True)
        try:
            yield
        finally:
            cuts = self._cuts()
            for page in pages:
                self._shut(page, page + PAGE_BYTES, cuts)

    def holds(self, accessed: range, *, loads: bool) -> bool:
        """Whether there is memory for all of an access, of a kind that a store can change."""
        ends = (accessed.start, accessed.stop - 1)
        return all(self._writable(a) is not None and (loads or self._writable(a)) for a in ends)

    def _cuts(self) -> set[int]:
        """Where rights may change."""
        cuts = {cut for w in self.watchpoints for cut in (w.address, w.end)}
        return cuts if self._mpu is None else cuts | self._mpu.boundaries()

    def _shut(self, begin: int, end: int, cuts: set[int]) -> None:
        """Gives pages the rights that every part of them has; code may run if it may anywhere."""
        places = [begin, *(cut for cut in cuts if begin < cut < end)]
        found = [self.rights(place) for place in places]
        pages = range(begin, end)
        read = all(r.read for r in found) and not self.watching(pages, loads=True)
        write = all(r.write for r in found) and not self.watching(pages, loads=False)
        write = write and bool(self._writable(begin))
        self._engine.protect(begin, end - begin, read, write, any(r.execute for r in found))

    def _writable(self, address: int) -> bool | None:
        """Whether memory can be stored to; None where there is none."""
        for origin, size, writable in self._engine.areas():
            if origin <= address < origin + size:
                return writable
        return None
