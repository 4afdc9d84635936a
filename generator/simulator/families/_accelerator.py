"""The flash accelerator of the F4, L4, G4 and WB: two caches and a prefetch, switched in ACR.

Sources: RM0090, section 3.5.2; RM0432, RM0440 and RM0434, "Adaptive real-time memory accelerator".
"""

from generator.boards.facts import Memory
from generator.simulator.peripherals.flash_interface import FlashInterface
from generator.simulator.timing.cached_flash import cached_flash
from generator.simulator.timing.model import FlashTiming

_LINE_BYTES = 8
_DATA_LINES = 32
"""Of the L4, G4 and WB. A data read that misses fetches one 64-bit flash word: docs/timing.md,
"Flash of the L4", "Flash of the G4 and WB"."""


def accelerated_flash(
    flash: FlashInterface,
    memory: Memory,
    *,
    band_percent: float,
    line_bytes: int = _LINE_BYTES,
    data_lines: int = _DATA_LINES,
) -> FlashTiming:
    """The timing as ACR has it now. data_lines: of the data cache when it is on."""
    return cached_flash(
        memory,
        wait_states=flash.latency,
        line_bytes=line_bytes,
        instructions_cached=bool(flash.field(flash.ACR, "ICEN")),
        data_lines=data_lines if flash.field(flash.ACR, "DCEN") else 0,
        prefetch=bool(flash.field(flash.ACR, "PRFTEN")),
        band_percent=band_percent,
    )
