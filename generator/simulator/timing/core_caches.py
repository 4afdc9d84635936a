"""Flash behind the first-level caches of a Cortex-M7.

Instructions are taken to be in their cache: the loops of a network are a few kilobytes long and
run thousands of times. Data read from flash, weights above all, goes through the data cache as it
is: four ways, lines of 32 bytes, the least recently used one replaced. Data in cached RAM would
compete for it, but ours lies in tightly coupled RAM where it fits.

A cache that is off lets every access through: a fetch then waits for each flash word, and so does
each read of data.
"""

from generator.boards.caches import DATA_WAYS, LINE_BYTES, caches
from generator.boards.facts import Part
from generator.simulator.counting import HUNDREDTHS, DataFlash
from generator.simulator.timing.fetch import Fetch
from generator.simulator.timing.model import FlashTiming

_BUS_CLOCKS = 5
"""What a line takes beyond the flash's own time, in clocks of AXI: four transfers of 64 bits and
the way there and back. From a network whose weights are read once: docs/timing.md, "Flash of the
F7 and H7"."""


def behind_core_caches(
    part: Part,
    *,
    caches_on: tuple[bool, bool],
    flash_clocks: int,
    core_per_axi: int,
    band_percent: float,
) -> FlashTiming:
    """The timing of such a flash, whose word is as long as a line.

    caches_on: instruction and data cache. flash_clocks: of AXI, for one read of the flash.
    core_per_axi: how many core cycles a clock of AXI has. band_percent: the error to expect.
    """
    instructions, data = caches_on
    sizes = caches(part)
    sets = sizes.data_sets if data and sizes is not None else 1
    wait_cycles = (flash_clocks + _BUS_CLOCKS) * core_per_axi
    return FlashTiming(
        data=DataFlash(
            (part.flash.origin, part.flash.origin),
            part.flash.size_bytes,
            HUNDREDTHS * wait_cycles,
            line_bytes=LINE_BYTES,
            lines=sets * DATA_WAYS if data else 0,
            sets=sets,
        ),
        fetch=Fetch(0 if instructions else wait_cycles, LINE_BYTES, prefetch=False),
        band_percent=band_percent,
    )
