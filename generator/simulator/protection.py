"""Makes the emulator's memory as accessible as the MPU has it, page by page."""

from itertools import groupby

from generator.simulator.engine import PAGE_BYTES, Engine
from generator.simulator.peripherals.mpu import ALL, Mpu, Rights
from generator.simulator.system import System


class Protection:
    """Follows an MPU. The emulator's pages have 1 KiB: smaller regions are reported."""

    def __init__(self, system: System, engine: Engine, mpu: Mpu) -> None:
        self._system = system
        self._engine = engine
        self._mpu = mpu
        self._on = False
        mpu.on_change = self.follow

    def follow(self) -> None:
        """The MPU has been written to."""
        if not self._on and not self._mpu.enabled:
            return
        self._on = self._mpu.enabled
        for origin, size, writable in self._engine.areas():
            pages = range(origin, origin + size, PAGE_BYTES)
            for rights, group in groupby(pages, self._page):
                first, *rest = group
                length = (1 + len(rest)) * PAGE_BYTES
                self._engine.protect(
                    first, length, rights.read, rights.write and writable, rights.execute
                )

    def _page(self, origin: int) -> Rights:
        found = {self._mpu.rights(origin + offset) for offset in range(0, PAGE_BYTES, 32)}
        if len(found) == 1:
            return found.pop()
        self._system.report(
            f"MPU: a region begins or ends inside of the {PAGE_BYTES} bytes at 0x{origin:08X}; the "
            "simulator protects whole pages only, and leaves this one open."
        )
        return ALL
